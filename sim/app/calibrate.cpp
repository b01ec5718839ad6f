// wedge calibrate.
#include <fmt/format.h>

#include <cmath>
#include <ostream>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/stop_signals.hpp"
#include "app/table.hpp"
#include "engine/decisions/calibrated.hpp"
#include "engine/studies/machine.hpp"

namespace wedge::app {

using namespace engine;

namespace {

std::string rate_text(double x) { return std::isnan(x) ? "–" : fmt::format("{:.4f}", x); }
std::string key_text(double x) { return std::isnan(x) ? "–" : fmt::format("{:.4g}", x); }

std::string rates_table(const Calibrated& calibrated) {
  const bool errors = calibrated.have_errors();
  Table table;
  table.column("rate", Table::Align::left).column("now").column("wanted");
  if (errors) table.column("±");
  table.column("found").column("off by");
  for (std::size_t r = 0; r < calibrated.rates().size(); ++r) {
    const Rate& rate = calibrated.rates()[r];
    const double found = calibrated.fit().found[r];
    std::vector<std::string> cells{rate.name(), rate_text(calibrated.rates_now()[r]), rate_text(rate.value)};
    if (errors) cells.push_back(rate_text(*rate.error));
    cells.insert(cells.end(), {rate_text(found), change_text(found - rate.value)});
    table.row(cells);
  }
  return table.text();
}

std::string keys_table(const Calibrated& calibrated) {
  const bool errors = calibrated.have_errors();
  const Fit& fit = calibrated.fit();
  Table table;
  table.column("key", Table::Align::left).column("now").column("fitted");
  if (errors) table.column("±");
  table.column("low").column("high").column("", Table::Align::left);
  for (std::size_t k = 0; k < fit.values.size(); ++k) {
    const PricedLever& key = calibrated.space().levers()[k];
    std::vector<std::string> cells{key.key, key_text(key.now), key_text(fit.values[k])};
    if (errors) cells.push_back(key_text(fit.error[k]));
    const double u = calibrated.space().place(fit.values)[k];
    cells.insert(cells.end(), {key_text(key.low), key_text(key.high),
                               u <= 1e-6         ? "lowest"
                               : u >= 1.0 - 1e-6 ? "highest"
                                                 : ""});
    table.row(cells);
  }
  return "\nThe fit\n" + table.text();
}

std::string untold_text(const Calibrated& calibrated) {
  std::string out;
  for (const Direction& direction : calibrated.fit().untold) {
    std::vector<std::string> keys;
    for (const auto& [key, share] : direction.keys)
      keys.push_back(fmt::format("{} ({:+.2f})", calibrated.space().levers()[key].key, share));
    out += wrapped(keys.size() == 1
                       ? fmt::format("Near this fit {} hardly matters to these rates: other values do as well.",
                                     calibrated.space().levers()[direction.keys[0].first].key)
                       : fmt::format("These rates cannot tell {} apart: moved together, each by that share of its "
                                     "range, they change hardly anything. Hold all but one, or add a rate that "
                                     "tells.",
                                     listed(keys, 12)),
                   page_width, 2);
  }
  return out;
}

std::string calibration_text(const Calibrated& calibrated) {
  const Fit& fit = calibrated.fit();
  const std::int64_t draws = calibrated.settings().draws;
  std::string out = fmt::format("{}: {} key{} fitted to {} rate{} {}\n\n", calibrated.scenario().id, fit.values.size(),
                                fit.values.size() == 1 ? "" : "s", fit.found.size(), fit.found.size() == 1 ? "" : "s",
                                draws > 0 ? fmt::format("on {} draws", draws) : "at the medians");
  out += rates_table(calibrated);
  out += wrapped(fmt::format("Sum of weighted squared differences {:.3g}.", fit.misfit), page_width, 2);
  out += keys_table(calibrated) + untold_text(calibrated) + "\nTo copy\n";
  for (std::size_t k = 0; k < fit.values.size(); ++k)
    out += fmt::format("  --set {}={:.6g}\n", calibrated.space().levers()[k].key, fit.values[k]);
  return out;
}

}  // namespace

int calibrate(const CalibrateArguments& arguments, std::ostream& out, std::ostream& err) {
  text_of(arguments);  // a pipe gives its bytes once
  Calibrated calibrated(arguments, {arguments.rates, arguments.draws, arguments.seed, arguments.starts});
  const StopOnSignals signals;
  bool ended = false;
  {
    Progress progress(err, arguments.quiet, calibrated.draws());
    ended = calibrated.run({arguments.threads > 0 ? arguments.threads : usable_cores(), StopOnSignals::requested(),
                            progress.draws_done()});
  }
  if (!ended) {
    err << "wedge: stopped before the end; nothing of it is kept\n";
    return stopped;
  }
  out << (arguments.format == "json" ? calibration_document(calibrated) : calibration_text(calibrated));
  return done;
}

}  // namespace wedge::app
