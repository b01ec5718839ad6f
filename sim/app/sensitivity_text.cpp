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

constexpr std::size_t most_keys = 10;  // told

std::string effects_text(const Sensitivity& found) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < found.effects.size(); ++i)
    if (found.effects[i].mu_star > 0.0) order.push_back(i);
  if (order.empty()) return {};
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return found.effects[a].mu_star > found.effects[b].mu_star; });
  Table table;
  table.column("key", Table::Align::left).column("mu*").column("±").column("mu").column("±").column("sigma");
  const auto number = [](double x) { return fmt::format("{:.4f}", x); };
  for (std::size_t i = 0; i < std::min(order.size(), most_keys); ++i) {
    const Effects& one = found.effects[order[i]];
    table.row({found.parameters[order[i]], number(one.mu_star), number(one.mu_star_error),
               fmt::format("{:+.4f}", one.mu), number(one.mu_error), number(one.sigma)});
  }
  std::string out =
      fmt::format("How far each key moves {} (Morris's elementary effects)\n", found.measure) + table.text();
  if (order.size() > most_keys)
    out += fmt::format("  and {} more, mu* {} at most\n", order.size() - most_keys,
                       number(found.effects[order[most_keys]].mu_star));
  return out + wrapped(
                   "mu*: mean change of the measure, in size, for the whole range of the key; mu: with its sign; sigma "
                   "beside mu*: how much that depends on where the key and the others stand. ± one standard error.");
}

}  // namespace

std::string sensitivity_text(const Sensitivity& found) {
  if (!found.effects.empty()) return effects_text(found);
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
  for (std::size_t i = 0; i < std::min(order.size(), most_keys); ++i) {
    const Indices& one = found.indices[order[i]];
    table.row({found.parameters[order[i]], cell(one.first, one.first_error), cell(one.total, one.total_error)});
  }
  std::string out = fmt::format("What the variance of {} comes from, as shares with standard errors\n", found.measure);
  out += table.text();
  if (order.size() > most_keys) {
    const Indices& next = found.indices[order[most_keys]];
    out += fmt::format("  and {} more, with others {} at most\n", order.size() - most_keys,
                       cell(next.total, next.total_error));
  }
  if (unknown(worst))
    out += fmt::format("  Shares with an error above {:g} are not known yet: about {} draws would do for all.\n",
                       largest_known_error, draws_to_know(worst, found.draws));
  return out;
}

}  // namespace wedge::app
