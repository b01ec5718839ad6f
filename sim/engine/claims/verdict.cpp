#include <algorithm>
#include <cmath>

#include "engine/claims/evidence.hpp"

namespace wedge::engine {

void compare(const std::vector<double>& before, const std::vector<double>& after, int replicates, bool rises,
             Cell& cell) {
  const Paired found = paired(before, after, replicates);
  cell.draws = static_cast<std::int64_t>(before.size());
  cell.pairs = found.pairs;
  cell.before = found.before;
  cell.after = found.after;
  cell.share = rises ? found.rises : found.falls;
  cell.difference = found.difference;
  cell.standard_error = found.standard_error;
  if (!counts(found))
    cell.outcome = CellOutcome::not_significant;
  else
    cell.outcome = (found.difference > 0.0) == rises ? CellOutcome::holds : CellOutcome::contradicted;
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
