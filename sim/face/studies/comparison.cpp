#include "wedge/comparison.hpp"

#include <fmt/format.h>

#include "engine/studies/compared_json.hpp"
#include "engine/studies/machine.hpp"
#include "face/access.hpp"

namespace wedge::face {

Comparison compare(const Scenario& before, const Scenario& after, const CompareOptions& options) {
  engine::ComparedScenarios compared({Access::source(before), Access::source(after)},
                                     {.draws = options.draws, .seed = fmt::format("{:x}", options.seed)});
  const std::atomic<bool> never{false};
  std::atomic<std::int64_t> draws_done{0};
  compared.run(options.threads > 0 ? options.threads : engine::usable_cores(), never, draws_done);
  Comparison out;
  for (const auto& [key, first, second] : compared.keys(0, 1)) out.keys.push_back({key, first, second});
  for (const auto& [place, found] : engine::ranked(compared, 0, 1)) {
    const engine::MeasurePlace& at = compared.places()[place];
    out.measures.push_back({at.measure, at.unit, at.meaning, at.labels, found.before, found.after, found.difference,
                            found.standard_error, found.rises, found.falls, found.pairs, engine::counts(found)});
  }
  return out;
}

}  // namespace wedge::face
