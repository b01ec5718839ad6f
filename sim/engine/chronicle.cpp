#include "engine/chronicle.hpp"

#include <algorithm>

#include "sampling/design.hpp"
#include "sampling/sampler.hpp"

namespace wedge::engine {

Chronicle play_campaign(const Scenario<Quantity>& scenario, std::uint64_t seed, std::int64_t number) {
  const Sampler sampler(scenario);
  // A study of fewer draws has fewer replicates, and other draws.
  const Design design(Method::sobol, seed, sampler.dimensions(),
                      std::max<std::int64_t>(number + 1, Design::structured_replicates));
  Chronicle out{};
  out.keys = sampler.keys();
  out.values.resize(sampler.dimensions());
  sampler.values(design.points(number, 1), out.values);

  CampaignRunner<double> runner(scenario, sampler.leaf(), seed, {*selection_named(scenario.solver.selection)});
  DrawnScenario<double> drawn(runner.scenario());
  out.scenario = drawn.draw(Sampler(runner.scenario()).leaf(), out.values);
  out.regions = runner.frame().regions;
  out.region_of = runner.frame().region_of;
  out.planned = runner.rounds();
  const std::uint64_t numbers[] = {static_cast<std::uint64_t>(number)};
  out.status = runner.run(out.values, numbers, [&out](int, const Round& round) {
    out.true_type.assign(round.true_type.begin(), round.true_type.end());
    out.steadfast = round.steadfast;
    out.rounds.push_back({round.before,
                          round.after,
                          {round.events.begin(), round.events.end()},
                          {round.exact.begin(), round.exact.end()},
                          {round.hedges.begin(), round.hedges.end()}});
  })[0];
  return out;
}

double support_as_believed(const Chronicle& c, const RecordedRound& round, const CrisisEvent& event,
                           const Response& r) {
  const double firm = probability_of(round.before.defenders[r.defender].log_odds[c.region_of[event.target]]);
  const double done = firm * r.if_steadfast + (1.0 - firm) * r.if_wavering;
  return r.supports ? done : 1.0 - done;
}

std::string_view course_name(CrisisEvent::Course course) {
  switch (course) {
    case CrisisEvent::Course::no_opportunity:
      return "no opportunity";
    case CrisisEvent::Course::quiet:
      return "quiet";
    case CrisisEvent::Course::conceded:
      return "conceded";
    case CrisisEvent::Course::desisted:
      return "desisted";
    case CrisisEvent::Course::fought:
      return "fought";
    case CrisisEvent::Course::executed:
      break;
  }
  return "executed";
}

std::vector<std::string> aimed_at(const Chronicle& c, const CrisisEvent& event) {
  std::vector<std::string> out;
  for (int k = 0; k < static_cast<int>(event.responses.size()); ++k)
    if (has(event.action.at, k)) out.push_back(c.scenario.defenders[event.responses[k].defender].id);
  return out;
}

}  // namespace wedge::engine
