#include "study/layout.hpp"

#include <cmath>
#include <limits>

#include "base/nan.hpp"
#include "moments.hpp"

namespace wedge {

namespace histogram {
namespace {
const double reach = std::asinh(limit / scale);
}

int bin_of(double x) {
  const double position = (std::asinh(x / scale) / reach + 1.0) * 0.5 * bins;
  return static_cast<int>(std::clamp(position, 0.0, bins - 1.0));
}

double lower_edge(int bin) { return scale * std::sinh((2.0 * bin / bins - 1.0) * reach); }
}  // namespace histogram

Sums::Sums(std::int64_t p, int r, int s, int k) : points(p), replicates(r), slots(s), statuses(k) {
  const auto cells = static_cast<std::size_t>(p * s);
  for (auto* by_replicate : {&count, &mean}) by_replicate->assign(cells * r, 0.0);
  if (r == 1) m2.assign(cells, 0.0);
  least.assign(cells, std::numeric_limits<double>::infinity());
  most.assign(cells, -std::numeric_limits<double>::infinity());
  histogram.assign(cells * histogram::bins, 0);
  by_status.assign(static_cast<std::size_t>(p * k), 0);
}

void Sums::add(std::int64_t point, int replicate, const double* values) {
  ++by_status[point * statuses];
  for (int slot = 0; slot < slots; ++slot) {
    const double x = values[slot];
    if (std::isnan(x)) continue;
    const std::int64_t i = (point * replicates + replicate) * slots + slot, j = point * slots + slot;
    count[i] += 1.0;
    const double distance = x - mean[i];
    mean[i] += distance / count[i];
    if (!m2.empty()) m2[i] += distance * (x - mean[i]);
    least[j] = std::min(least[j], x);
    most[j] = std::max(most[j], x);
    ++histogram[j * histogram::bins + histogram::bin_of(x)];
  }
}

namespace {

template <class Number>
void add_all(std::vector<Number>& to, const std::vector<Number>& from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

// Rows of `stride` numbers, of which some are kept.
std::vector<double> columns(const std::vector<double>& rows, int stride, int first, int count) {
  std::vector<double> out;
  for (std::size_t row = 0; row < rows.size(); row += stride)
    out.insert(out.end(), rows.begin() + row + first, rows.begin() + row + first + count);
  return out;
}

// Linear within the bin, and never beyond what was seen.
double quantile_of(const Sums& s, std::int64_t cell, double level) {
  const std::uint32_t* const counts = &s.histogram[cell * histogram::bins];
  double total = 0.0;
  for (int bin = 0; bin < histogram::bins; ++bin) total += counts[bin];
  double below = 0.0;
  for (int bin = 0; bin < histogram::bins; ++bin) {
    if (counts[bin] == 0 || below + counts[bin] < level * total) {
      below += counts[bin];
      continue;
    }
    const double low = std::max(histogram::lower_edge(bin), s.least[cell]);
    const double high = std::min(histogram::lower_edge(bin + 1), s.most[cell]);
    return std::clamp(low + (high - low) * (level * total - below) / counts[bin], s.least[cell], s.most[cell]);
  }
  return s.most[cell];
}

}  // namespace

void Sums::merge(const Sums& other) {
  double unused = 0.0;
  for (std::size_t i = 0; i < count.size(); ++i) {
    const bool one = !m2.empty();
    merge_moments(count[i], mean[i], one ? m2[i] : unused, other.count[i], other.mean[i], one ? other.m2[i] : 0.0);
  }
  for (std::size_t i = 0; i < least.size(); ++i) {
    least[i] = std::min(least[i], other.least[i]);
    most[i] = std::max(most[i], other.most[i]);
  }
  add_all(histogram, other.histogram);
  add_all(by_status, other.by_status);
  indices.merge(other.indices);
  effects.merge(other.effects);
}

Sums empty_sums(const StudyLayout& layout, std::int64_t points) {
  Sums sums(points, layout.replicates, layout.slots, static_cast<int>(layout.statuses.size()));
  const int parameters = static_cast<int>(layout.parameters.size());
  if (parameters > 0 && layout.morris) sums.effects = EffectSums(parameters, layout.slots);
  if (parameters > 0 && !layout.morris) sums.indices = IndexSums(parameters, layout.slots);
  return sums;
}

Sums Sums::of(const Variable& variable) const {
  Sums out = Sums(0, replicates, variable.slots, statuses);
  out.points = points;
  const auto part = [&](const std::vector<double>& all) {
    return columns(all, slots, variable.first_slot, variable.slots);
  };
  out.count = part(count), out.mean = part(mean), out.m2 = part(m2), out.least = part(least), out.most = part(most);
  out.by_status = by_status;
  return out;
}

Estimate estimate(const Sums& s, std::int64_t point, int slot, const std::vector<double>& quantile_levels) {
  double count = 0.0, mean = 0.0, m2 = 0.0;                 // of the draws
  double filled = 0.0, replicate_mean = 0.0, spread = 0.0;  // of the replicates' means
  for (int r = 0; r < s.replicates; ++r) {
    const std::int64_t i = (point * s.replicates + r) * s.slots + slot;
    if (s.count[i] > 0.0) merge_moments(filled, replicate_mean, spread, 1.0, s.mean[i], 0.0);
    merge_moments(count, mean, m2, s.count[i], s.mean[i], s.m2.empty() ? 0.0 : s.m2[i]);
  }
  const std::int64_t cell = point * s.slots + slot;
  if (count == 0.0) return {nan, nan, nan, nan, std::vector<double>(quantile_levels.size(), nan)};
  Estimate out{mean, nan, s.least[cell], s.most[cell], {}};
  if (s.replicates == 1 && count > 1.0) out.standard_error = std::sqrt(m2 / (count - 1.0) / count);
  if (s.replicates > 1 && filled > 1.0) out.standard_error = std::sqrt(spread / (filled - 1.0) / filled);
  for (const double level : quantile_levels) out.quantiles.push_back(quantile_of(s, cell, level));
  return out;
}

}  // namespace wedge
