#include "measures/measures.hpp"

#include <array>

#include "equilibrium/beliefs.hpp"
#include "measures/expectation.hpp"

namespace wedge {
namespace {

// Expected loss against one type, given the attack.
template <class Real>
Real loss_to(const GameTables<Real>& t, int type, const std::vector<Real>& p) {
  return expectation(p, [&](Coalition c) { return t.at_stake[c] * (1.0 - t.outcome_of(type, c).held); });
}

template <class Real>
void take_means(const std::vector<WeightedMean<Real>>& from, std::vector<Real>& to) {
  to.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = from[i].mean();
}

}  // namespace

int Extents::entries(Index by) const {
  switch (by) {
    case Index::none:
      return 1;
    case Index::type:
      return types;
    case Index::target:
      return targets;
    case Index::rung:
      return rungs;
    case Index::tactic:
      return tactic_count;
    case Index::defender:
      return defenders;
    case Index::actor:
      return defenders + adversaries;
    case Index::tactic_defender:
      break;
  }
  return tactic_count * defenders;
}

template <class Real>
Measurer<Real>::Elsewhere::Elsewhere(int responders) : game(alone(blank_game<Real>(responders, 1))), solver(game) {}

template <class Real>
std::vector<Real> losses(const CrisisSolution<Real>& s) {
  std::vector<Real> out(s.crisis.targets.size(), Real(0.0)), p;
  for (int g = 0; g < s.games(); ++g) {
    coalition_probabilities(s.support(g), p);
    for (int type = 0; type < s.types(); ++type)
      out[s.action_of(g).target] += s.game.prior[type] * s.strategy(g, type) * loss_to(s.tables[g], type, p);
  }
  return out;
}

template <class Real>
Real total_loss(const CrisisSolution<Real>& s) {
  Real sum(0.0);
  for (const Real& loss : losses(s)) sum += loss;
  return sum;
}

template <class Real>
Measurer<Real>::Measurer(const CrisisStructure& crisis, int defenders)
    : extents_{.types = crisis.types,
               .targets = static_cast<int>(crisis.targets.size()),
               .rungs = crisis.rungs,
               .defenders = defenders},
      m_{} {
  for (const Target& target : crisis.targets) elsewhere_.push_back(std::make_unique<Elsewhere>(target.size()));
}

template <class Real>
const Measures<Real>& Measurer<Real>::measure(const CrisisSolution<Real>& s, const Mask<Real>& wanted) {
  wanted_ = wanted;
  set_all(m_, extents_, [](const Measure&) { return 0.0; });
  for (int type = 0; type < s.types(); ++type) {
    const Real quiet = s.quiet(type);
    m_.deterrence_by_type[type] = quiet;
    m_.deterrence += s.game.prior[type] * quiet;
    m_.welfare.back() += s.game.prior[type] * quiet * s.quiet_value();
  }
  add_outcomes(s);
  add_reliability(s);
  add_wedge_effects(s);
  return m_;
}

// Probabilities and losses of every action, summed over the tree.
template <class Real>
void Measurer<Real>::add_outcomes(const CrisisSolution<Real>& s) {
  std::vector<WeightedMean<Real>>& support = first_;
  support.assign(m_.support.size(), {});
  WeightedMean<Real> carried_out, supporters;
  std::array<WeightedMean<Real>, tactic_count> carried_out_by{};
  for (int g = 0; g < s.games(); ++g) {
    const Action& action = s.action_of(g);
    const Target& target = s.target_of(g);
    const GameTables<Real>& t = s.tables[g];
    const Real probability = s.probability(g);
    Real size(0.0);
    for (int k = 0; k < target.size(); ++k) {
      size += s.support(g)[k];
      support[target.responders[k]].add(probability, s.support(g)[k]);
    }
    supporters.add(probability, size);
    m_.attack_by_target[action.target] += probability;
    m_.attack_by_rung[action.rung] += probability;
    m_.attack_by_tactic[static_cast<int>(action.tactic)] += probability;

    coalition_probabilities(s.support(g), coalition_);
    const std::vector<Real>& p = coalition_;
    Real executed(0.0);
    for (int type = 0; type < s.types(); ++type) {
      const Real weight = s.game.prior[type] * s.strategy(g, type);
      const auto mean = [&](auto x) { return weight * expectation(p, x); };
      m_.loss[action.target] += weight * loss_to(t, type, p);
      m_.war += mean([&](Coalition c) { return t.outcome_of(type, c).fight; });
      m_.desisted += mean([&](Coalition c) { return t.outcome_of(type, c).desisted; });
      executed += mean([&](Coalition c) { return t.outcome_of(type, c).executed; });
      for (int k = 0; k < target.size(); ++k)
        m_.welfare[target.responders[k]] += mean([&](Coalition c) { return t.utility_of(type, k, c); });
      m_.welfare.back() += mean([&](Coalition c) { return t.outcome_of(type, c).value - t.cost[c]; });
    }
    m_.late += probability * expectation(p, [&](Coalition c) { return t.late[c]; });
    m_.conceded += probability * (1.0 - s.support(g)[target.victim]);
    if (action.threat() == Threat::none) continue;
    const Real live =
        probability * expectation(p, [&](Coalition c) { return Real(action.live(c, target.victim) ? 1.0 : 0.0); });
    executed = t.before.onset * live + (1.0 - t.before.onset) * executed;  // eq. (18), in the mean
    m_.executed += executed;
    m_.brink += t.before.risk * live;
    for (auto* mean : {&carried_out, &carried_out_by[static_cast<int>(action.tactic)]}) {
      mean->sum += executed;
      mean->weight += live;
    }
  }
  for (int tactic = 0; tactic < tactic_count; ++tactic) {
    const WeightedMean<Real>& by = carried_out_by[tactic];
    m_.executed_by_tactic[tactic] = by.sum;
    m_.bluff_by_tactic[tactic] = 1.0 - by.mean();
  }
  m_.bluff = 1.0 - carried_out.mean();
  m_.coalition_size = supporters.mean();
  take_means(support, m_.support);
  for (const Real& loss : m_.loss) m_.total_loss += loss;
}

// Support as attacks happen against support on a standing start: the gap is the selection effect.
template <class Real>
void Measurer<Real>::add_reliability(const CrisisSolution<Real>& s) {
  std::vector<WeightedMean<Real>>&observed = first_, &latent = second_;
  observed.assign(m_.reliability_observed.size(), {});
  latent.assign(m_.reliability_latent.size(), {});
  for (int g = 0; g < s.games(); ++g) {
    const Target& target = s.target_of(g);
    for (int k = 0; k < target.size(); ++k) {
      if (k == target.victim) continue;
      observed[target.responders[k]].add(s.probability(g), s.support(g)[k]);
      if (s.action_of(g).tactic == Tactic::none) latent[target.responders[k]].add(s.weight[g], s.support(g)[k]);
    }
  }
  take_means(observed, m_.reliability_observed);
  take_means(latent, m_.reliability_latent);
}

// Support in game g at the beliefs held after that of game `other`, into `held_`: the equilibrium is followed as the
// types' log-odds move from one to the other, at once or in short steps; where that path ends at a fold, the game is
// solved afresh.
template <class Real>
void Measurer<Real>::settle_at_beliefs_of(const CrisisSolution<Real>& s, int g, int other) {
  held_.assign(s.support(g).begin(), s.support(g).end());
  if (s.types() == 1) return;
  Elsewhere& e = *elsewhere_[s.action_of(g).target];
  Mask<Real> missing = wanted_;
  for (const int steps : {1, 4, 32, 1024}) {
    benefit_.assign(s.joint.benefit.begin() + s.first[g], s.joint.benefit.begin() + s.first[g] + held_.size());
    Mask<Real> found = missing;
    Real sign(1.0);  // most equilibria are of this kind; the others are found in the second attempt
    if (steps > 1) {
      set_at_beliefs<Real>(s.game.games[g], s.belief(g), e.game.games[0]);
      found &= e.solver.settle_near(benefit_);
      sign = e.solver.determinant_sign();
    }
    for (int step = 1; step <= steps && any(found); ++step) {
      set_at_beliefs<Real>(s.game.games[g], belief_between(s, g, other, static_cast<double>(step) / steps),
                           e.game.games[0]);
      found &= e.solver.settle_near(benefit_);
      found &= sign * e.solver.determinant_sign() >
               0.0;  // of the solution just found: not in one expression, whose order is open
    }
    for (std::size_t k = 0; k < held_.size(); ++k) held_[k] = select(found, e.solver.support()[k], held_[k]);
    missing &= !found;
    if (!any(missing)) return;
  }
  set_at_beliefs(s.game.games[g], s.belief(other), e.game.games[0]);
  JointSolution<Real> afresh;
  e.solver.solve({}, afresh);
  for (std::size_t k = 0; k < held_.size(); ++k) held_[k] = select(missing, afresh.support[k], held_[k]);
}

template <class Real>
std::span<const Real> Measurer<Real>::belief_between(const CrisisSolution<Real>& s, int g, int other, double share) {
  if (share == 1.0) return s.belief(other);
  const auto log_weight = [&](int game, int type) { return s.joint.log_strategy[game * s.types() + type]; };
  std::vector<Real> weight(s.types());
  for (int type = 0; type < s.types(); ++type)
    weight[type] =
        log_prior(s.game.prior[type]) + (1.0 - share) * log_weight(g, type) + share * log_weight(other, type);
  belief_.resize(s.types());
  posterior(s.types(), weight.data(), belief_.data());
  return belief_;
}

template <class Real>
void Measurer<Real>::add_wedge_effects(const CrisisSolution<Real>& s) {
  std::vector<WeightedMean<Real>>&effect = first_, &at_none = second_;
  effect.assign(m_.wedge_effect.size(), {});
  at_none.assign(m_.wedge_effect_at_beliefs_of_none.size(), {});
  for (int g = 0; g < s.games(); ++g) {
    const Action& action = s.action_of(g);
    if (action.tactic == Tactic::none) continue;
    const int none = s.without_tactic(g);
    settle_at_beliefs_of(s, g, none);
    const Real probability = s.probability(g);
    const Target& target = s.target_of(g);
    for (int k = 0; k < target.size(); ++k) {
      const int i = static_cast<int>(action.tactic) * extents_.defenders + target.responders[k];
      effect[i].add(probability, s.support(none)[k] - s.support(g)[k]);
      at_none[i].add(probability, s.support(none)[k] - held_[k]);
    }
  }
  take_means(effect, m_.wedge_effect);
  take_means(at_none, m_.wedge_effect_at_beliefs_of_none);
}

template <class Real>
Measures<Real> measures_of(const CrisisSolution<Real>& solution, int defenders) {
  return Measurer<Real>(solution.crisis, defenders).measure(solution);
}

WEDGE_FOR_ONE_GAME(template class Measurer<double>)
template class Measurer<Pack>;
template struct Measures<double>;
template struct Measures<Pack>;
WEDGE_FOR_ONE_GAME(template Measures<double> measures_of(const CrisisSolution<double>&, int))
template Measures<Pack> measures_of(const CrisisSolution<Pack>&, int);
WEDGE_FOR_ONE_GAME(template std::vector<double> losses(const CrisisSolution<double>&))
template std::vector<Pack> losses(const CrisisSolution<Pack>&);
WEDGE_FOR_ONE_GAME(template double total_loss(const CrisisSolution<double>&))
template Pack total_loss(const CrisisSolution<Pack>&);

}  // namespace wedge
