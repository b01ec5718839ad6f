#include "wedge/chronicle.hpp"

#include "engine/chronicle_json.hpp"
#include "face/access.hpp"

namespace wedge::face {
namespace {

CrisisEvent event_of(const engine::Chronicle& c, const engine::RecordedRound& round, std::size_t j) {
  const wedge::CrisisEvent& event = round.events[j];
  CrisisEvent out{
      c.scenario.adversaries[j].id, std::string(engine::course_name(event.course)), "", "", "", {}, {}, event.held,
      round.exact[j].deterrence};
  if (!event.attack()) return out;
  out.target = c.scenario.defenders[event.target].id;
  out.rung = c.scenario.rungs[event.action.rung].id;
  out.tactic = tactic_name(event.action.tactic);
  out.at = engine::aimed_at(c, event);
  for (const wedge::Response& r : event.responses)
    out.responses.push_back(
        {c.scenario.defenders[r.defender].id, r.supports, engine::support_as_believed(c, round, event, r)});
  return out;
}

}  // namespace

Chronicle play(const Scenario& scenario, const PlayOptions& options) {
  const engine::Chronicle chronicle =
      engine::play_campaign(Access::read(scenario).scenario, options.seed, options.campaign);
  Chronicle out{scenario.id(), chronicle.planned, {}, std::string(status_name(chronicle.status)), ""};
  for (const engine::RecordedRound& round : chronicle.rounds) {
    out.rounds.emplace_back();
    for (std::size_t j = 0; j < round.events.size(); ++j)
      out.rounds.back().events.push_back(event_of(chronicle, round, j));
  }
  out.json = engine::chronicle_document(Access::source(scenario), chronicle, options.seed, options.campaign);
  return out;
}

}  // namespace wedge::face
