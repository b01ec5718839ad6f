#include "engine/studies/explained_json.hpp"

#include "base/version.hpp"
#include "engine/json.hpp"

namespace wedge::engine {
namespace {

Json change_json(const Paired& found) {
  return {{"difference", json_number(found.difference)},
          {"standard_error", json_number(found.standard_error)},
          {"rises", json_number(found.rises)},
          {"falls", json_number(found.falls)},
          {"pairs", found.pairs},
          {"counts", counts(found)}};
}

Json effect_json(const Effect& effect) {
  return {{"loss", change_json(effect.loss)}, {"deterrence", change_json(effect.deterrence)}};
}

Json world_json(double loss, double deterrence) {
  return {{"loss", json_number(loss)}, {"deterrence", json_number(deterrence)}};
}

Json beginning(const ScenarioSource& source) {
  return {{"program", "wedge " + std::string(version)},
          {"scenario", source.file},
          {"set", source.set},
          {"adversary", source.adversary.empty() ? Json(nullptr) : Json(source.adversary)}};
}

Json levers_json(const BreakEvens& levers) {
  Json out = {{"loss", json_number(levers.loss())},   {"deterrence", json_number(levers.deterrence())},
              {"level", json_number(levers.level())}, {"tie", levers.tie()},
              {"net", json_number(levers.net())},     {"levers", Json::array()}};
  static constexpr const char* names[]{"loss_halves", "deterrence_reached", "net_turns"};
  for (const BreakEven& one : levers.found()) {
    Json lever = {{"key", one.lever.key}, {"unit", one.lever.unit}, {"now", one.lever.now},
                  {"low", one.lever.low}, {"high", one.lever.high}, {"idle", one.idle}};
    for (std::size_t g = 0; g < one.value.size(); ++g)
      lever[names[g]] = one.value[g] ? json_number(*one.value[g]) : Json(nullptr);
    out["levers"].push_back(std::move(lever));
  }
  return out;
}

template <class Term>
Json terms_json(const std::vector<double>& amounts) {
  Json out = Json::object();
  for (std::size_t t = 0; t < amounts.size(); ++t) out[words_of(static_cast<Term>(t))] = json_number(amounts[t]);
  return out;
}

}  // namespace

std::string explanation_document(const ScenarioSource& source, const ExplainSettings& settings,
                                 const Explained& explained, const BreakEvens* levers) {
  Json document = beginning(source);
  document["seed"] = settings.seed;
  document["draws"] = settings.draws;
  document["solved"] = explained.solved();
  const Effect whole = explained.whole();
  document["without_any"] = world_json(whole.loss.before, whole.deterrence.before);
  document["as_it_is"] = world_json(whole.loss.after, whole.deterrence.after);
  document["whole"] = effect_json(whole);
  document["mechanisms"] = Json::array();
  for (int m = 0; m < explained.mechanisms().count(); ++m) {
    const Mechanism& mechanism = explained.mechanisms().all()[m];
    document["mechanisms"].push_back({{"name", mechanism.name},
                                      {"meaning", mechanism.meaning},
                                      {"off", mechanism.off},
                                      {"matters", explained.matters(m)},
                                      {"idle", explained.idle(m)},
                                      {"alone", effect_json(explained.alone(m))},
                                      {"by_itself", effect_json(explained.by_itself(m))}});
  }
  document["left_out"] = explained.mechanisms().left_out();
  document["orders"] = explained.all_orders() ? Json("all") : Json(explained.orders());
  document["shapley"] = Json::array();
  for (const Contribution& one : explained.contributions()) {
    Json row = {{"name", one.name}, {"mechanisms", Json::array()}};
    for (const int m : one.mechanisms) row["mechanisms"].push_back(explained.mechanisms().all()[m].name);
    row.update(effect_json(one.effect));
    document["shapley"].push_back(std::move(row));
  }
  document["break_even"] = levers == nullptr ? Json(nullptr) : levers_json(*levers);
  return document.dump(2) + '\n';
}

std::string action_document(const ScenarioSource& source, const ActionTerms& terms) {
  Json document = beginning(source);
  document["adversary"] = terms.adversary;
  document["action"] = {{"target", terms.action.target},
                        {"rung", terms.action.rung},
                        {"tactic", terms.action.tactic},
                        {"at", terms.action.at},
                        {"probability", json_number(terms.action.probability)},
                        {"by_chance", json_number(terms.action.by_chance)},
                        {"without_tactic", json_number(terms.probability_without_tactic)}};
  document["types"] = Json::array();
  for (std::size_t type = 0; type < terms.types.size(); ++type)
    document["types"].push_back({{"type", terms.types[type]},
                                 {"probability", json_number(terms.probability_by_type[type])},
                                 {"quiet", json_number(terms.quiet[type])},
                                 {"value", json_number(terms.value[type])},
                                 {"terms", terms_json<AttackTerm>(terms.terms[type])},
                                 {"value_without_tactic", json_number(terms.value_without_tactic[type])},
                                 {"terms_without_tactic", terms_json<AttackTerm>(terms.without_tactic[type])}});
  document["responders"] = Json::array();
  for (const SupportTerms& one : terms.responders)
    document["responders"].push_back({{"responder", one.responder},
                                      {"support", json_number(one.support)},
                                      {"terms", terms_json<SupportTerm>(one.terms)},
                                      {"support_without_tactic", json_number(one.without_tactic)},
                                      {"terms_without_tactic", terms_json<SupportTerm>(one.terms_then)}});
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
