#include "app/claims_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "app/table.hpp"

namespace wedge::app {

using namespace engine;

namespace {

const char* mark(CellOutcome outcome) {
  return outcome == CellOutcome::holds ? "✓" : outcome == CellOutcome::contradicted ? "✗" : "·";
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

// `holds conditionally: where …`, or `needs …`.
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

}  // namespace

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
