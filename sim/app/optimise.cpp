// wedge optimise.
#include <ostream>

#include "app/commands.hpp"
#include "app/optimise_text.hpp"
#include "app/progress.hpp"
#include "app/stop_signals.hpp"
#include "engine/decisions/optimised_json.hpp"
#include "engine/studies/machine.hpp"

namespace wedge::app {

using namespace engine;

int optimise(const OptimiseArguments& arguments, std::ostream& out, std::ostream& err) {
  OptimiseSettings settings{.levers = arguments.levers,
                            .level = arguments.level,
                            .budget = {},
                            .target = {},
                            .front = arguments.front,
                            .starts = arguments.starts,
                            .draws = arguments.draws,
                            .seed = arguments.seed};
  if (arguments.has_budget) settings.budget = arguments.budget;
  if (!arguments.target.empty()) settings.target = target_of(arguments.target);
  settings.aim = !arguments.minimise.empty() ? objective_named(arguments.minimise)
                 : settings.target           ? Objective::cost
                                             : Objective::loss;
  text_of(arguments);  // a pipe gives its bytes once
  Optimised optimised(arguments, settings);
  if (!arguments.output.empty()) optimised.keep_in(arguments.output, arguments.force);
  const StopOnSignals signals;
  bool ended = false;
  {
    Progress progress(err, arguments.quiet, optimised.draws());
    ended = optimised.run({arguments.threads > 0 ? arguments.threads : usable_cores(), StopOnSignals::requested(),
                           progress.draws_done()});
  }
  if (!ended) {
    out << (arguments.format == "json" ? best_so_far_document(optimised) : best_so_far_text(optimised));
    err << "wedge: stopped before the end; "
        << (arguments.output.empty() ? "without -o nothing of it is kept"
                                     : "the same command goes on with what was found")
        << '\n';
    return stopped;
  }
  out << (arguments.format == "json" ? optimum_document(optimised) : optimum_text(optimised));
  return optimised.optimum()->reached ? done : failed;
}

}  // namespace wedge::app
