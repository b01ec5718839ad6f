#include "engine/solved.hpp"

#include <numeric>

#include "crisis/extensive_form.hpp"

namespace wedge::engine {

Solved solve_all(const Scenario<double>& scenario, const SolverOptions& options) {
  std::vector<int> everybody(scenario.adversaries.size());
  std::iota(everybody.begin(), everybody.end(), 0);
  Solved out{};
  CrisisSolver<double> solver(scenario, everybody);
  const std::vector<CrisisSolution<double>>& solutions = solver.solve(scenario, options);
  out.status = status_of(solutions, 0);
  std::vector<const Measures<double>*> measures;
  for (const CrisisSolution<double>& solution : solutions)
    out.crises.push_back({scenario.adversaries[solution.crisis.adversary].id, solution,
                          measures_of(solution, static_cast<int>(scenario.defenders.size()))});
  for (const SolvedCrisis& crisis : out.crises) measures.push_back(&crisis.measures);
  const SituationStructure structure = situation_structure(scenario, everybody);
  set_situation(structure, measures, out.situation);
  out.coordination = out.situation.total_loss;
  for (const int adversary : everybody)
    out.coordination -=
        out.several() ? total_loss(solve_crisis(scenario, adversary, options)) : out.situation.total_loss;
  for (const int target : structure.targets) out.targets.push_back(scenario.defenders[target].id);
  out.regions = structure.regions;
  out.fragile = solver.fragile(scenario).fragile;
  for (int tie = 0; tie < static_cast<int>(scenario.ties.size()); ++tie)
    out.balance.push_back(integration_balance(scenario, everybody, tie, out.situation.total_loss, options));
  return out;
}

std::vector<std::string> names_along(Index index, const Scenario<double>& scenario, const CrisisStructure& crisis) {
  std::vector<std::string> out;
  const auto add = [&out](const auto& items) {
    for (const auto& item : items) out.push_back(item.id);
  };
  switch (index) {
    case Index::type:
      add(scenario.adversaries[crisis.adversary].types);
      break;
    case Index::rung:
      add(scenario.rungs);
      break;
    case Index::defender:
      add(scenario.defenders);
      break;
    case Index::actor:
      add(scenario.defenders);
      out.push_back(scenario.adversaries[crisis.adversary].id);
      break;
    case Index::target:
      for (const Target& target : crisis.targets) out.push_back(scenario.defenders[target.defender].id);
      break;
    case Index::tactic:
      return tactic_names();
    case Index::none:
    case Index::tactic_defender:
      break;
  }
  return out;
}

std::string action_label(const Scenario<double>& scenario, const CrisisStructure& crisis, const Action& action,
                         const std::string& join) {
  std::string out(tactic_name(action.tactic));
  if (action.at == 0) return out;
  return out + join + coalition_label(scenario, crisis.targets[action.target], action.at);
}

}  // namespace wedge::engine
