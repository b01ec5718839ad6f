// wedge compare.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/table.hpp"
#include "engine/studies/compared_json.hpp"
#include "engine/studies/machine.hpp"

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
  table.column("measure", Table::Align::left)
      .column("before")
      .column("after")
      .column("difference")
      .column("±")
      .column("rises")
      .column("falls");
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

}  // namespace

int compare(const CompareArguments& arguments, std::ostream& out, std::ostream& err) {
  ScenarioSource second = arguments;
  if (!arguments.other.empty()) second.file = arguments.other, second.text.reset();
  second.set.insert(second.set.end(), arguments.to.begin(), arguments.to.end());
  text_of(static_cast<const ScenarioSource&>(arguments));  // a pipe gives its bytes once
  if (arguments.other.empty()) second.text = arguments.text;
  ComparedScenarios compared({arguments, second}, {.draws = arguments.draws, .seed = arguments.seed});
  {
    Progress progress(err, arguments.quiet, compared.draws());
    const std::atomic<bool> never{false};
    compared.run(arguments.threads > 0 ? arguments.threads : usable_cores(), never, progress.draws_done());
  }
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
