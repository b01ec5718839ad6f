#include "app/sensitivity_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/table.hpp"

namespace wedge::app {
namespace {

bool unknown(double error) { return !(error <= largest_known_error); }

std::string cell(double index, double error) {
  return unknown(error) ? "not known yet" : fmt::format("{:.2f} ± {:.2f}", index, error);
}

}  // namespace

std::string sensitivity_text(const Sensitivity& found) {
  constexpr std::size_t most = 10;
  std::vector<std::size_t> order;
  double worst = 0.0;
  for (std::size_t i = 0; i < found.indices.size(); ++i) {
    const Indices& one = found.indices[i];
    if (std::isnan(one.total)) continue;  // the measure does not vary, or too few draws have it
    order.push_back(i);
    for (const double error : {one.first_error, one.total_error})
      if (error > worst) worst = error;
  }
  if (order.empty()) return {};
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return found.indices[a].total > found.indices[b].total; });
  Table table;
  table.column("key", Table::Align::left).column("by itself").column("with others");
  for (std::size_t i = 0; i < std::min(order.size(), most); ++i) {
    const Indices& one = found.indices[order[i]];
    table.row({found.parameters[order[i]], cell(one.first, one.first_error), cell(one.total, one.total_error)});
  }
  std::string out = fmt::format("What the variance of {} comes from, as shares with standard errors\n", found.measure);
  out += table.text();
  if (order.size() > most) {
    const Indices& next = found.indices[order[most]];
    out +=
        fmt::format("  and {} more, with others {} at most\n", order.size() - most, cell(next.total, next.total_error));
  }
  if (unknown(worst))
    out += fmt::format("  Shares with an error above {:g} are not known yet: about {} draws would do for all.\n",
                       largest_known_error, draws_to_know(worst, found.draws));
  return out;
}

}  // namespace wedge::app
