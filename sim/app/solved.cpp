#include "solved.hpp"

#include "wedge/crisis/extensive_form.hpp"

namespace wedge::app {

Solved solve_all(const Scenario<double>& scenario, int adversary, const SolverOptions& options) {
  Solved out{scenario.adversaries[adversary].id, solve_crisis(scenario, adversary, options), {}, {}, false};
  out.measures = measures_of(out.solution, static_cast<int>(scenario.defenders.size()));
  out.fragile = fragile(out.solution.game);
  for (int tie = 0; tie < static_cast<int>(scenario.ties.size()); ++tie)
    out.balance.push_back(integration_balance(scenario, adversary, tie, out.measures.total_loss, options));
  return out;
}

std::vector<std::string> names_along(Index index, const Scenario<double>& scenario, const CrisisStructure& crisis) {
  std::vector<std::string> out;
  const auto add = [&out](const auto& items) {
    for (const auto& item : items) out.push_back(item.id);
  };
  switch (index) {
    case Index::type: add(scenario.adversaries[crisis.adversary].types); break;
    case Index::rung: add(scenario.rungs); break;
    case Index::defender: add(scenario.defenders); break;
    case Index::actor:
      add(scenario.defenders);
      out.push_back(scenario.adversaries[crisis.adversary].id);
      break;
    case Index::target:
      for (const Target& target : crisis.targets) out.push_back(scenario.defenders[target.defender].id);
      break;
    case Index::tactic:
      for (int tactic = 0; tactic < tactic_count; ++tactic)
        out.emplace_back(tactic_name(static_cast<Tactic>(tactic)));
      break;
    case Index::none:
    case Index::tactic_defender: break;
  }
  return out;
}

std::string action_label(const Scenario<double>& scenario, const CrisisStructure& crisis, const Action& action,
                         const std::string& join) {
  std::string out(tactic_name(action.tactic));
  if (action.at == 0) return out;
  return out + join + coalition_label(scenario, crisis.targets[action.target], action.at);
}

}  // namespace wedge::app
