#include "engine/solution_json.hpp"

#include "engine/json.hpp"
#include "sampling/quantile.hpp"

namespace wedge::engine {
namespace {

Json keyed(const std::vector<std::string>& names, const double* values) {
  Json out = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) out[names[i]] = json_number(values[i]);
  return out;
}

Json actions_json(const SolvedCrisis& own) {
  Json out = Json::array();
  for (const SolvedAction& action : own.actions) {
    Json support = Json::object();
    for (const auto& [responder, probability] : action.support) support[responder] = json_number(probability);
    out.push_back({{"target", action.target},
                   {"rung", action.rung},
                   {"tactic", action.tactic},
                   {"at", action.at},
                   {"probability", json_number(action.probability)},
                   {"support", support},
                   {"value", keyed(own.types, action.value.data())},
                   {"belief", keyed(own.types, action.belief.data())}});
  }
  return out;
}

Json balance_json(const Solved& solved) {
  Json out = Json::object();
  for (std::size_t tie = 0; tie < solved.balance.size(); ++tie) {
    const IntegrationBalance<double>& b = solved.balance[tie];
    out[solved.ties[tie]] = {{"L0", json_number(b.without)},  {"L1", json_number(b.without_dependency)},
                             {"L", json_number(b.with)},      {"dividend", json_number(b.dividend())},
                             {"seam", json_number(b.seam())}, {"net", json_number(b.net())}};
  }
  return out;
}

void add_measures(const SolvedCrisis& own, Json& out) {
  const auto row = [&](const Measure& measure, const auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>) {
      out[measure.key] = json_number(value);
    } else if (measure.by == Index::tactic_defender) {
      const auto tactics = own.names_along(Index::tactic);
      for (std::size_t t = 1; t < tactics.size(); ++t)  // `none` has no effect to speak of
        out[measure.key][tactics[t]] = keyed(own.defenders, &value[t * own.defenders.size()]);
    } else {
      out[measure.key] = keyed(own.names_along(measure.by), value.data());
    }
  };
  Measures<double>::fields(own.measures, row);
}

Json crisis_json(const Solved& solved, const SolvedCrisis& own) {
  const bool found = solved.status == Status::solved;
  Json out = {{"id", own.adversary}};
  if (found) add_measures(own, out);
  if (found && !solved.several()) out["integration_balance"] = balance_json(solved);
  out["status"] = status_name(own.solution.joint.status[0]);
  out["residual"] = json_number(own.solution.joint.residual);
  out["fold"] = own.solution.joint.fold;
  if (!found) return out;
  out["fragile"] = solved.fragile;
  out["actions"] = actions_json(own);
  return out;
}

}  // namespace

Json solved_json(const Solved& solved) {
  Json out = {{"adversaries", Json::array()}};
  for (const SolvedCrisis& crisis : solved.crises) out["adversaries"].push_back(crisis_json(solved, crisis));
  if (!solved.several() || solved.status != Status::solved) return out;
  const Situation<double>& s = solved.situation;
  out["deterrence"] = json_number(s.deterrence);
  out["attack_by_region"] = keyed(solved.regions, s.attack_by_region.data());
  out["loss"] = keyed(solved.targets, s.loss.data());
  out["loss_by_region"] = keyed(solved.regions, s.loss_by_region.data());
  out["total_loss"] = json_number(s.total_loss);
  out["coordination"] = json_number(solved.coordination);
  out["integration_balance"] = balance_json(solved);
  return out;
}

std::string solution_document(const ScenarioSource& source, const Scenario<Quantity>& scenario, const Solved& solved) {
  Json document = {
      {"scenario", scenario.id}, {"set", source.set}, {"uncertain_keys_at_median", uncertain_count(scenario)}};
  document.update(solved_json(solved));
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
