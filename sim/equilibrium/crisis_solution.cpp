#include "wedge/equilibrium/crisis_solution.hpp"

namespace wedge {
namespace {

constexpr int root = 0, quiet_node = 1;

template <class Real>
ResponseGame<Real> response_game(const Scenario<Real>& s, const CrisisStructure& crisis, const Action& action,
                                 const GameTables<Real>& tables) {
  const Target& t = crisis.targets[action.target];
  const Adversary<Real>& adversary = s.adversaries[crisis.adversary];
  ResponseGame<Real> game{};
  game.size = t.size();
  game.types = crisis.types;
  game.mood = s.model.mood;
  for (int k = 0; k < t.size(); ++k) {
    const Defender<Real>& defender = s.defenders[t.responders[k]];
    game.precision.push_back(defender.precision);
    game.steadfast.push_back(defender.steadfast);
    game.resolve_gap.push_back(defender.resolve_gap);
    game.perceived.push_back(t.perceives[k] < 0 ? defender.steadfast
                                                : adversary.perceives.entries[t.perceives[k]].second);
  }
  std::vector<Real> value;
  for (int type = 0; type < crisis.types; ++type)
    for (Coalition c = 0; c < t.coalitions(); ++c) value.push_back(tables.outcome_of(type, c).value - tables.cost[c]);
  set_payoffs<Real>(game, tables.utility, value);
  return game;
}

// A node, once per change of the key (target, then rung): actions come grouped by both.
template <class Real>
int choice_node(JointGame<Real>& joint, int parent, const Real& precision, const Real& constant = Real(0.0)) {
  joint.precision.push_back(precision);
  joint.constant.push_back(constant);
  return joint.tree.add(parent);
}

}  // namespace

template <class Real>
JointGame<Real> joint_game(const Scenario<Real>& s, const CrisisStructure& crisis,
                           const std::vector<GameTables<Real>>& tables) {
  const Adversary<Real>& adversary = s.adversaries[crisis.adversary];
  JointGame<Real> joint;
  joint.types = crisis.types;
  for (const Type<Real>& type : adversary.types) joint.prior.push_back(type.prior);
  choice_node(joint, -1, adversary.precision);
  choice_node(joint, root, Real(0.0), -adversary.grievance);
  const int act = choice_node(joint, root, adversary.precision);
  int target_node = -1, rung_node = -1, target = -1, rung = -1;
  for (std::size_t a = 0; a < crisis.actions.size(); ++a) {
    const Action& action = crisis.actions[a];
    if (action.target != target) {
      target_node = choice_node(joint, act, adversary.precision);
      target = action.target;
      rung = -1;
    }
    if (action.rung != rung) {
      rung_node = choice_node(joint, target_node, adversary.tactic_precision);
      rung = action.rung;
    }
    const int leaf = choice_node(joint, rung_node, Real(0.0));
    joint.tree.nodes[leaf].game = static_cast<int>(a);
    joint.games.push_back(response_game(s, crisis, action, tables[a]));
  }
  return joint;
}

template <class Real>
CrisisSolution<Real> solve_crisis(const Scenario<Real>& scenario, int adversary, const SolverOptions& options) {
  CrisisSolution<Real> out;
  out.crisis = crisis_structure(scenario, adversary);
  out.tables = tabulate(scenario, out.crisis);
  out.game = joint_game(scenario, out.crisis, out.tables);
  out.joint = solve(out.game, options);
  return out;
}

template <class Real>
std::span<const Real> CrisisSolution<Real>::of_game(const std::vector<Real>& by_unknown, int action) const {
  std::size_t first = 0;
  for (int g = 0; g < action; ++g) first += game.games[g].size;
  return std::span(by_unknown).subspan(first, game.games[action].size);
}

template <class Real>
std::span<const Real> CrisisSolution<Real>::support(int action) const {
  return of_game(joint.support, action);
}

template <class Real>
std::span<const Real> CrisisSolution<Real>::belief(int action) const {
  return std::span(joint.belief).subspan(action * types(), types());
}

template <class Real>
Real CrisisSolution<Real>::strategy(int action, int type) const {
  return exp(joint.log_strategy[action * types() + type]);
}

template <class Real>
Real CrisisSolution<Real>::probability(int action) const {
  Real sum(0.0);
  for (int type = 0; type < types(); ++type) sum += game.prior[type] * strategy(action, type);
  return sum;
}

template <class Real>
Real CrisisSolution<Real>::value(int action, int type) const {
  const auto& nodes = game.tree.nodes;
  for (std::size_t node = 0; node < nodes.size(); ++node)
    if (nodes[node].game == action) return joint.value[node * types() + type];
  return Real(0.0);
}

template <class Real>
Real CrisisSolution<Real>::quiet(int type) const {
  const Real advantage = joint.value[quiet_node * types() + type] - joint.value[(quiet_node + 1) * types() + type];
  return logistic(game.precision[root] * advantage);
}

template <class Real>
Real CrisisSolution<Real>::quiet_value(int type) const {
  return joint.value[quiet_node * types() + type];
}

template JointGame<double> joint_game(const Scenario<double>&, const CrisisStructure&, const std::vector<GameTables<double>>&);
template JointGame<Pack> joint_game(const Scenario<Pack>&, const CrisisStructure&, const std::vector<GameTables<Pack>>&);
template CrisisSolution<double> solve_crisis(const Scenario<double>&, int, const SolverOptions&);
template CrisisSolution<Pack> solve_crisis(const Scenario<Pack>&, int, const SolverOptions&);
template struct CrisisSolution<double>;
template struct CrisisSolution<Pack>;

}  // namespace wedge
