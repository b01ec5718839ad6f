#include "engine/action_json.hpp"

#include "engine/json.hpp"

namespace wedge::engine {
namespace {

template <class Term>
Json terms_json(const std::vector<double>& amounts) {
  Json out = Json::object();
  for (std::size_t t = 0; t < amounts.size(); ++t) out[words_of(static_cast<Term>(t))] = json_number(amounts[t]);
  return out;
}

}  // namespace

std::string action_document(const ScenarioSource& source, const ActionTerms& terms) {
  Json document = document_about(source);
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
