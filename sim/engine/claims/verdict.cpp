#include <algorithm>
#include <cmath>

#include "engine/claims/evidence.hpp"
#include "study/layout.hpp"

namespace wedge::engine {

void compare(const std::vector<double>& before, const std::vector<double>& after, int replicates, bool rises,
             Cell& cell) {
  enum { at_before, at_after, difference, as_predicted, slots };
  Sums sums(1, replicates, slots, 1);
  cell.draws = static_cast<std::int64_t>(before.size());
  cell.pairs = 0;
  for (std::size_t d = 0; d < before.size(); ++d) {
    if (std::isnan(before[d]) || std::isnan(after[d])) continue;
    const double change = after[d] - before[d], wanted = rises ? change : -change;
    const double values[slots] = {before[d], after[d], change, wanted > smallest_sign ? 1.0 : 0.0};
    sums.add(0, static_cast<int>(d % static_cast<std::size_t>(replicates)), values);
    ++cell.pairs;
  }
  const auto mean = [&](int slot) { return estimate(sums, 0, slot, {}).mean; };
  cell.before = mean(at_before);
  cell.after = mean(at_after);
  cell.share = mean(as_predicted);
  const Estimate change = estimate(sums, 0, difference, {});
  cell.difference = change.mean;
  cell.standard_error = change.standard_error;
  const bool counts = std::abs(change.mean) > std::max(significant_errors * change.standard_error, smallest_difference);
  if (!counts)
    cell.outcome = CellOutcome::not_significant;
  else
    cell.outcome = (change.mean > 0.0) == rises ? CellOutcome::holds : CellOutcome::contradicted;
}

Verdict verdict_of(const std::vector<Cell>& cells) {
  if (cells.empty()) return Verdict::not_run;
  const auto are = [&](CellOutcome outcome) {
    return static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [&](const Cell& c) { return c.outcome == outcome; }));
  };
  if (are(CellOutcome::holds) == cells.size()) return Verdict::holds;
  if (are(CellOutcome::holds) > 0) return Verdict::holds_conditionally;
  return are(CellOutcome::contradicted) > 0 ? Verdict::not_reproduced : Verdict::not_significant;
}

std::string verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::holds_conditionally:
      return "holds conditionally";
    case Verdict::not_significant:
      return "not significant";
    case Verdict::not_reproduced:
      return "not reproduced";
    case Verdict::not_run:
      break;
  }
  return "not run";
}

}  // namespace wedge::engine
