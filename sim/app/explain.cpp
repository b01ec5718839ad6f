// wedge explain.
#include <fmt/format.h>

#include <optional>
#include <ostream>

#include "app/commands.hpp"
#include "app/explain_text.hpp"
#include "app/progress.hpp"
#include "app/stop_signals.hpp"
#include "engine/action_json.hpp"
#include "engine/studies/explained_json.hpp"
#include "engine/studies/machine.hpp"

namespace wedge::app {

using namespace engine;

namespace {

int explain_action(const ExplainArguments& arguments, std::ostream& out) {
  const ActionTerms terms = action_terms(read(arguments).scenario, arguments.action);
  out << (arguments.format == "json" ? action_document(arguments, terms) : action_text(terms));
  return done;
}

}  // namespace

int explain(const ExplainArguments& arguments, std::ostream& out, std::ostream& err) {
  if (arguments.of_action) return explain_action(arguments, out);
  const ExplainSettings settings{arguments.draws, arguments.seed, arguments.orders};
  text_of(arguments);  // a pipe gives its bytes once
  Explained explained(arguments, settings);
  std::optional<BreakEvens> levers;
  if (!arguments.no_levers) {
    levers.emplace(arguments, BreakEvenSettings{arguments.draws, arguments.seed, arguments.lever,
                                                arguments.level < 0.0 ? std::nullopt : std::optional(arguments.level),
                                                arguments.tie});
  }
  const StopOnSignals signals;
  const auto part = [&](std::int64_t draws, const auto& run) {
    Progress progress(err, arguments.quiet, draws);
    return run(OnDraws{arguments.threads > 0 ? arguments.threads : usable_cores(), StopOnSignals::requested(),
                       progress.draws_done()});
  };
  const bool ended =
      part(explained.draws_alone(), [&](const OnDraws& work) { return explained.run_alone(work); }) &&
      part(explained.draws_together(), [&](const OnDraws& work) { return explained.run_together(work); }) &&
      (!levers || part(levers->draws(), [&](const OnDraws& work) { return levers->run(work); }));
  if (!ended) return stopped_early(err);
  const BreakEvens* const values = levers ? &*levers : nullptr;
  if (arguments.format == "json")
    out << explanation_document(arguments, settings, explained, values);
  else
    out << explanation_text(explained, values);
  return explained.solved() > 0 ? done : failed;
}

}  // namespace wedge::app
