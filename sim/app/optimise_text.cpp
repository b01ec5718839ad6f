#include "app/optimise_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/table.hpp"

namespace wedge::app {

using namespace engine;

namespace {

std::string number_text(double x) { return std::isnan(x) ? "–" : fmt::format("{:.4g}", x); }
std::string measure_text(double x) { return std::isnan(x) ? "–" : fmt::format("{:.4f}", x); }

// Enough digits for the lever's range.
std::string lever_text(double x, const PricedLever& lever) {
  const double width = lever.high - lever.low;
  return fmt::format("{:.{}f}", x, width > 20.0 ? 1 : width > 2.5 ? 2 : 3);
}

std::string aim_words(const OptimiseSettings& settings) {
  switch (settings.aim) {
    case Objective::quantile:
      return fmt::format("{:.4g} quantile of the loss", settings.level);
    case Objective::tail:
      return fmt::format("mean of the loss beyond its {:.4g} quantile", settings.level);
    case Objective::regret:
      return "largest regret over the scenarios";
    case Objective::cost:
      return settings.target->of_loss ? fmt::format("cost of a loss of {:.4g} of what it is", settings.target->value)
                                      : fmt::format("cost of a deterrence of {:.4g}", settings.target->value);
    case Objective::loss:
      break;
  }
  return "expected loss";
}

const char* short_aim(const OptimiseSettings& settings) {
  return settings.aim == Objective::quantile ? "quantile" : settings.aim == Objective::tail ? "tail" : "regret";
}

std::string optimum_heading(const Optimised& optimised) {
  const OptimiseSettings& settings = optimised.settings();
  std::string out = fmt::format("{}: the least {}", optimised.scenario().id, aim_words(settings));
  if (settings.budget) out += fmt::format(", for at most {:.4g}", *settings.budget);
  return wrapped(fmt::format("{} ({} settings of {} lever{} on {} draws)", out, optimised.evaluations().asked().size(),
                             optimised.space().size(), optimised.space().size() == 1 ? "" : "s", settings.draws),
                 page_width, 0);
}

std::string levers_table(const Optimised& optimised) {
  const Optimum& found = *optimised.optimum();
  const bool errors = std::any_of(found.slope_error.begin(), found.slope_error.end(), [](double x) { return x == x; });
  Table table;
  table.column("lever", Table::Align::left).column("now").column("chosen").column("cost").column("slope");
  if (errors) table.column("±");
  table.column("", Table::Align::left);
  for (std::size_t i = 0; i < found.choice.values.size(); ++i) {
    const PricedLever& lever = optimised.space().levers()[i];
    const double value = found.choice.values[i];
    const bool stays = std::abs(value - lever.now) <= 1e-9 * (lever.high - lever.low);
    std::vector<std::string> cells{lever.key, lever_text(lever.now, lever), stays ? "as now" : lever_text(value, lever),
                                   number_text(lever.cost(value)), change_text(found.slope[i])};
    if (errors) cells.push_back(error_text(found.slope_error[i]));
    cells.emplace_back(found.edge[i] == Edge::low ? "lowest" : found.edge[i] == Edge::high ? "highest" : "");
    table.row(cells);
  }
  const char* const of = !optimised.settings().target           ? "what is made small"
                         : optimised.settings().target->of_loss ? "the loss"
                                                                : "deterrence";
  return table.text() + wrapped(fmt::format("Slope: of {}, by the lever's unit, on the draws of the search{}.", of,
                                            errors ? "; ± one standard error" : ""),
                                page_width, 2);
}

std::string outcomes_table(const Optimised& optimised) {
  const Optimum& found = *optimised.optimum();
  Table table;
  table.column("", Table::Align::left).column("now").column("chosen").column("±");
  table.column("fresh: now").column("chosen").column("±");
  const auto row = [&](const std::string& name, double Judged::*value, double Judged::*error) {
    table.row({name, measure_text(found.before.*value), measure_text(found.after.*value),
               error_text(found.after.*error), measure_text(found.fresh_before.*value),
               measure_text(found.fresh_after.*value), error_text(found.fresh_after.*error)});
  };
  row("loss", &Judged::loss, &Judged::loss_error);
  row("deterrence", &Judged::deterrence, &Judged::deterrence_error);
  const Objective aim = optimised.settings().aim;
  if (aim != Objective::loss && aim != Objective::cost)
    row(short_aim(optimised.settings()), &Judged::aim, &Judged::aim_error);
  return "\nWhat it does\n" + table.text();
}

std::string optimism_text(const Optimised& optimised) {
  const Optimum& found = *optimised.optimum();
  const OptimiseSettings& settings = optimised.settings();
  const std::string of = settings.aim == Objective::loss   ? "the loss"
                         : settings.aim != Objective::cost ? std::string("the ") + short_aim(settings)
                         : settings.target->of_loss        ? "the loss"
                                                           : "deterrence";
  const bool sure = std::abs(found.optimism) > 2.0 * found.optimism_error;
  std::string out = fmt::format(
      "On its own draws the search makes {} better by {:.4f}, and {} fresh draws by {:.4f}: an optimism of {} ± {}, "
      "{}.",
      of, found.promised, optimised.fresh_draws(), found.kept, change_text(found.optimism),
      error_text(found.optimism_error),
      !sure                  ? "no more than chance makes of it"
      : found.optimism > 0.0 ? "which the choice owes to the draws that it was made on; more --draws would owe less"
                             : "on the safe side");
  if (found.after.solved < settings.draws)
    out += fmt::format(" Of the {} draws of the search {} were solved.", settings.draws, found.after.solved);
  return wrapped(out, page_width, 2);
}

std::string front_table(const Optimised& optimised) {
  if (optimised.front().empty()) return {};
  const std::vector<PricedLever>& levers = optimised.space().levers();
  constexpr std::size_t most_levers = 4;  // in columns of their own
  const bool aim = optimised.settings().aim != Objective::loss, settings = levers.size() <= most_levers;
  Table table;
  table.column("cost");
  if (aim) table.column(short_aim(optimised.settings()));
  table.column("loss").column("deterrence");
  if (settings)
    for (std::size_t i = 0; i < levers.size(); ++i) table.column(fmt::format("[{}]", i + 1));
  for (const Chosen& point : optimised.front()) {
    std::vector<std::string> cells{number_text(point.cost)};
    if (aim) cells.push_back(measure_text(point.aim));
    cells.insert(cells.end(), {measure_text(point.loss), measure_text(point.deterrence)});
    if (settings)
      for (std::size_t i = 0; i < levers.size(); ++i) cells.push_back(lever_text(point.values[i], levers[i]));
    table.row(cells);
  }
  std::string out = "\nWhat each cost buys\n" + table.text();
  if (!settings) return out;
  std::string legend;
  for (std::size_t i = 0; i < levers.size(); ++i)
    legend += fmt::format("{}[{}] {}", i == 0 ? "" : "; ", i + 1, levers[i].key);
  return out + wrapped(legend + ".", page_width, 2);
}

std::string regret_table(const Optimised& optimised) {
  const Optimum& found = *optimised.optimum();
  if (found.regret.empty()) return {};
  Table table;
  table.column("scenario", Table::Align::left).column("least loss").column("loss").column("regret");
  for (std::size_t w = 0; w < found.regret.size(); ++w)
    table.row({optimised.scenarios()[w].name, measure_text(found.best_of_world[w].loss),
               measure_text(found.best_of_world[w].loss + found.regret[w]), measure_text(found.regret[w])});
  return "\nRegret\n" + table.text() +
         wrapped("Least loss: with the levers chosen for that scenario alone, within the same bounds and budget.",
                 page_width, 2);
}

std::string cost_line(const Optimised& optimised) {
  const Optimum& found = *optimised.optimum();
  const OptimiseSettings& settings = optimised.settings();
  std::string out = fmt::format("Cost {:.4g}", found.choice.cost);
  if (settings.budget)
    out += fmt::format(
        " of a budget of {:.4g}, which {}", *settings.budget,
        found.budget_binds ? "binds: with more of it more could be had" : "does not bind: no more of it would help");
  if (settings.target)
    out += found.reached ? "; the target is reached"
                         : "; THE TARGET IS NOT REACHED by any setting that was found: this is the nearest to it";
  return wrapped(out + ".", page_width, 2);
}

}  // namespace

std::string optimum_text(const Optimised& optimised) {
  return optimum_heading(optimised) + '\n' + levers_table(optimised) + cost_line(optimised) +
         outcomes_table(optimised) + optimism_text(optimised) + regret_table(optimised) + front_table(optimised);
}

std::string best_so_far_text(const Optimised& optimised) {
  const std::optional<Chosen> best = optimised.best_so_far();
  if (!best) return "Stopped before any setting of the levers could be judged.\n";
  Table table;
  table.column("lever", Table::Align::left).column("now").column("so far");
  for (std::size_t i = 0; i < best->values.size(); ++i) {
    const PricedLever& lever = optimised.space().levers()[i];
    table.row({lever.key, lever_text(lever.now, lever), lever_text(best->values[i], lever)});
  }
  return optimum_heading(optimised) + "\nStopped. The best so far, not judged on fresh draws:\n" + table.text() +
         fmt::format("  cost {:.4g}, loss {:.4f} (now {:.4f}), deterrence {:.4f}\n", best->cost, best->loss,
                     optimised.loss_now(), best->deterrence);
}

}  // namespace wedge::app
