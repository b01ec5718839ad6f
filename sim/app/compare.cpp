// wedge compare.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/stop_signals.hpp"
#include "app/table.hpp"
#include "base/error.hpp"
#include "engine/studies/compared_json.hpp"
#include "engine/studies/compared_results.hpp"
#include "engine/studies/machine.hpp"
#include "engine/studies/packages.hpp"
#include "engine/studies/stored.hpp"

namespace wedge::app {

using namespace engine;

namespace {

std::string value_text(double x) { return std::isnan(x) ? "–" : fmt::format("{:.4f}", x); }

std::string or_dash(const std::string& text) { return text.empty() ? "–" : text; }

std::string keys_text(const std::vector<KeyDifference>& keys) {
  if (keys.empty()) return "The two have the same numbers.\n";
  Table table;
  table.column("key", Table::Align::left).column("before", Table::Align::left).column("after", Table::Align::left);
  for (const KeyDifference& one : keys) table.row({one.key, or_dash(one.first), or_dash(one.second)});
  return fmt::format("What differs ({} number{})\n", keys.size(), keys.size() == 1 ? "" : "s") + table.text();
}

std::string measures_text(const ComparedScenarios& compared, std::size_t rows) {
  const std::vector<RankedDifference> all = ranked(compared, 0, 1);
  const auto matter = static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const RankedDifference& d) { return counts(d.found); }));
  if (all.empty()) return "\nNo draw was solved in both.\n";
  Table table;
  table.column("measure", Table::Align::left).column("before").column("after").column("difference").column("±");
  table.column("rises").column("falls");
  for (std::size_t i = 0; i < all.size() && (rows == 0 || i < rows); ++i) {
    const Paired& d = all[i].found;
    table.row({compared.places()[all[i].place].name(), value_text(d.before), value_text(d.after),
               change_text(d.difference), value_text(d.standard_error), fmt::format("{:.0f}%", 100.0 * d.rises),
               fmt::format("{:.0f}%", 100.0 * d.falls)});
  }
  return fmt::format("\nWhat that does: {} of {} measures change by more than {:.0f} standard errors and {}\n", matter,
                     all.size(), significant_errors, smallest_difference) +
         table.text() + "  ± one standard error of the difference; rises, falls: share of draws\n";
}

// The table of remedies.
std::string remedies_text(const Remedies& remedies) {
  const std::vector<Remedies::Row> rows = remedies.rows();
  const bool costs = std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.package.cost; });
  Table table;
  table.column("remedy", Table::Align::left);
  if (costs) table.column("cost");
  table.column("loss").column("deterrence").column("difference").column("±").column("falls");
  table.column("than the best", Table::Align::left);
  for (const Remedies::Row& row : rows) {
    const bool as_it_is = row.package.name.empty();
    std::vector<std::string> cells{as_it_is ? "(as it is)" : row.package.name};
    if (costs) cells.push_back(row.package.cost ? fmt::format("{:.3g}", *row.package.cost) : as_it_is ? "0" : "–");
    cells.insert(cells.end(),
                 {value_text(row.loss.after), probability_text(row.deterrence.after), change_text(row.loss.difference),
                  error_text(row.loss.standard_error), fmt::format("{:.0f}%", 100.0 * row.loss.falls),
                  row.best                  ? "best"
                  : counts(row.behind_best) ? "worse"
                                            : "no other"});
    table.row(cells);
  }
  return table.text() +
         wrapped(
             fmt::format(
                 "Difference: of the loss to that as it is, over the same draws; ± one standard error; falls: share of "
                 "draws. No other: not {:.0f} standard errors and {} behind the best.",
                 significant_errors, smallest_difference),
             80, 2);
}

int compare_packages(const CompareArguments& arguments, std::ostream& out, std::ostream& err) {
  Remedies remedies(arguments, arguments.packages, arguments.draws, arguments.seed);
  const StopOnSignals signals;
  bool ended = false;
  {
    Progress progress(err, arguments.quiet, remedies.all_draws());
    ended = remedies.run({arguments.threads > 0 ? arguments.threads : usable_cores(), StopOnSignals::requested(),
                          progress.draws_done()});
  }
  if (!ended) return stopped_early(err);
  if (arguments.format == "json")
    out << remedies_document(remedies, arguments, arguments.packages, arguments.seed);
  else
    out << fmt::format("{}: remedies of {} on {} draws\n\n", remedies.scenario().id, arguments.packages,
                       remedies.draws())
        << remedies_text(remedies);
  const std::vector<Remedies::Row> rows = remedies.rows();
  return std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.solved > 0; }) ? done : failed;
}

int compare_results(const CompareArguments& arguments, std::ostream& out) {
  for (const auto& [given, name] : {std::pair(!arguments.set.empty(), "set"),
                                    {!arguments.to.empty(), "to"},
                                    {!arguments.packages.empty(), "package"},
                                    {!arguments.adversary.empty(), "adversary"}})
    if (given) fail_input(name, "is of no use here: a result has its own scenario");
  if (arguments.other.empty())
    fail_input("OTHER", "is missing; expected another result to compare " + arguments.file + " with");
  const ComparedResults compared(arguments.file, arguments.other);
  if (arguments.format == "json") {
    out << stored_comparison_document(compared, arguments.file, arguments.other);
    return done;
  }
  const std::vector<StoredDifference>& all = compared.differences();
  const auto matter = std::count_if(all.begin(), all.end(), [](const StoredDifference& d) { return d.counts(); });
  Table table;
  table.column("measure", Table::Align::left);
  for (const Axis& axis : compared.axes()) table.column(axis.name);
  table.column("before").column("after").column("difference").column("±");
  for (std::size_t i = 0; i < all.size() && (arguments.rows == 0 || i < static_cast<std::size_t>(arguments.rows));
       ++i) {
    std::vector<std::string> cells{compared.places()[static_cast<std::size_t>(all[i].place)].name()};
    const std::vector<std::size_t> at = places_on_axes(compared.axes(), all[i].point);
    for (std::size_t a = 0; a < at.size(); ++a) {
      const Axis& axis = compared.axes()[a];
      cells.push_back(axis.labels.empty() ? fmt::format("{:.4g}", axis.values[at[a]]) : axis.labels[at[a]]);
    }
    cells.insert(cells.end(), {value_text(all[i].before), value_text(all[i].after), change_text(all[i].difference()),
                               value_text(all[i].error)});
    table.row(cells);
  }
  out << "before: " << arguments.file << "\nafter:  " << arguments.other << "\n\n" << keys_text(compared.keys());
  out << fmt::format("\nWhat that does: {} of {} means change by more than {:.0f} standard errors and {}\n", matter,
                     all.size(), significant_errors, smallest_difference)
      << table.text()
      << wrapped(
             "± one standard error of the difference, as if the two had drawn apart; where they have the same draws it "
             "is less, "
             "and `wedge compare` of the scenarios says how much.",
             page_width, 2);
  return done;
}

}  // namespace

int compare(const CompareArguments& arguments, std::ostream& out, std::ostream& err) {
  if (is_result(arguments.file)) return compare_results(arguments, out);
  if (!arguments.packages.empty()) return compare_packages(arguments, out, err);
  ScenarioSource second = arguments;
  if (!arguments.other.empty()) second.file = arguments.other, second.text.reset();
  second.set.insert(second.set.end(), arguments.to.begin(), arguments.to.end());
  text_of(static_cast<const ScenarioSource&>(arguments));  // a pipe gives its bytes once
  if (arguments.other.empty()) second.text = arguments.text;
  ComparedScenarios compared({arguments, second}, {.draws = arguments.draws, .seed = arguments.seed});
  const StopOnSignals signals;
  bool ended = false;
  {
    Progress progress(err, arguments.quiet, compared.draws());
    ended = compared.run(arguments.threads > 0 ? arguments.threads : usable_cores(), StopOnSignals::requested(),
                         progress.draws_done());
  }
  if (!ended) return stopped_early(err);
  if (arguments.format == "json") {
    out << comparison_document(compared, {arguments, second}, arguments.seed);
  } else {
    const auto named = [](const ScenarioSource& source) {
      std::string text = source.file;
      for (const std::string& change : source.set) text += (text == source.file ? " with " : ", ") + change;
      return text;
    };
    out << "before: " << named(arguments) << "\nafter:  " << named(second) << '\n'
        << fmt::format("{} draws, the same of both; solved: {} and {}\n\n", compared.draws() / 2, compared.solved(0),
                       compared.solved(1))
        << keys_text(compared.keys(0, 1)) << measures_text(compared, static_cast<std::size_t>(arguments.rows));
  }
  return compared.solved(0) > 0 && compared.solved(1) > 0 ? done : failed;
}

}  // namespace wedge::app
