#include "engine/solved.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "engine/magnitudes.hpp"
#include "equilibrium/sharpness.hpp"
#include "sampling/quantile.hpp"

namespace wedge::engine {
namespace {

std::vector<int> everybody_of(const Scenario<double>& scenario) {
  std::vector<int> all(scenario.adversaries.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

std::vector<std::string> names_of(const auto& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name());
  return names;
}

SolvedAction named(const Scenario<double>& scenario, const CrisisSolution<double>& s, int a) {
  const Action& action = s.crisis.actions[a];
  const Target& target = s.crisis.targets[action.target];
  SolvedAction out{scenario.defenders[target.defender].id,
                   scenario.rungs[action.rung].id,
                   std::string(tactic_name(action.tactic)),
                   {},
                   s.probability_of(a),
                   0.0,
                   {},
                   {},
                   {}};
  const std::vector<double> support = s.support_of(a);
  for (int k = 0; k < target.size(); ++k) {
    const std::string& id = scenario.defenders[target.responders[k]].id;
    if (has(action.at, k)) out.at.push_back(id);
    out.support.emplace_back(id, support[k]);
  }
  for (int type = 0; type < s.types(); ++type) out.value.push_back(s.value(a, type));
  const auto belief = s.belief(s.first_game[a]);
  out.belief.assign(belief.begin(), belief.end());
  return out;
}

Coercion coercion_of(const Scenario<double>& s, const Adversary<double>& a) {
  Coercion out;
  for (const std::string& name : a.tactics) {
    const auto row = std::find_if(tactics_to_choose().begin(), tactics_to_choose().end(),
                                  [&](const TacticRow& each) { return each.name == name; });
    if (row->threat == Threat::economic) out = {out.risk, true, a.onset};
    if (row->threat != Threat::nuclear) continue;
    const bool risky =
        std::any_of(s.rungs.begin(), s.rungs.end(), [](const auto& r) { return r.escalation_risk > 0.0; });
    out.risk = !risky ? Coercion::Risk::none : a.brink > 0.0 ? Coercion::Risk::defiance : Coercion::Risk::pressing;
  }
  return out;
}

SolvedCrisis crisis_of(const Scenario<double>& scenario, const CrisisSolution<double>& solution, bool solved) {
  const CrisisStructure& crisis = solution.crisis;
  const Adversary<double>& adversary = scenario.adversaries[crisis.adversary];
  SolvedCrisis out{
      adversary.id, solution, {}, {}, names_of(adversary.types), {}, {}, {}, coercion_of(scenario, adversary)};
  for (const Target& target : crisis.targets) out.targets.push_back(scenario.defenders[target.defender].id);
  out.rungs = names_of(scenario.rungs);
  out.defenders = names_of(scenario.defenders);
  if (!solved) return out;
  out.measures = measures_of(solution, static_cast<int>(scenario.defenders.size()));
  for (int a = 0; a < static_cast<int>(crisis.actions.size()); ++a) out.actions.push_back(named(scenario, solution, a));
  return out;
}

// What it does with nothing to gain, all else equal; `present`: the adversaries who have an opportunity, it among them.
std::optional<CrisisSolution<double>> without_motives(const Scenario<double>& scenario, int adversary,
                                                      const std::vector<int>& present, const SolverOptions& options) {
  Scenario<double> idle = scenario;
  take_motives(idle, adversary);
  std::vector<CrisisSolution<double>> solutions = solve_crises(idle, present, options);
  if (status_of(solutions, 0) != Status::solved) return std::nullopt;
  return std::move(solutions[std::find(present.begin(), present.end(), adversary) - present.begin()]);
}

void add_chance(const Scenario<double>& scenario, const SolverOptions& options, SolvedCrisis& crisis) {
  const auto idle = without_motives(scenario, crisis.solution.crisis.adversary, everybody_of(scenario), options);
  crisis.by_chance = idle ? 1.0 - idle->quiet() : nan;
  for (std::size_t a = 0; a < crisis.actions.size(); ++a)
    crisis.actions[a].by_chance = idle ? idle->probability_of(static_cast<int>(a)) : nan;
}

// What an adversary causes alone; NaN where that is not solved.
double loss_alone(const Scenario<double>& scenario, int adversary, const SolverOptions& options) {
  const CrisisSolution<double> alone = solve_crisis(scenario, adversary, options);
  return alone.joint.status[0] == Status::solved ? total_loss(alone) : nan;
}

// Tracing back takes thousands of sweeps, each of many milliseconds with thousands of games: not while somebody waits.
// A study does it with --certify.
constexpr std::size_t most_games_to_certify = 1000;

// Solves, and traces the principal branch's solution back. One on a wrong branch is replaced by that of the tightest
// steps, if this is certified.
WayBack solve_and_certify(const Scenario<double>& scenario, const SolverOptions& options,
                          CrisisSolver<double>& solver) {
  const auto solved = [&](const SolverOptions& how) {
    return status_of(solver.solve(scenario, how), 0) == Status::solved;
  };
  if (!solved(options) || options.selection != Selection::principal) return WayBack::not_asked;
  std::size_t games = 0;
  for (const CrisisSolution<double>& crisis : solver.solutions()) games += crisis.game.games.size();
  if (games > most_games_to_certify) return WayBack::not_asked;
  const Certificate<double> first = solver.certify(true);
  if (first.certified) return WayBack::home;
  if (solved({options.selection, Effort::tight}) && solver.certify(true).certified) return WayBack::home;
  solved(options);
  return first.elsewhere ? WayBack::elsewhere : WayBack::lost;
}

std::vector<SolutionGroup> search_all(const Scenario<double>& scenario, CrisisSolver<double>& solver, int starts) {
  std::vector<SolutionGroup> out;
  for (const GroupSolutions& found : solver.all_solutions(starts)) {
    SolutionGroup& group = out.emplace_back();
    group.count = found.known.count;
    group.sign_sum = found.known.sign_sum;
    for (const int member : found.members) group.adversaries.push_back(scenario.adversaries[member].name());
    for (std::size_t s = 0; s < found.crises.size(); ++s) {
      const KnownSolution& known = found.known.solutions[s];
      OtherSolution& one = group.solutions.emplace_back(OtherSolution{known.sign, {}, {}, {}});
      for (const char* const name : {"principal", "cohesive", "fractured"})
        if (known.selected[static_cast<int>(*selection_named(name))]) one.selections.emplace_back(name);
      for (const CrisisSolution<double>& crisis : found.crises[s]) {
        const auto measures = measures_of(crisis, static_cast<int>(scenario.defenders.size()));
        one.deterrence.push_back(measures.deterrence);
        one.loss.push_back(measures.total_loss);
      }
    }
  }
  return out;
}

}  // namespace

Solved solve_all(const Scenario<double>& scenario, const SolverOptions& options, int starts) {
  const std::vector<int> everybody = everybody_of(scenario);
  Solved out;
  CrisisSolver<double> solver(scenario, everybody);
  out.way_back = solve_and_certify(scenario, options, solver);
  const std::vector<CrisisSolution<double>>& solutions = solver.solutions();
  out.status = status_of(solutions, 0);
  const bool solved = out.status == Status::solved;
  for (const CrisisSolution<double>& solution : solutions) out.crises.push_back(crisis_of(scenario, solution, solved));
  if (!solved) return out;
  for (SolvedCrisis& crisis : out.crises) add_chance(scenario, options, crisis);
  std::vector<const Measures<double>*> measures;
  for (const SolvedCrisis& crisis : out.crises) measures.push_back(&crisis.measures);
  const SituationStructure structure = situation_structure(scenario, everybody);
  set_situation(structure, measures, out.situation);
  out.coordination = out.situation.total_loss;
  for (const int adversary : everybody)
    out.coordination -= out.several() ? loss_alone(scenario, adversary, options) : out.situation.total_loss;
  for (const int target : structure.targets) out.targets.push_back(scenario.defenders[target].id);
  out.regions = structure.regions;
  out.fragile = solver.fragile(scenario).fragile;
  out.ties = names_of(scenario.ties);
  for (int tie = 0; tie < static_cast<int>(scenario.ties.size()); ++tie) {
    out.integration.push_back(scenario.ties[tie].integration);
    auto balance = integration_balance(scenario, everybody, tie, out.situation.total_loss, options);
    if (balance.status[0] != Status::solved) balance.without = balance.without_dependency = nan;
    out.balance.push_back(balance);
  }
  if (starts > 0) out.all = search_all(scenario, solver, starts);
  return out;
}

std::vector<std::string> warnings(const Scenario<Quantity>& scenario) {
  const Scenario<double> at = at_medians(scenario);
  std::vector<CrisisSolution<double>> solutions;  // each adversary alone: all at once may take long
  for (const int adversary : everybody_of(at)) solutions.push_back(solve_crisis(at, adversary, {}));
  std::vector<std::string> out{odd_forces(at)};
  double largest = 0.0;
  for (const CrisisSolution<double>& crisis : solutions) largest = std::max(largest, largest_logit(crisis.game));
  if (largest > supported_logit)
    out.push_back(fmt::format(
        "defenders' precision times what they have at stake reaches {:.0f}; above {:.0f} the principal branch is lost "
        "now and then (`solve` then gives no numbers, and a study counts the draw as failed) or its solution is not "
        "certified",
        largest, supported_logit));
  for (const CrisisSolution<double>& crisis : solutions) {
    if (status_of(solutions, 0) != Status::solved) break;
    const int adversary = crisis.crisis.adversary;
    const auto idle = without_motives(at, adversary, {adversary}, {});
    if (!idle) continue;
    const double attacked = 1.0 - crisis.quiet(), by_luck = 1.0 - idle->quiet();
    out.push_back(odd_probability(at.adversaries[adversary].id, attacked));
    out.push_back(idle_tactics(at.adversaries[adversary].id, crisis, *idle));
    if (by_luck <= most_by_chance * attacked) continue;
    out.push_back(
        fmt::format("{} attacks with probability {:.3f}, and would with {:.3f} if it had nothing to gain: the errors "
                    "of its choice, "
                    "not its motives, make up much of that; a larger precision (now {:.3g}) or costlier attacks leave "
                    "less to chance",
                    at.adversaries[crisis.crisis.adversary].id, attacked, by_luck,
                    at.adversaries[crisis.crisis.adversary].precision));
  }
  std::erase(out, "");
  return out;
}

Solved solve_at_medians(const Scenario<Quantity>& scenario, const SolveRequest& request) {
  const std::string& name = request.selection.empty() ? scenario.solver.selection : request.selection;
  const auto chosen = selection_named(name);
  if (!chosen) fail_input("selection", "there is no '" + name + "'; expected principal, cohesive or fractured");
  Solved out = solve_all(at_medians(scenario), {*chosen}, request.starts);
  out.selection = name;
  return out;
}

std::vector<std::string> SolvedCrisis::names_along(Index index) const {
  std::vector<std::string> out;
  switch (index) {
    case Index::type:
      return types;
    case Index::rung:
      return rungs;
    case Index::defender:
      return defenders;
    case Index::actor:
      out = defenders;
      out.push_back(adversary);
      break;
    case Index::target:
      return targets;
    case Index::tactic:
      return tactic_names();
    case Index::none:
    case Index::tactic_defender:
      break;
  }
  return out;
}

std::string SolvedAction::tactic_at() const {
  std::string out = tactic;
  for (const std::string& responder : at) out += (&responder == at.data() ? " " : "+") + responder;
  return out;
}

}  // namespace wedge::engine
