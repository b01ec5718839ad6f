#include "wedge/measures/measures.hpp"

#include <limits>

namespace wedge {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class Real>
Real ratio(const Real& sum, const Real& weight) {
  return select(weight > 0.0, sum / select(weight > 0.0, weight, Real(1.0)), Real(nan));
}

// P(C) of independent support probabilities, by coalition.
template <class Real>
std::vector<Real> coalition_probabilities(std::span<const Real> support) {
  std::vector<Real> p{Real(1.0)};
  for (const Real& s : support) {
    const std::size_t half = p.size();
    for (std::size_t c = 0; c < half; ++c) p.push_back(p[c] * s);
    for (std::size_t c = 0; c < half; ++c) p[c] *= 1.0 - s;
  }
  return p;
}

// E[x(C, θ)] over types (prior × strategy) and coalitions of one action; carries the action's probability.
template <class Real, class Function>
Real expectation(const CrisisSolution<Real>& s, int action, std::span<const Real> p, Function x) {
  Real sum(0.0);
  for (int type = 0; type < s.types(); ++type) {
    Real given(0.0);
    for (Coalition c = 0; c < p.size(); ++c) given += p[c] * x(type, c);
    sum += s.game.prior[type] * s.strategy(action, type) * given;
  }
  return sum;
}

template <class Real>
Real loss_in(const CrisisSolution<Real>& s, int action, std::span<const Real> p) {
  const GameTables<Real>& t = s.tables[action];
  return expectation(s, action, p, [&](int type, Coalition c) {
    return t.at_stake[c] * (1.0 - t.outcome_of(type, c).holds);
  });
}

// The action `none` at the same target and rung: the first of its group.
int without_tactic(const CrisisStructure& crisis, int action) {
  while (crisis.actions[action].tactic != Tactic::none) --action;
  return action;
}

// Probabilities and losses of every action, summed over the tree.
template <class Real>
void add_outcomes(const CrisisSolution<Real>& s, Measures<Real>& m) {
  Real threats(0.0), carried_out(0.0), supporters(0.0), attacks(0.0);
  std::vector<Real> asked(m.support.size(), Real(0.0));  // probability that a defender is asked to respond
  for (int a = 0; a < static_cast<int>(s.crisis.actions.size()); ++a) {
    const Action& action = s.crisis.actions[a];
    const Target& target = s.target_of(a);
    const GameTables<Real>& t = s.tables[a];
    const std::vector<Real> p = coalition_probabilities(s.support(a));
    const auto mean = [&](auto x) { return expectation<Real>(s, a, p, x); };
    const Real probability = s.probability(a);
    attacks += probability;
    for (int k = 0; k < target.size(); ++k) {
      supporters += probability * s.support(a)[k];
      m.support[target.responders[k]] += probability * s.support(a)[k];
      asked[target.responders[k]] += probability;
    }
    m.attack_by_target[action.target] += probability;
    m.attack_by_rung[action.rung] += probability;
    m.attack_by_tactic[static_cast<int>(action.tactic)] += probability;
    m.loss[action.target] += loss_in<Real>(s, a, p);
    m.war += mean([&](int type, Coalition c) { return t.outcome_of(type, c).fight; });
    m.desisted += mean([&](int type, Coalition c) { return t.outcome_of(type, c).desisted; });
    const Real executed = mean([&](int type, Coalition c) { return t.outcome_of(type, c).executed; });
    m.executed += executed;
    m.late += mean([&](int, Coalition c) { return t.late[c]; });
    m.conceded += mean([&](int, Coalition c) { return Real(has(c, target.victim) ? 0.0 : 1.0); });
    if (action.tactic == Tactic::threaten || action.tactic == Tactic::squeeze) {
      carried_out += executed;
      threats += mean([&](int, Coalition c) { return Real(action.live(c, target.victim) ? 1.0 : 0.0); });
    }
    for (int k = 0; k < target.size(); ++k)
      m.welfare[target.responders[k]] += mean([&](int type, Coalition c) { return t.utility_of(type, k, c); });
    m.welfare.back() += mean([&](int type, Coalition c) { return t.outcome_of(type, c).value - t.cost[c]; });
  }
  m.bluff = 1.0 - ratio(carried_out, threats);
  m.coalition_size = ratio(supporters, attacks);
  for (std::size_t k = 0; k < asked.size(); ++k) m.support[k] = ratio(m.support[k], asked[k]);
  for (const Real& loss : m.loss) m.total_loss += loss;
}

// Support as attacks happen against support on a standing start: the gap is the selection effect.
template <class Real>
void add_reliability(const CrisisSolution<Real>& s, int defender, Measures<Real>& m) {
  std::vector<Real> weights, observed, latent, equal;
  for (int a = 0; a < static_cast<int>(s.crisis.actions.size()); ++a) {
    const Target& target = s.target_of(a);
    for (int k = 0; k < target.size(); ++k) {
      if (target.responders[k] != defender || k == target.victim) continue;
      weights.push_back(s.probability(a));
      observed.push_back(s.support(a)[k]);
      if (s.crisis.actions[a].tactic != Tactic::none) continue;
      latent.push_back(s.support(a)[k]);
      equal.push_back(Real(1.0));
    }
  }
  m.reliability_observed.push_back(weighted_mean<Real>(weights, observed));
  m.reliability_latent.push_back(weighted_mean<Real>(equal, latent));
}

// Support in action a's game by its own principal branch, at the beliefs held after action `other`.
template <class Real>
std::vector<Real> support_at_beliefs_of(const CrisisSolution<Real>& s, int a, int other) {
  const ResponseGame<Real> game = at_beliefs(s.game.games[a], s.belief(other));
  return solve(alone(game)).support;
}

template <class Real>
void add_wedge_effects(const CrisisSolution<Real>& s, int defenders, Measures<Real>& m) {
  const int entries = tactic_count * defenders;
  std::vector<Real> weight(entries, Real(0.0)), effect = weight, at_none = weight;
  for (int a = 0; a < static_cast<int>(s.crisis.actions.size()); ++a) {
    const Action& action = s.crisis.actions[a];
    if (action.tactic == Tactic::none) continue;
    const int none = without_tactic(s.crisis, a);
    const std::vector<Real> held = support_at_beliefs_of(s, a, none);
    const Real probability = s.probability(a);
    const Target& target = s.target_of(a);
    for (int k = 0; k < target.size(); ++k) {
      const int i = static_cast<int>(action.tactic) * defenders + target.responders[k];
      weight[i] += probability;
      effect[i] += probability * (s.support(none)[k] - s.support(a)[k]);
      at_none[i] += probability * (s.support(none)[k] - held[k]);
    }
  }
  for (int i = 0; i < entries; ++i) {
    m.wedge_effect.push_back(ratio(effect[i], weight[i]));
    m.wedge_effect_at_beliefs_of_none.push_back(ratio(at_none[i], weight[i]));
  }
}

}  // namespace

template <class Real>
Real weighted_mean(std::span<const Real> weights, std::span<const Real> values) {
  Real sum(0.0), weight(0.0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += weights[i] * values[i];
    weight += weights[i];
  }
  return ratio(sum, weight);
}

template <class Real>
Real total_loss(const CrisisSolution<Real>& s) {
  Real sum(0.0);
  for (int a = 0; a < static_cast<int>(s.crisis.actions.size()); ++a)
    sum += loss_in<Real>(s, a, coalition_probabilities(s.support(a)));
  return sum;
}

template <class Real>
Measures<Real> measures_of(const CrisisSolution<Real>& s, int defenders) {
  Measures<Real> m{};
  m.attack_by_target.resize(s.crisis.targets.size());
  m.loss.resize(s.crisis.targets.size());
  m.attack_by_rung.resize(s.crisis.rungs);
  m.attack_by_tactic.resize(tactic_count);
  m.welfare.resize(defenders + 1);
  m.support.resize(defenders);
  for (int type = 0; type < s.types(); ++type) {
    m.deterrence_by_type.push_back(s.quiet(type));
    m.deterrence += s.game.prior[type] * s.quiet(type);
    m.welfare.back() += s.game.prior[type] * s.quiet(type) * s.quiet_value(type);
  }
  add_outcomes(s, m);
  for (int defender = 0; defender < defenders; ++defender) add_reliability(s, defender, m);
  add_wedge_effects(s, defenders, m);
  return m;
}

template <class Real>
IntegrationBalance<Real> integration_balance(const Scenario<Real>& scenario, int adversary, int tie,
                                             const Real& with, const SolverOptions& options) {
  Scenario<Real> changed = scenario;
  Tie<Real>& switched = changed.ties[tie];
  for (Commitment<Real>& c : changed.commitments)
    if (switched.joins(c.from, c.to)) c.dependency = Real(0.0);
  const CrisisSolution<Real> no_dependency = solve_crisis(changed, adversary, options);
  switched.integration = Real(0.0);
  const CrisisSolution<Real> no_integration = solve_crisis(changed, adversary, options);

  IntegrationBalance<Real> balance{total_loss(no_integration), total_loss(no_dependency), with, {}};
  for (int i = 0; i < RealTraits<Real>::lanes; ++i)
    balance.status[i] = no_dependency.joint.status[i] != Status::solved ? no_dependency.joint.status[i]
                                                                        : no_integration.joint.status[i];
  return balance;
}

template struct Measures<double>;
template struct Measures<Pack>;
template Measures<double> measures_of(const CrisisSolution<double>&, int);
template Measures<Pack> measures_of(const CrisisSolution<Pack>&, int);
template double weighted_mean(std::span<const double>, std::span<const double>);
template Pack weighted_mean(std::span<const Pack>, std::span<const Pack>);
template double total_loss(const CrisisSolution<double>&);
template Pack total_loss(const CrisisSolution<Pack>&);
template IntegrationBalance<double> integration_balance(const Scenario<double>&, int, int, const double&, const SolverOptions&);
template IntegrationBalance<Pack> integration_balance(const Scenario<Pack>&, int, int, const Pack&, const SolverOptions&);

}  // namespace wedge
