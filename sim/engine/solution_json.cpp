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
                   {"by_chance", json_number(action.by_chance)},
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

// What would be told of a solution, as nothing.
void add_nothing(Json& out) {
  const Measures<double> none{};
  Measures<double>::fields(none, [&](const Measure& measure, const auto&) { out[measure.key] = nullptr; });
}

Json certified_json(WayBack way_back) {
  if (way_back == WayBack::not_asked) return nullptr;
  return way_back == WayBack::home;
}

Json way_back_json(WayBack way_back) {
  switch (way_back) {
    case WayBack::home:
      return "start";
    case WayBack::elsewhere:
      return "wrong branch";
    case WayBack::lost:
      return "lost";
    case WayBack::not_asked:
      break;
  }
  return nullptr;
}

Json all_solutions_json(const Solved& solved) {
  Json out = Json::array();
  for (const SolutionGroup& group : solved.all) {
    Json solutions = Json::array();
    for (const OtherSolution& one : group.solutions)
      solutions.push_back({{"determinant_sign", one.sign},
                           {"selections", one.selections},
                           {"deterrence", keyed(group.adversaries, one.deterrence.data())},
                           {"total_loss", keyed(group.adversaries, one.loss.data())}});
    out.push_back({{"adversaries", group.adversaries},
                   {"count", group.count},
                   {"sign_sum", group.sign_sum},
                   {"solutions", solutions}});
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
  found ? add_measures(own, out) : add_nothing(out);
  out[std::string(by_chance.key)] = found ? json_number(own.by_chance) : Json(nullptr);
  if (!solved.several()) out["integration_balance"] = found ? balance_json(solved) : Json(nullptr);
  out["status"] = status_name(own.solution.joint.status[0]);
  out["residual"] = json_number(own.solution.joint.residual);
  out["fold"] = own.solution.joint.fold;
  out["certified"] = certified_json(solved.way_back);
  out["way_back"] = way_back_json(solved.way_back);
  out["fragile"] = found ? Json(solved.fragile) : Json(nullptr);
  out["actions"] = found ? actions_json(own) : Json(nullptr);
  return out;
}

}  // namespace

Json solved_json(const Solved& solved) {
  Json out = {{"adversaries", Json::array()}};
  for (const SolvedCrisis& crisis : solved.crises) out["adversaries"].push_back(crisis_json(solved, crisis));
  if (!solved.all.empty()) out["all_solutions"] = all_solutions_json(solved);
  if (!solved.several()) return out;
  if (solved.status != Status::solved) {
    for (const char* const measure : {"deterrence", "attack_by_region", "loss", "loss_by_region", "total_loss",
                                      "coordination", "integration_balance"})
      out[measure] = nullptr;
    return out;
  }
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
