// What a solved crisis says of its games and actions.
#include "equilibrium/crisis_solution.hpp"

namespace wedge {

template <class Real>
int CrisisSolution<Real>::without_tactic(int g) const {
  const int met = g - first_game[action[g]];
  return first_game[crisis.without_tactic(action[g])] + met;
}

template <class Real>
int CrisisSolution<Real>::first_game_on(int target) const {
  std::size_t a = 0;
  while (crisis.actions[a].target != target) ++a;
  return first_game[a];
}

template <class Real>
Real CrisisSolution<Real>::probability(int g) const {
  Real sum(0.0);
  for (int type = 0; type < types(); ++type) sum += game.prior[type] * strategy(g, type);
  return sum;
}

template <class Real>
Real CrisisSolution<Real>::probability_of(int a) const {
  Real sum(0.0);
  for (int g = first_game[a]; g < first_game[a] + games_of(a); ++g) sum += probability(g);
  return sum;
}

template <class Real>
std::vector<Real> CrisisSolution<Real>::support_of(int a) const {
  std::vector<Real> mean(support(first_game[a]).size(), Real(0.0));
  for (int g = first_game[a]; g < first_game[a] + games_of(a); ++g)
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += weight[g] * support(g)[k];
  return mean;
}

template <class Real>
Real CrisisSolution<Real>::quiet(int type) const {
  const Real advantage = joint.value[quiet_node * types() + type] - joint.value[(quiet_node + 1) * types() + type];
  return logistic<Real>(game.precision[root_node] * advantage);
}

template <class Real>
Real CrisisSolution<Real>::quiet() const {
  Real sum(0.0);
  for (int type = 0; type < types(); ++type) sum += game.prior[type] * quiet(type);
  return sum;
}

template <class Real>
const Real& CrisisSolution<Real>::quiet_value() const {
  return game.constant[quiet_node];
}

WEDGE_FOR_ONE_GAME(template struct CrisisSolution<double>)
template struct CrisisSolution<Single>;
template struct CrisisSolution<Pack>;

}  // namespace wedge
