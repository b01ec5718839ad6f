#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "app/table.hpp"
#include "claims_report.hpp"

namespace wedge::app {
namespace {

std::string error_text(double x) { return x > 0.0 && x < smallest_change ? "<0.0001" : fmt::format("{:.4f}", x); }

const char* mark(Outcome outcome) {
  return outcome == Outcome::holds ? "✓" : outcome == Outcome::contradicted ? "✗" : "·";
}

std::string cell_text(const Cell& cell) {
  if (cell.pairs == 0) return "–";
  return fmt::format("{} ± {} {:3.0f}% {}", change_text(cell.difference), error_text(cell.standard_error),
                     100.0 * cell.share, mark(cell.outcome));
}

std::string table_of(const Claim& claim, const Evidence& evidence) {
  Table table;
  table.column("", Table::Align::left).column("from … to", Table::Align::left).column("measure", Table::Align::left);
  for (const int precision : precisions) table.column(fmt::format("precision {}", precision));
  constexpr std::size_t across = std::size(precisions);
  std::string before;
  for (std::size_t i = 0; i < evidence.cells.size(); i += across) {  // precisions lie side by side
    const Cell& first = evidence.cells[i];
    const Comparison& comparison = claim.comparisons[first.comparison];
    const Prediction& prediction = comparison.predictions[first.prediction];
    const std::string& condition = comparison.condition;
    std::vector<std::string> cells{
        condition == before ? "" : condition,
        comparison.settings[first.step].name + " … " + comparison.settings[first.step + 1].name,
        prediction.text() + (prediction.rises ? " ↑" : " ↓")};
    for (std::size_t p = 0; p < across; ++p) cells.push_back(cell_text(evidence.cells[i + p]));
    table.row(std::move(cells));
    before = condition;
  }
  return table.text();
}

// `loss at 10, 25`: the precisions at which a prediction holds at every step; `loss` if at all; else empty.
std::string where_it_holds(const Prediction& prediction, const std::vector<Cell>& cells) {
  std::vector<std::string> where;
  for (std::size_t p = 0; p < std::size(precisions); ++p)
    if (std::all_of(cells.begin(), cells.end(),
                    [&](const Cell& c) { return c.precision != static_cast<int>(p) || c.outcome == Outcome::holds; }))
      where.push_back(std::to_string(precisions[p]));
  if (where.empty()) return {};
  return prediction.text() + (where.size() == std::size(precisions) ? "" : " at " + listed(where));
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
  std::string list;
  for (const std::string& part : parts) list += (list.empty() ? "" : "; ") + part;
  return comparison.condition + " (" + list + ")";
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

std::string verdict_text(const Claim& claim, const Evidence& evidence) {
  if (evidence.verdict == Verdict::not_run) return "needs " + claim.needs;
  std::string out = verdict_name(evidence.verdict);
  if (evidence.verdict == Verdict::holds_conditionally) {
    std::string where;
    for (const std::string& condition : conditions_that_hold(claim, evidence))
      where += (where.empty() ? ": " : " | ") + condition;
    out += where;
  }
  return claim.needs.empty() ? out : out + "; the rest needs " + claim.needs;
}

std::string claims_text(const std::vector<Claim>& claims, const std::vector<Evidence>& evidence) {
  std::string out =
      wrapped(fmt::format("Mean difference ± standard error, share of draws in which the sign is the "
                          "predicted one (↑ rises, ↓ falls from the first setting "
                          "to the second), by the adversary's precision. ✓ as predicted, ✗ the opposite, · "
                          "within {:g} standard errors or {:g} of nothing.",
                          significant_errors, smallest_difference),
              110, 0);
  for (std::size_t c = 0; c < claims.size(); ++c) {
    out += "\n" + wrapped(fmt::format("{}  {} [{}]", claims[c].id, claims[c].says, claims[c].source), 110, 0);
    if (!evidence[c].cells.empty()) out += table_of(claims[c], evidence[c]);
    out += wrapped("=> " + verdict_text(claims[c], evidence[c]), 110, 2);
    if (!claims[c].explains.empty()) out += wrapped(claims[c].explains, 110, 5);
  }
  return out;
}

}  // namespace wedge::app
