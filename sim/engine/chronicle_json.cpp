#include "engine/chronicle_json.hpp"

#include <fmt/format.h>

#include "engine/json.hpp"

namespace wedge::engine {
namespace {

Json state_json(const Chronicle& c, const CampaignState& state) {
  const Scenario<double>& s = c.scenario;
  Json out = {{"defenders", Json::object()}, {"adversaries", Json::object()}, {"ties", Json::object()}};
  for (std::size_t k = 0; k < s.defenders.size(); ++k) {
    const DefenderState& d = state.defenders[k];
    Json posture = Json::object(), reputation = Json::object();
    for (std::size_t g = 0; g < d.posture.size(); ++g) posture[s.defenders[k].posture.entries[g].first] = d.posture[g];
    for (std::size_t g = 0; g < d.log_odds.size(); ++g) reputation[c.regions[g]] = probability_of(d.log_odds[g]);
    out["defenders"][s.defenders[k].id] = {{"forces", d.forces},
                                           {"peace", d.peace},
                                           {"hybrid_resilience", d.hybrid_resilience},
                                           {"missile_defence", d.missile_defence},
                                           {"posture", posture},
                                           {"reputation", reputation},
                                           {"lost", d.lost}};
  }
  for (std::size_t j = 0; j < s.adversaries.size(); ++j) {
    const AdversaryState& a = state.adversaries[j];
    Json forces = Json::object(), peace = Json::object(), belief = Json::object(), ranks = Json::object();
    for (std::size_t g = 0; g < a.forces.size(); ++g) {
      forces[s.adversaries[j].forces.entries[g].first] = a.forces[g];
      peace[s.adversaries[j].forces.entries[g].first] = a.peace[g];
    }
    for (std::size_t t = 0; t < a.belief.size(); ++t) belief[s.adversaries[j].types[t].id] = a.belief[t];
    for (std::size_t l = 0; l < a.ranks.size(); ++l)
      ranks[s.adversaries[j].closing_ranks.entries[l].first] = a.ranks[l];
    out["adversaries"][s.adversaries[j].id] = {
        {"forces", forces},     {"peace", peace},           {"belief", belief},  {"closing_ranks", ranks},
        {"arsenal", a.arsenal}, {"grievance", a.grievance}, {"capped", a.capped}};
  }
  for (std::size_t t = 0; t < s.ties.size(); ++t)
    out["ties"][s.ties[t].name()] = {{"affinity", state.ties[t].affinity}, {"integration", state.ties[t].integration}};
  return out;
}

Json event_json(const Chronicle& c, const RecordedRound& round, std::size_t j) {
  const Scenario<double>& s = c.scenario;
  const CrisisEvent& event = round.events[j];
  Json out = {{"adversary", s.adversaries[j].id}, {"course", course_name(event.course)}};
  out["deterrence"] = json_number(round.exact[j].deterrence);
  out["total_loss"] = json_number(round.exact[j].total_loss);
  Json likelihood = Json::object();
  for (std::size_t t = 0; t < event.likelihood.size(); ++t)
    likelihood[s.adversaries[j].types[t].id] = event.likelihood[t];
  out["likelihood"] = likelihood;
  if (!event.attack()) return out;
  Json responses = Json::array();
  for (const Response& r : event.responses)
    responses.push_back({{"defender", s.defenders[r.defender].id},
                         {"supports", r.supports},
                         {"probability_of_support", support_as_believed(c, round, event, r)},
                         {"choice_probability_if_steadfast", r.if_steadfast},
                         {"choice_probability_if_wavering", r.if_wavering},
                         {"effort", r.effort}});
  out.update({{"target", s.defenders[event.target].id},
              {"rung", s.rungs[event.action.rung].id},
              {"tactic", tactic_name(event.action.tactic)},
              {"at", aimed_at(c, event)},
              {"responses", responses},
              {"held", event.held}});
  return out;
}

// What allies chose to do about their patron, where that is a choice: steps of integration towards it, and more forces.
Json hedging_json(const Chronicle& c, const RecordedRound& round) {
  if (round.hedges.empty()) return nullptr;
  Json out = Json::object();
  for (std::size_t k = 0; k < round.hedges.size(); ++k)
    out[c.scenario.defenders[k].id] = {{"integration", round.hedges[k].integration},
                                       {"forces", round.hedges[k].forces}};
  return out;
}

}  // namespace

Json chronicle_json(const Chronicle& c) {
  const Scenario<double>& s = c.scenario;
  Json out = {
      {"inputs", Json::object()}, {"types", Json::object()}, {"steadfast", Json::object()}, {"rounds", Json::array()}};
  for (std::size_t i = 0; i < c.keys.size(); ++i) out["inputs"][c.keys[i]] = c.values[i];
  for (std::size_t j = 0; j < c.true_type.size(); ++j)
    out["types"][s.adversaries[j].id] = s.adversaries[j].types[c.true_type[j]].id;
  for (std::size_t k = 0; k < c.steadfast.size(); ++k)
    out["steadfast"][s.defenders[k].id] = static_cast<bool>(c.steadfast[k]);
  if (!c.rounds.empty()) out["start"] = state_json(c, c.rounds[0].before);
  for (const RecordedRound& round : c.rounds) {
    Json events = Json::array();
    for (std::size_t j = 0; j < round.events.size(); ++j) events.push_back(event_json(c, round, j));
    const std::size_t number = out["rounds"].size() + 1;
    out["rounds"].push_back({{"round", number},
                             {"events", events},
                             {"hedging", hedging_json(c, round)},
                             {"after", state_json(c, round.after)}});
  }
  out["status"] = status_name(c.status);
  return out;
}

std::string chronicle_document(const ScenarioSource& source, const Chronicle& chronicle, std::uint64_t seed,
                               std::int64_t campaign) {
  Json document = {{"scenario", chronicle.scenario.id},
                   {"set", source.set},
                   {"seed", fmt::format("{:x}", seed)},
                   {"campaign", campaign}};
  document.update(chronicle_json(chronicle));
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
