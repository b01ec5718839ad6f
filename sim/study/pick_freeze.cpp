// Sensitivity by picking one parameter's values from a second set of inputs and freezing the others.
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
  const std::vector<std::string>& keys = sampler_->keys();
  if (keys.empty())
    fail_input("sensitivity",
               "needs uncertain keys, and this scenario has none; "
               "a key set to { uniform = [LOW, HIGH] } is one");
  std::vector<std::size_t> group(keys.size());  // by key: the first key of its group
  for (std::size_t i = 0; i < keys.size(); ++i) group[i] = i;
  for (const Correlation& c : scenario_.correlations) {
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
}

// `points`: by draw, the two sets of inputs in the unit cube; `outputs`: the rows at the first set.
void Study::add_indices(const Block& block, std::span<const double> points, std::span<const double> outputs,
                        IndexSums& sums) const {
  const int dimensions = sampler_->dimensions();
  const auto slots = static_cast<std::size_t>(layout_.slots), sets = parameters_.size() + 1;  // B, then the mixed ones
  const std::unique_ptr<DrawKernel> solver = kernel();
  const auto most = std::max<std::int64_t>(most_rows / static_cast<std::int64_t>(sets), 1);  // draws at once
  std::vector<double> mixed(static_cast<std::size_t>(dimensions));
  DrawBatch batch;  // by draw, set
  DrawRows rows;
  for (std::int64_t first = 0; first < block.draws; first += most) {
    const std::int64_t count = std::min(most, block.draws - first);
    batch.values.resize(static_cast<std::size_t>(count) * sets * mixed.size());
    for (std::int64_t d = 0; d < count; ++d) {
      const double* const a = &points[static_cast<std::size_t>((first + d) * 2 * dimensions)];
      const double* const b = a + dimensions;
      for (std::size_t set = 0; set < sets; ++set) {
        std::copy_n(set == 0 ? b : a, dimensions, mixed.begin());
        if (set > 0)
          for (const int j : parameters_[set - 1]) mixed[j] = b[j];
        sampler_->values(mixed, std::span(batch.values).subspan((d * sets + set) * mixed.size(), mixed.size()));
      }
    }
    batch.look.assign(static_cast<std::size_t>(count) * sets, 0);
    batch.balance.clear();
    for (std::int64_t d = 0; d < count; ++d)
      batch.balance.insert(batch.balance.end(), sets, in_share(block.first_draw + first + d, layout_.balance_one_in));
    solver->run(batch, rows);
    for (std::size_t i = 0; i < rows.status.size(); ++i)
      if (rows.status[i] != static_cast<std::uint8_t>(Status::solved))
        std::fill_n(&rows.slots[i * slots], slots, std::numeric_limits<double>::quiet_NaN());
    for (std::int64_t d = 0; d < count; ++d) {
      const double* const b = &rows.slots[d * sets * slots];
      const auto part = static_cast<int>((block.first_draw + first + d) % IndexSums::batches);
      sums.add(part, &outputs[static_cast<std::size_t>(first + d) * slots], b, b + slots);
    }
  }
}

}  // namespace wedge
