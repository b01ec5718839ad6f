#include <algorithm>
#include <iterator>

#include "engine/claims/evidence.hpp"

namespace wedge::engine {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* separator) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : separator) + part;
  return out;
}

// `loss at 10, 25`: the precisions at which a prediction holds at every step; `loss` if at all; else empty.
std::string where_it_holds(const Prediction& prediction, const std::vector<Cell>& cells) {
  std::vector<std::string> where;
  for (std::size_t p = 0; p < std::size(precisions); ++p)
    if (std::all_of(cells.begin(), cells.end(), [&](const Cell& c) {
          return c.precision != static_cast<int>(p) || c.outcome == CellOutcome::holds;
        }))
      where.push_back(std::to_string(precisions[p]));
  if (where.empty()) return {};
  return prediction.text() + (where.size() == std::size(precisions) ? "" : " at " + joined(where, ", "));
}

// The condition alone if everything holds under it; else what does, in brackets; empty if nothing.
std::string where_it_holds(const Comparison& comparison, const std::vector<Cell>& cells) {
  std::vector<std::string> parts;
  for (std::size_t p = 0; p < comparison.predictions.size(); ++p) {
    std::vector<Cell> own;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(own),
                 [&](const Cell& c) { return c.prediction == static_cast<int>(p); });
    if (std::string part = where_it_holds(comparison.predictions[p], own); !part.empty())
      parts.push_back(std::move(part));
  }
  if (verdict_of(cells) == Verdict::holds) return comparison.condition;
  if (verdict_of(cells) != Verdict::holds_conditionally) return {};
  if (parts.empty()) return comparison.condition + " (some steps only)";
  return comparison.condition + " (" + joined(parts, "; ") + ")";
}

}  // namespace

std::vector<std::string> conditions_that_hold(const Claim& claim, const Evidence& evidence) {
  std::vector<std::string> out;
  for (std::size_t k = 0; k < claim.comparisons.size(); ++k) {
    std::vector<Cell> own;
    std::copy_if(evidence.cells.begin(), evidence.cells.end(), std::back_inserter(own),
                 [&](const Cell& c) { return c.comparison == static_cast<int>(k); });
    if (std::string where = where_it_holds(claim.comparisons[k], own); !where.empty()) out.push_back(std::move(where));
  }
  return out;
}

}  // namespace wedge::engine
