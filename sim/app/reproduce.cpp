// wedge reproduce.
#include <fmt/format.h>

#include <ostream>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/stop_signals.hpp"
#include "app/table.hpp"
#include "engine/studies/reproduced.hpp"

namespace wedge::app {

using namespace engine;

namespace {

std::string builds_text(const Reproduced& reproduced) {
  std::string out = "made by  " + reproduced.made_by().text() + "\nhere     ";
  out += reproduced.same_build() ? "the same build" : reproduced.here().text();
  return out + "\n\n";
}

std::string apart_text(double errors) {
  if (std::isnan(errors) || errors > 9999.0) return "–";
  return errors == 0.0 ? "rounding" : fmt::format("{:.2g}", errors);
}

std::string differences_text(const Reproduced& reproduced, std::size_t rows) {
  const std::vector<StoredDifference>& all = reproduced.differences();
  Table table;
  table.column("measure", Table::Align::left);
  for (const Axis& axis : reproduced.axes()) table.column(axis.name);
  table.column("stored").column("here").column("difference").column("±").column("in ±");
  for (std::size_t i = 0; i < all.size() && (rows == 0 || i < rows); ++i) {
    const StoredDifference& d = all[i];
    std::vector<std::string> cells{reproduced.places()[static_cast<std::size_t>(d.place)].name()};
    const std::vector<std::size_t> at = places_on_axes(reproduced.axes(), d.point);
    for (std::size_t a = 0; a < at.size(); ++a) {
      const Axis& axis = reproduced.axes()[a];
      cells.push_back(axis.labels.empty() ? fmt::format("{:.4g}", axis.values[at[a]]) : axis.labels[at[a]]);
    }
    cells.insert(cells.end(),
                 {fmt::format("{:.6g}", d.before), fmt::format("{:.6g}", d.after),
                  fmt::format("{:+.2g}", d.difference()), fmt::format("{:.2g}", d.error), apart_text(errors_apart(d))});
    table.row(cells);
  }
  return table.text() + wrapped(
                            "±: the stored standard error of the mean. Both have the same draws, so that another "
                            "build should come much closer than that.",
                            page_width, 2);
}

std::string counts_text(const Reproduced& reproduced) {
  std::string out = fmt::format("{} of {} means differ", reproduced.differences().size(), reproduced.means());
  if (reproduced.beyond_errors() > 0)
    return out + fmt::format(", {} of them by more than their standard errors", reproduced.beyond_errors());
  return reproduced.differences().empty()
             ? out
             : out + fmt::format(", the furthest by {} of its standard error", apart_text(reproduced.furthest()));
}

std::string likeness_text(const Reproduced& reproduced) {
  switch (reproduced.likeness()) {
    case Likeness::same_bytes:
      return "Reproduced: the same bytes.\n";
    case Likeness::same_numbers:
      return fmt::format("Reproduced: the same numbers up to rounding, by another build ({} means compared).\n",
                         reproduced.means());
    case Likeness::within_errors:
      return "Reproduced within the stated errors, by another build: " + counts_text(reproduced) + ".\n";
    case Likeness::different:
      break;
  }
  std::string out = "Not reproduced: " + counts_text(reproduced) + ".\n";
  if (reproduced.points_with_other_draws() > 0)
    out += fmt::format("At {} points more or fewer draws ran or failed.\n", reproduced.points_with_other_draws());
  if (reproduced.same_build())
    out += wrapped(
        reproduced.differences().empty()
            ? "The same build should give the same bytes, and these are others, though no mean is."
            : "The same build should give the same bytes. What it does not know of itself are changes without a commit "
              "and the compiler's flags.",
        page_width, 0);
  return out;
}

std::string places_text(const char* where, const std::vector<std::string>& places) {
  return places.empty() ? "" : wrapped(std::string(where) + listed(places) + ".", page_width, 0);
}

}  // namespace

int reproduce(const ReproduceArguments& arguments, std::ostream& out, std::ostream& err) {
  Reproduced reproduced(arguments.result);
  if (!arguments.output.empty()) reproduced.keep_in(arguments.output, arguments.force);
  const bool text = arguments.format != "json";
  if (text) out << arguments.result << '\n' << builds_text(reproduced) << std::flush;
  const StopOnSignals signals;
  bool ended = false;
  {
    Progress progress(err, arguments.quiet, reproduced.draws());
    ended = reproduced.run(arguments.threads, StopOnSignals::requested(), progress.draws_done(),
                           [&](const Tally& found) { progress.saw_error(found.worst_error); });
  }
  if (!ended) {
    if (arguments.output.empty()) return stopped_early(err);
    err << arguments.output << ": stopped; what is finished is kept, and the same command goes on from there\n";
    return stopped;
  }
  const Likeness likeness = reproduced.likeness();
  const auto rows = static_cast<std::size_t>(arguments.rows);
  if (!text) {
    out << reproduction_document(reproduced, arguments.result, rows);
  } else {
    out << likeness_text(reproduced) << places_text("Only in the file: ", reproduced.only_stored())
        << places_text("Only here: ", reproduced.only_here());
    if (likeness == Likeness::different && !reproduced.differences().empty())
      out << '\n' << differences_text(reproduced, rows);
  }
  return likeness == Likeness::different ? failed : done;
}

}  // namespace wedge::app
