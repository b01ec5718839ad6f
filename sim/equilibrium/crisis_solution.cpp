#include "wedge/equilibrium/crisis_solution.hpp"

namespace wedge {
namespace {

constexpr int root = 0, quiet_node = 1;

template <class Real>
void set_numbers(const Scenario<Real>& s, const CrisisStructure& crisis, const Action& action, const GameTables<Real>& tables,
                 ResponseGame<Real>& game) {
  const Target& t = crisis.targets[action.target];
  const Adversary<Real>& adversary = s.adversaries[crisis.adversary];
  game.mood = s.model.mood;
  for (int k = 0; k < t.size(); ++k) {
    const Defender<Real>& defender = s.defenders[t.responders[k]];
    game.precision[k] = defender.precision;
    game.steadfast[k] = defender.steadfast;
    game.resolve_gap[k] = defender.resolve_gap;
    game.perceived[k] = t.perceives[k] < 0 ? defender.steadfast : adversary.perceives.entries[t.perceives[k]].second;
  }
  const Coalition all = t.coalitions();
  std::vector<Real>& value = game.value;
  value.resize(crisis.types * all);
  for (int type = 0; type < crisis.types; ++type)
    for (Coalition c = 0; c < all; ++c) value[type * all + c] = tables.outcome_of(type, c).value - tables.cost[c];
  set_payoffs<Real>(game, tables.utility);
}

// The tree and the games without their numbers; `leaf` becomes the node of each action. The actions come grouped by
// target, then by rung: a node once per change.
template <class Real>
JointGame<Real> joint_structure(const CrisisStructure& crisis, std::vector<int>& leaf) {
  JointGame<Real> joint;
  joint.types = crisis.types;
  joint.tree.add(-1);
  joint.tree.add(root);
  const int act = joint.tree.add(root);
  int target_node = -1, rung_node = -1, target = -1, rung = -1;
  for (std::size_t a = 0; a < crisis.actions.size(); ++a) {
    const Action& action = crisis.actions[a];
    if (action.target != target) {
      target_node = joint.tree.add(act);
      target = action.target;
      rung = -1;
    }
    if (action.rung != rung) {
      rung_node = joint.tree.add(target_node);
      rung = action.rung;
    }
    leaf.push_back(joint.tree.add(rung_node, static_cast<int>(a)));
    joint.games.push_back(blank_game<Real>(crisis.targets[action.target].size(), crisis.types));
  }
  joint.precision.resize(joint.tree.nodes.size());
  joint.constant.resize(joint.tree.nodes.size());
  joint.prior.resize(crisis.types);
  return joint;
}

template <class Real>
void set_numbers(const Scenario<Real>& s, const CrisisStructure& crisis, const std::vector<GameTables<Real>>& tables,
                 JointGame<Real>& joint) {
  const Adversary<Real>& adversary = s.adversaries[crisis.adversary];
  for (int type = 0; type < crisis.types; ++type) joint.prior[type] = adversary.types[type].prior;
  joint.constant[quiet_node] = -adversary.grievance;
  for (std::size_t node = 0; node < joint.tree.nodes.size(); ++node) {
    const std::vector<int>& children = joint.tree.nodes[node].children;
    const bool tactics = !children.empty() && joint.tree.nodes[children[0]].game >= 0;
    joint.precision[node] = children.empty() ? Real(0.0) : tactics ? adversary.tactic_precision : adversary.precision;
  }
  for (std::size_t a = 0; a < crisis.actions.size(); ++a)
    set_numbers(s, crisis, crisis.actions[a], tables[a], joint.games[a]);
}

}  // namespace

template <class Real>
JointGame<Real> joint_game(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                           const std::vector<GameTables<Real>>& tables) {
  std::vector<int> leaf;
  JointGame<Real> joint = joint_structure<Real>(crisis, leaf);
  set_numbers(scenario, crisis, tables, joint);
  return joint;
}

template <class Real>
CrisisSolver<Real>::CrisisSolver(const Scenario<Real>& scenario, int adversary) {
  solution_.crisis = crisis_structure(scenario, adversary);
  solution_.game = joint_structure<Real>(solution_.crisis, solution_.leaf);
  int unknowns = 0;
  for (const ResponseGame<Real>& game : solution_.game.games) {
    solution_.first.push_back(unknowns);
    unknowns += game.size;
  }
  solver_.emplace(solution_.game);
}

template <class Real>
void CrisisSolver<Real>::load(const Scenario<Real>& scenario) {
  tabulate(scenario, solution_.crisis, {}, solution_.tables);
  set_numbers(scenario, solution_.crisis, solution_.tables, solution_.game);
}

template <class Real>
const CrisisSolution<Real>& CrisisSolver<Real>::solve(const Scenario<Real>& scenario, const SolverOptions& options) {
  load(scenario);
  solver_->solve(options, solution_.joint);
  return solution_;
}

template <class Real>
Mask<Real> CrisisSolver<Real>::fragile(const Scenario<Real>& scenario) {
  load(scenario);
  return solver_->fragile();
}

template <class Real>
CrisisSolution<Real> solve_crisis(const Scenario<Real>& scenario, int adversary, const SolverOptions& options) {
  CrisisSolver<Real> solver(scenario, adversary);
  solver.solve(scenario, options);
  return solver.take();
}

template <class Real>
Real CrisisSolution<Real>::probability(int action) const {
  Real sum(0.0);
  for (int type = 0; type < types(); ++type) sum += game.prior[type] * strategy(action, type);
  return sum;
}

template <class Real>
Real CrisisSolution<Real>::quiet(int type) const {
  const Real advantage = joint.value[quiet_node * types() + type] - joint.value[(quiet_node + 1) * types() + type];
  return logistic<Real>(game.precision[root] * advantage);
}

template <class Real>
Real CrisisSolution<Real>::quiet_value(int type) const {
  return joint.value[quiet_node * types() + type];
}

template JointGame<double> joint_game(const Scenario<double>&, const CrisisStructure&, const std::vector<GameTables<double>>&);
template JointGame<Pack> joint_game(const Scenario<Pack>&, const CrisisStructure&, const std::vector<GameTables<Pack>>&);
template class CrisisSolver<double>;
template class CrisisSolver<Pack>;
template CrisisSolution<double> solve_crisis(const Scenario<double>&, int, const SolverOptions&);
template CrisisSolution<Pack> solve_crisis(const Scenario<Pack>&, int, const SolverOptions&);
template struct CrisisSolution<double>;
template struct CrisisSolution<Pack>;

}  // namespace wedge
