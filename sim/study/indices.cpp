#include "study/indices.hpp"

#include <algorithm>
#include <cmath>

#include "base/nan.hpp"
#include "jackknife.hpp"
#include "moments.hpp"

namespace wedge {
namespace {

struct Shares {
  double first = nan, total = nan;
};

// Over all batches but one.
Shares shares_without(const IndexSums& s, int parameter, int slot, int left_out) {
  double count = 0.0, mean = 0.0, m2 = 0.0, pairs = 0.0, product = 0.0, change = 0.0, square = 0.0;
  for (int batch = 0; batch < IndexSums::batches; ++batch) {
    if (batch == left_out) continue;
    const int i = batch * s.slots + slot, j = (batch * s.parameters + parameter) * s.slots + slot;
    merge_moments(count, mean, m2, s.count[i], s.mean[i], s.m2[i]);
    pairs += s.pairs[j], product += s.product[j], change += s.change[j], square += s.square[j];
  }
  const double variance = m2 / count;
  if (!(variance > 0.0) || pairs == 0.0) return {};
  return {(product - mean * change) / pairs / variance, square / pairs / variance};
}

}  // namespace

IndexSums::IndexSums(int p, int s) : parameters(p), slots(s) {
  for (auto* by_slot : {&count, &mean, &m2}) by_slot->assign(static_cast<std::size_t>(batches) * s, 0.0);
  for (auto* all : {&pairs, &product, &change, &square}) all->assign(static_cast<std::size_t>(batches) * p * s, 0.0);
}

void IndexSums::add(int batch, const double* a, const double* b, const double* mixed) {
  for (int slot = 0; slot < slots; ++slot) {
    if (std::isnan(a[slot]) || std::isnan(b[slot])) continue;
    const int i = batch * slots + slot;
    for (const double value : {a[slot], b[slot]}) merge_moments(count[i], mean[i], m2[i], 1.0, value, 0.0);
    for (int parameter = 0; parameter < parameters; ++parameter) {
      const double moved = mixed[parameter * slots + slot] - a[slot];
      if (std::isnan(moved)) continue;
      const int j = (batch * parameters + parameter) * slots + slot;
      pairs[j] += 1.0;
      product[j] += b[slot] * moved;
      change[j] += moved;
      square[j] += 0.5 * moved * moved;
    }
  }
}

void IndexSums::merge(const IndexSums& other) {
  for (std::size_t i = 0; i < count.size(); ++i)
    merge_moments(count[i], mean[i], m2[i], other.count[i], other.mean[i], other.m2[i]);
  const auto add_all = [](std::vector<double>& to, const std::vector<double>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
  };
  add_all(pairs, other.pairs), add_all(product, other.product), add_all(change, other.change),
      add_all(square, other.square);
}

Indices indices_of(const IndexSums& sums, int parameter, int slot) {
  double first[IndexSums::batches], total[IndexSums::batches];
  for (int batch = 0; batch < IndexSums::batches; ++batch) {
    const Shares without = shares_without(sums, parameter, slot, batch);
    first[batch] = without.first, total[batch] = without.total;
  }
  const Shares all = shares_without(sums, parameter, slot, -1);
  return {all.first, jackknife_error(first), all.total, jackknife_error(total)};
}

std::int64_t draws_to_know(double error, std::int64_t draws) {
  const double ratio = error / largest_known_error, needed = static_cast<double>(draws) * ratio * ratio;
  const double unit = std::pow(10.0, std::max(std::floor(std::log10(needed)) - 1.0, 0.0));
  return static_cast<std::int64_t>(std::ceil(needed / unit) * unit);
}

}  // namespace wedge
