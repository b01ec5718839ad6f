#include "measures/measures.hpp"

#include <array>

#include "equilibrium/beliefs.hpp"
#include "measures/expectation.hpp"

namespace wedge {
namespace {

// Expected loss against one type, given the attack.
template <class Real>
Real loss_to(const Payoffs<Real>& of, int type, const std::vector<Real>& p) {
  return expectation(p, [&](Coalition c) { return of.at_stake(c) * (1.0 - of.outcome(type, c).held); });
}

// A cell's support by responder.
template <class Real>
void support_of(const CrisisSolution<Real>& s, const GameCell& cell, std::vector<GameReal<Real>>& out) {
  out.resize(s.target_of(cell.game).size());
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = side_by_side<Real>(cell, [&](int g) { return s.support(g)[k]; });
}

// Prior σ of a cell's games, for one type.
template <class Real>
GameReal<Real> weight_of(const CrisisSolution<Real>& s, const GameCell& cell, int type) {
  return side_by_side<Real>(cell, [&](int g) { return s.game.prior[type] * s.strategy(g, type); });
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
Measurer<Real>::Elsewhere::Elsewhere(int responders) : game(alone(blank_game<Lanes>(responders, 1))), solver(game) {}

template <class Real>
std::vector<Real> losses(const CrisisSolution<Real>& s) {
  const int types = s.types();
  std::vector<Real> of_action(s.crisis.actions.size() * types, Real(0.0)), out(s.crisis.targets.size(), Real(0.0));
  std::vector<GameReal<Real>> support, p;
  s.for_each_table([&](const GameCell& cell, const auto& payoffs) {
    support_of(s, cell, support);
    coalition_probabilities<GameReal<Real>>(support, p);
    for (int type = 0; type < types; ++type)
      add_games(of_action[s.action[cell.game] * types + type], weight_of(s, cell, type) * loss_to(payoffs, type, p),
                cell.count);
  });
  for (std::size_t i = 0; i < of_action.size(); ++i) out[s.crisis.actions[i / types].target] += of_action[i];
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
  if constexpr (!games_in_lanes<Real>) wanted_ = wanted;
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
  supporters_ = carried_out_ = {};
  carried_out_by_ = {};
  if constexpr (games_in_lanes<Real>) {  // first over each action's games, so that the order of cells is of no account
    by_action_.resize(s.crisis.actions.size());
    for (auto& sums : by_action_) sums.clear();
    s.for_each_table([&](const GameCell& cell, const auto& payoffs) {
      set_contributions(s, cell, payoffs);
      std::vector<Real>& sums = by_action_[s.action[cell.game]];
      sums.resize(contributions_.size(), Real(0.0));
      for (std::size_t i = 0; i < sums.size(); ++i) add_games(sums[i], contributions_[i], cell.count);
    });
    for (std::size_t a = 0; a < by_action_.size(); ++a) add_up(s, s.crisis.actions[a], by_action_[a]);
  } else {
    s.for_each_table([&](const GameCell& cell, const auto& payoffs) {
      set_contributions(s, cell, payoffs);
      add_up(s, s.action_of(cell.game), contributions_);
    });
  }
  for (int tactic = 0; tactic < tactic_count; ++tactic) {
    const WeightedMean<Real>& by = carried_out_by_[tactic];
    m_.executed_by_tactic[tactic] = by.sum;
    m_.bluff_by_tactic[tactic] = 1.0 - by.mean();
  }
  m_.bluff = 1.0 - carried_out_.mean();
  m_.coalition_size = supporters_.mean();
  take_means(support, m_.support);
  for (const Real& loss : m_.loss) m_.total_loss += loss;
}

// What a cell's games add to the sums, in the order in which add_up() takes it.
template <class Real>
void Measurer<Real>::set_contributions(const CrisisSolution<Real>& s, const GameCell& cell, const Payoffs<Lanes>& of) {
  const Action& action = s.action_of(cell.game);
  const Target& target = s.target_of(cell.game);
  contributions_.clear();
  const auto contribute = [&](const Lanes& x) { contributions_.push_back(x); };
  support_of(s, cell, support_);
  coalition_probabilities<Lanes>(support_, coalition_);
  const std::vector<Lanes>& p = coalition_;
  const Lanes probability = side_by_side<Real>(cell, [&](int g) { return s.probability(g); });
  Lanes size(0.0);
  for (const Lanes& one : support_) size += one;
  contribute(probability);
  contribute(probability * size);
  for (const Lanes& one : support_) contribute(probability * one);
  Lanes executed(0.0);
  for (int type = 0; type < s.types(); ++type) {
    const Lanes weight = weight_of(s, cell, type);
    const auto mean = [&](auto x) { return weight * expectation(p, x); };
    contribute(weight * loss_to(of, type, p));
    contribute(mean([&](Coalition c) { return of.outcome(type, c).fight; }));
    contribute(mean([&](Coalition c) { return of.outcome(type, c).desisted; }));
    executed += mean([&](Coalition c) { return of.outcome(type, c).executed; });
    for (int k = 0; k < target.size(); ++k) contribute(mean([&](Coalition c) { return of.utility(type, k, c); }));
    contribute(mean([&](Coalition c) { return of.outcome(type, c).value - of.cost(c); }));
  }
  contribute(probability * expectation(p, [&](Coalition c) { return of.late(c); }));
  contribute(probability * (1.0 - support_[target.victim]));
  if (action.threat() == Threat::none) return;
  const Lanes live =
      probability * expectation(p, [&](Coalition c) { return Lanes(action.live(c, target.victim) ? 1.0 : 0.0); });
  contribute(of.own().before.onset * live + (1.0 - of.own().before.onset) * executed);  // eq. (18), in the mean
  contribute(of.own().before.risk * live);
  contribute(live);
}

// Adds what an action's games contribute to the measures.
template <class Real>
void Measurer<Real>::add_up(const CrisisSolution<Real>& s, const Action& action, std::span<const Real> contributions) {
  const Target& target = s.crisis.targets[action.target];
  const Real* next = contributions.data();
  const Real probability = *next++;
  m_.attack_by_target[action.target] += probability;
  m_.attack_by_rung[action.rung] += probability;
  m_.attack_by_tactic[static_cast<int>(action.tactic)] += probability;
  supporters_.weight += probability;
  supporters_.sum += *next++;
  for (const int responder : target.responders) {
    first_[responder].weight += probability;
    first_[responder].sum += *next++;
  }
  for (int type = 0; type < s.types(); ++type) {
    m_.loss[action.target] += *next++;
    m_.war += *next++;
    m_.desisted += *next++;
    for (const int responder : target.responders) m_.welfare[responder] += *next++;
    m_.welfare.back() += *next++;
  }
  m_.late += *next++;
  m_.conceded += *next++;
  if (action.threat() == Threat::none) return;
  const Real executed = *next++;
  m_.executed += executed;
  m_.brink += *next++;
  const Real live = *next++;
  for (auto* mean : {&carried_out_, &carried_out_by_[static_cast<int>(action.tactic)]}) {
    mean->sum += executed;
    mean->weight += live;
  }
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

// Support in a cell's games at the beliefs held after that of game `other` (of the first, if it is several), into
// `held_`: the equilibrium is followed as the types' log-odds move from one to the other, at once or in steps that fit;
// where that path ends at a fold, the game is solved afresh.
template <class Real>
void Measurer<Real>::settle_at_beliefs_of(const CrisisSolution<Real>& s, const GameCell& cell, int other) {
  constexpr double first_step = 0.25, longer = 2.0, shorter = 0.25, shortest_step = 1.0 / 1024;
  support_of(s, cell, held_);
  if (s.types() == 1) return;
  Elsewhere& e = *elsewhere_[s.action_of(cell.game).target];
  const ResponseGame<Lanes>& game = s.game.games[cell.at];
  const auto set_beliefs = [&](const Lanes& share) {
    set_beliefs_between(s, cell, other, share);
    set_at_beliefs<Lanes>(s.game.games, game, belief_, e.game.games[0]);
  };
  benefit_.resize(held_.size());
  for (std::size_t k = 0; k < held_.size(); ++k)
    benefit_[k] = side_by_side<Real>(cell, [&](int g) { return s.joint.benefit[s.first[g] + k]; });
  Mask<Lanes> missing = wanted_;
  Lanes share(0.0), step(1.0), sign(1.0);  // most equilibria have a positive determinant, and most come there at once
  const auto go = [&](const Mask<Lanes>& going) {
    const Lanes next = select(share + step < 1.0, share + step, Lanes(1.0));
    set_beliefs(next);
    there_ = benefit_;
    Mask<Lanes> found = going & e.solver.settle_near(there_);
    found &= sign * e.solver.determinant_sign() >
             0.0;  // of the solution just found: not in one expression, whose order is open
    share = select(found, next, share);
    step = select(found, longer * step, shorter * step);
    const Mask<Lanes> arrived = found & (share >= 1.0);
    for (std::size_t k = 0; k < held_.size(); ++k) {
      benefit_[k] = select(found, there_[k], benefit_[k]);
      held_[k] = select(arrived, e.solver.support()[k], held_[k]);
    }
    missing &= !arrived;
  };
  go(missing);
  if (!any(missing)) return;
  set_beliefs(Lanes(0.0));
  there_ = benefit_;
  Mask<Lanes> going = missing & e.solver.settle_near(there_);
  for (std::size_t k = 0; k < held_.size(); ++k) benefit_[k] = select(going, there_[k], benefit_[k]);
  sign = e.solver.determinant_sign();
  for (step = Lanes(first_step); any(going); going &= missing & (step >= shortest_step)) go(going);
  if (!any(missing)) return;
  set_beliefs(Lanes(1.0));
  JointSolution<Lanes> afresh;
  e.solver.solve({}, afresh);
  for (std::size_t k = 0; k < held_.size(); ++k) held_[k] = select(missing, afresh.support[k], held_[k]);
}

// Into `belief_`: the cell's own at a share of 0, those of `other` at 1.
template <class Real>
void Measurer<Real>::set_beliefs_between(const CrisisSolution<Real>& s, const GameCell& cell, int other,
                                         const Lanes& share) {
  const int types = s.types();
  belief_.resize(types);
  const Mask<Lanes> own = share <= 0.0, others = share >= 1.0;
  if (!all(own | others)) {
    std::vector<Lanes> weight(types);
    for (int type = 0; type < types; ++type) {
      const auto log_weight = [&](int from) {
        return side_by_side<Real>(cell, [&](int g) { return s.joint.log_strategy[(g + from) * types + type]; });
      };
      const Lanes prior(side_by_side<Real>(cell, [&](int) { return log_prior(s.game.prior[type]); }));
      weight[type] = prior + (1.0 - share) * log_weight(0) + share * log_weight(other - cell.game);
    }
    posterior(types, weight.data(), belief_.data());
  }
  for (int type = 0; type < types; ++type) {
    const auto belief = [&](int from) {
      return side_by_side<Real>(cell, [&](int g) { return s.belief(g + from)[type]; });
    };
    belief_[type] = select(own, belief(0), select(others, belief(other - cell.game), belief_[type]));
  }
}

template <class Real>
void Measurer<Real>::add_wedge_effects(const CrisisSolution<Real>& s) {
  std::vector<WeightedMean<Real>>&effect = first_, &at_none = second_;
  effect.assign(m_.wedge_effect.size(), {});
  at_none.assign(m_.wedge_effect_at_beliefs_of_none.size(), {});
  for (const GameCell& cell : s.cells) {
    const Action& action = s.action_of(cell.game);
    if (action.tactic == Tactic::none) continue;
    const int none = s.without_tactic(cell.game);
    settle_at_beliefs_of(s, cell, none);
    const Target& target = s.target_of(cell.game);
    for (int k = 0; k < target.size(); ++k) {
      const int i = static_cast<int>(action.tactic) * extents_.defenders + target.responders[k];
      for (int one = 0; one < cell.count; ++one) {
        const int g = cell.game + one;
        const Real probability = s.probability(g);
        effect[i].add(probability, s.support(none + one)[k] - s.support(g)[k]);
        at_none[i].add(probability, s.support(none + one)[k] - of_game<Real>(held_[k], one));
      }
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
template class Measurer<Single>;
template class Measurer<Pack>;
template struct Measures<double>;
template struct Measures<Single>;
template struct Measures<Pack>;
WEDGE_FOR_ONE_GAME(template Measures<double> measures_of(const CrisisSolution<double>&, int))
template Measures<Pack> measures_of(const CrisisSolution<Pack>&, int);
WEDGE_FOR_ONE_GAME(template std::vector<double> losses(const CrisisSolution<double>&))
template std::vector<Single> losses(const CrisisSolution<Single>&);
template std::vector<Pack> losses(const CrisisSolution<Pack>&);
WEDGE_FOR_ONE_GAME(template double total_loss(const CrisisSolution<double>&))
template Single total_loss(const CrisisSolution<Single>&);
template Pack total_loss(const CrisisSolution<Pack>&);

}  // namespace wedge
