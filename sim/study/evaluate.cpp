#include "evaluate.hpp"

namespace wedge {

// A pack that is not full repeats the last row and drops the copies.
void evaluate(DrawnScenario<Pack>& drawn, std::span<const int> leaf, std::span<const double> values, int count,
              const SolverOptions& options, Rows& out) {
  const std::size_t width = leaf.size();
  std::vector<double> padded(values.begin(), values.end()), row;
  for (int i = count; i < Rows::most; ++i)
    padded.insert(padded.end(), values.end() - static_cast<std::ptrdiff_t>(width), values.end());
  const DrawMeasures<Pack> draw = measure(drawn.draw(leaf, padded), 0, options);
  out.slots.clear();
  for (int i = 0; i < count; ++i) {
    fill_slots(draw, i, row);
    out.slots.insert(out.slots.end(), row.begin(), row.end());
    out.status[i] = draw.status[i];
    out.fragile[i] = lane(draw.fragile, i);
  }
}

}  // namespace wedge
