// Sensitivity by picking one parameter's values from a second set of inputs and freezing the others.
#include <algorithm>
#include <limits>

#include "evaluate.hpp"
#include "wedge/base/error.hpp"
#include "wedge/study/study.hpp"

namespace wedge {

// Variance can be shared out among inputs that are independent: keys that are correlated are one parameter together.
void Study::find_parameters(const std::vector<Sweep>& sweeps) {
  if (!sweeps.empty()) fail_input("--sensitivity", "is for a scenario without --sweep; leave one of them out");
  const std::vector<std::string>& keys = sampler_->keys();
  if (keys.empty()) fail_input("--sensitivity", "needs uncertain keys, and this scenario has none; `--set KEY='{ uniform = [LOW, HIGH] }'` makes one");
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
void Study::add_indices(const Block& block, std::span<const double> points, std::span<const double> outputs, IndexSums& sums) const {
  const int dimensions = sampler_->dimensions();
  const auto slots = static_cast<std::size_t>(layout_.slots), sets = parameters_.size() + 1;  // B, then the mixed ones
  DrawnScenario<Pack> drawn(scenario_);
  const SolverOptions options{*selection_named(scenario_.solver.selection)};
  std::vector<double> mixed(static_cast<std::size_t>(dimensions)), values(static_cast<std::size_t>(Rows::most * dimensions));
  std::vector<double> rows(Rows::most * sets * slots);  // by draw, set
  Rows solved;
  for (std::int64_t d = 0; d < block.draws; d += Rows::most) {
    const int count = static_cast<int>(std::min<std::int64_t>(Rows::most, block.draws - d));
    for (std::size_t set = 0; set < sets; ++set) {
      for (int i = 0; i < count; ++i) {
        const double* const a = &points[static_cast<std::size_t>((d + i) * 2 * dimensions)];
        const double* const b = a + dimensions;
        std::copy_n(set == 0 ? b : a, dimensions, mixed.begin());
        if (set > 0)
          for (const int j : parameters_[set - 1]) mixed[j] = b[j];
        sampler_->values(mixed, std::span(values).subspan(static_cast<std::size_t>(i * dimensions), mixed.size()));
      }
      evaluate(drawn, sampler_->leaf(), std::span(values).first(static_cast<std::size_t>(count * dimensions)), count, options, solved);
      for (int i = 0; i < count; ++i) {
        const auto to = rows.begin() + static_cast<std::ptrdiff_t>((i * sets + set) * slots);
        if (solved.status[i] == Status::solved) std::copy_n(&solved.slots[i * slots], slots, to);
        else std::fill_n(to, slots, std::numeric_limits<double>::quiet_NaN());
      }
    }
    for (int i = 0; i < count; ++i) {
      const double* const b = &rows[i * sets * slots];
      const auto batch = static_cast<int>((block.first_draw + d + i) % IndexSums::batches);
      sums.add(batch, &outputs[static_cast<std::size_t>(d + i) * slots], b, b + slots);
    }
  }
}

}  // namespace wedge
