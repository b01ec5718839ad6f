#include "engine/solution_json.hpp"

#include <cmath>

namespace wedge::engine {
namespace {

using Json = nlohmann::ordered_json;

Json number(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

Json keyed(const std::vector<std::string>& names, const double* values) {
  Json out = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) out[names[i]] = number(values[i]);
  return out;
}

Json actions_json(const Scenario<double>& scenario, const CrisisSolution<double>& s) {
  Json out = Json::array();
  const std::vector<std::string> types = names_along(Index::type, scenario, s.crisis);
  for (int a = 0; a < static_cast<int>(s.crisis.actions.size()); ++a) {
    const Action& action = s.crisis.actions[a];
    const Target& target = s.crisis.targets[action.target];
    const std::vector<double> supporting = s.support_of(a);
    Json at = Json::array(), support = Json::object(), value = Json::object();
    for (int k = 0; k < target.size(); ++k) {
      const std::string& id = scenario.defenders[target.responders[k]].id;
      if (has(action.at, k)) at.push_back(id);
      support[id] = number(supporting[k]);
    }
    for (int type = 0; type < s.types(); ++type) value[types[type]] = number(s.value(a, type));
    out.push_back({{"target", scenario.defenders[target.defender].id},
                   {"rung", scenario.rungs[action.rung].id},
                   {"tactic", tactic_name(action.tactic)},
                   {"at", at},
                   {"probability", number(s.probability_of(a))},
                   {"support", support},
                   {"value", value},
                   {"belief", keyed(types, s.belief(s.first_game[a]).data())}});
  }
  return out;
}

Json balance_json(const Scenario<double>& scenario, const Solved& solved) {
  Json out = Json::object();
  for (std::size_t tie = 0; tie < solved.balance.size(); ++tie) {
    const IntegrationBalance<double>& b = solved.balance[tie];
    out[scenario.ties[tie].name()] = {{"L0", number(b.without)},  {"L1", number(b.without_dependency)},
                                      {"L", number(b.with)},      {"dividend", number(b.dividend())},
                                      {"seam", number(b.seam())}, {"net", number(b.net())}};
  }
  return out;
}

Json crisis_json(const Scenario<double>& scenario, const Solved& solved, const SolvedCrisis& own) {
  Json out = {{"id", own.adversary}};
  const CrisisStructure& crisis = own.solution.crisis;
  const auto row = [&](const Measure& measure, const auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>) {
      out[measure.key] = number(value);
    } else if (measure.by == Index::tactic_defender) {
      const auto tactics = names_along(Index::tactic, scenario, crisis);
      const auto defenders = names_along(Index::defender, scenario, crisis);
      for (std::size_t t = 1; t < tactics.size(); ++t)  // `none` has no effect to speak of
        out[measure.key][tactics[t]] = keyed(defenders, &value[t * defenders.size()]);
    } else {
      out[measure.key] = keyed(names_along(measure.by, scenario, crisis), value.data());
    }
  };
  Measures<double>::fields(own.measures, row);
  if (!solved.several()) out["integration_balance"] = balance_json(scenario, solved);
  out["status"] = status_name(own.solution.joint.status[0]);
  out["residual"] = number(own.solution.joint.residual);
  out["fold"] = own.solution.joint.fold;
  out["fragile"] = solved.fragile;
  out["actions"] = actions_json(scenario, own.solution);
  return out;
}

}  // namespace

Json solved_json(const Scenario<double>& scenario, const Solved& solved) {
  Json out = {{"adversaries", Json::array()}};
  for (const SolvedCrisis& crisis : solved.crises) out["adversaries"].push_back(crisis_json(scenario, solved, crisis));
  if (!solved.several()) return out;
  const Situation<double>& s = solved.situation;
  out["deterrence"] = number(s.deterrence);
  out["attack_by_region"] = keyed(solved.regions, s.attack_by_region.data());
  out["loss"] = keyed(solved.targets, s.loss.data());
  out["loss_by_region"] = keyed(solved.regions, s.loss_by_region.data());
  out["total_loss"] = number(s.total_loss);
  out["coordination"] = number(solved.coordination);
  out["integration_balance"] = balance_json(scenario, solved);
  return out;
}

}  // namespace wedge::engine
