// Sensitivity: sets of inputs beside each draw's own. For shares of variance one parameter's values are picked from a
// second set and the others are frozen; for elementary effects one parameter is moved.
#include <algorithm>
#include <limits>

#include "base/error.hpp"
#include "slots.hpp"
#include "study/study.hpp"

namespace wedge {

// Variance can be shared out among inputs that are independent: keys that are correlated are one parameter together.
void Study::find_parameters(const std::vector<Sweep>& sweeps) {
  if (settings_.campaigns) fail_input("sensitivity", "is for single crises; leave campaigns or it out");
  if (!sweeps.empty()) fail_input("sensitivity", "is for a study without sweeps; leave one of them out");
  const std::vector<std::string>& keys = keys_;
  if (keys.empty())
    fail_input("sensitivity",
               "needs uncertain keys, and this scenario has none; "
               "a key set to { uniform = [LOW, HIGH] } is one");
  std::vector<std::size_t> group(keys.size());  // by key: the first key of its group
  for (std::size_t i = 0; i < keys.size(); ++i) group[i] = i;
  for (const Correlation& c : scenario().correlations) {
    const auto a = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), c.between[0]) - keys.begin());
    const auto b = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), c.between[1]) - keys.begin());
    if (a == keys.size() || b == keys.size()) continue;
    const auto [low, high] = std::minmax(group[a], group[b]);
    std::replace(group.begin(), group.end(), std::size_t{high}, std::size_t{low});
  }
  for (std::size_t first = 0; first < keys.size(); ++first) {
    if (group[first] != first) continue;
    std::string name;
    parameters_.emplace_back();
    for (std::size_t i = first; i < keys.size(); ++i) {
      if (group[i] != first) continue;
      name += (name.empty() ? "" : ", ") + keys[i];
      parameters_.back().push_back(static_cast<int>(i));
    }
    layout_.parameters.push_back(name);
  }
  layout_.morris = settings_.sensitivity == SensitivityBy::morris;
}

void Study::solve_beside(const Block& block, int sets, const Place& place, const Use& use) const {
  const Variant& variant = variants_[0];  // there are no sweeps
  const auto width = static_cast<std::size_t>(dimensions()), slots = static_cast<std::size_t>(layout_.slots);
  const std::unique_ptr<DrawKernel> solver = kernel(variant);
  const auto most = std::max<std::int64_t>(most_rows / sets, 1);  // draws at once
  std::vector<double> point(width);
  DrawBatch batch;  // by draw, set
  DrawRows rows;
  for (std::int64_t first = 0; first < block.draws; first += most) {
    const std::int64_t count = std::min(most, block.draws - first);
    batch.values.resize(static_cast<std::size_t>(count * sets) * width);
    for (std::int64_t d = 0; d < count; ++d)
      for (int set = 0; set < sets; ++set) {
        place(first + d, set, point);
        variant.sampler->values(point, std::span(batch.values).subspan((d * sets + set) * width, width));
      }
    batch.look.assign(static_cast<std::size_t>(count * sets), 0);
    batch.balance.clear();
    for (std::int64_t d = 0; d < count; ++d)
      batch.balance.insert(batch.balance.end(), sets, in_share(block.first_draw + first + d, layout_.balance_one_in));
    solver->run(batch, rows);
    for (std::size_t i = 0; i < rows.status.size(); ++i)
      if (rows.status[i] != static_cast<std::uint8_t>(Status::solved))
        std::fill_n(&rows.slots[i * slots], slots, std::numeric_limits<double>::quiet_NaN());
    for (std::int64_t d = 0; d < count; ++d) use(first + d, &rows.slots[d * sets * slots]);
  }
}

// `points`: by draw, the two sets of inputs in the unit cube; `outputs`: the rows at the first set.
void Study::add_indices(const Block& block, std::span<const double> points, std::span<const double> outputs,
                        IndexSums& sums) const {
  const int width = dimensions(), slots = layout_.slots;
  const auto place = [&](std::int64_t d, int set, std::span<double> point) {  // B, then the mixed ones
    const auto a = points.subspan(d * 2 * width, width), b = points.subspan((d * 2 + 1) * width, width);
    const auto& from = set == 0 ? b : a;
    std::copy(from.begin(), from.end(), point.begin());
    if (set > 0)
      for (const int j : parameters_[set - 1]) point[j] = b[j];
  };
  solve_beside(block, sums.parameters + 1, place, [&](std::int64_t d, const double* rows) {
    const auto part = static_cast<int>((block.first_draw + d) % IndexSums::batches);
    sums.add(part, &outputs[d * slots], rows, rows + slots);
  });
}

// `points`: by draw, the inputs in the unit cube; `outputs`: the rows there.
void Study::add_effects(const Block& block, std::span<const double> points, std::span<const double> outputs,
                        EffectSums& sums) const {
  const int width = dimensions(), slots = layout_.slots;
  std::vector<double> steps(static_cast<std::size_t>(block.draws * sums.parameters));
  const auto place = [&](std::int64_t d, int set, std::span<double> point) {
    std::copy_n(points.begin() + static_cast<std::ptrdiff_t>(d * width), width, point.begin());
    steps[d * sums.parameters + set] = moved_by_half(point, parameters_[set]);
  };
  solve_beside(block, sums.parameters, place, [&](std::int64_t d, const double* rows) {
    const auto part = static_cast<int>((block.first_draw + d) % EffectSums::batches);
    sums.add(part, &outputs[d * slots], rows, std::span(steps).subspan(d * sums.parameters, sums.parameters));
  });
}

}  // namespace wedge
