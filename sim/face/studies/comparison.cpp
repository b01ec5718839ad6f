#include "wedge/comparison.hpp"

#include <fmt/format.h>

#include "engine/studies/compared_json.hpp"
#include "engine/studies/packages.hpp"
#include "face/access.hpp"
#include "face/studies/stoppable.hpp"

namespace wedge::face {

Comparison compare(const Scenario& before, const Scenario& after, const CompareOptions& options) {
  engine::ComparedScenarios compared({Access::source(before), Access::source(after)},
                                     {.draws = options.draws, .seed = fmt::format("{:x}", options.seed)});
  StoppableWork(options.threads, options.stop).run([&](const engine::OnDraws& work) {
    return compared.run(work.threads, work.stop, work.draws_done);
  });
  Comparison out;
  for (const auto& [key, first, second] : compared.keys(0, 1)) out.keys.push_back({key, first, second});
  for (const auto& [place, found] : engine::ranked(compared, 0, 1)) {
    const engine::MeasurePlace& at = compared.places()[place];
    out.measures.push_back({at.measure, at.unit, at.meaning, at.labels, found.before, found.after, found.difference,
                            found.standard_error, found.rises, found.falls, found.pairs, engine::counts(found)});
  }
  return out;
}

std::vector<RemedyOutcome> compare_packages(const Scenario& scenario, const std::string& file,
                                            const CompareOptions& options) {
  engine::Remedies remedies(Access::source(scenario), file, options.draws, fmt::format("{:x}", options.seed));
  StoppableWork(options.threads, options.stop).run([&](const engine::OnDraws& work) { return remedies.run(work); });
  std::vector<RemedyOutcome> out;
  for (const engine::Remedies::Row& row : remedies.rows())
    out.push_back({row.package.name, row.package.cost, row.package.set, row.loss.after, row.deterrence.after,
                   row.loss.difference, row.loss.standard_error, row.best, engine::counts(row.behind_best)});
  return out;
}

}  // namespace wedge::face
