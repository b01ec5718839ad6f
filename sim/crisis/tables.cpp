#include "wedge/crisis/tables.hpp"

#include <array>

#include "wedge/crisis/contest.hpp"
#include "wedge/crisis/payoffs.hpp"

namespace wedge {
namespace {

// Everything about attacks on one target at one rung that no tactic changes.
template <class Real>
class Front {
 public:
  Front(const Scenario<Real>& scenario, const CrisisStructure& crisis, int target, int rung,
        const Demands<Real>& demands)
      : s_(scenario),
        t_(crisis.targets[target]),
        a_(scenario.adversaries[crisis.adversary]),
        r_(scenario.rungs[rung]),
        defence_(defence_of(scenario, t_, rung, demands)),
        attackers_(a_.forces.entries[t_.forces].second * r_.mobilisation) {
    for (const int k : t_.responders) {
      missile_.push_back(s_.defenders[k].missile_defence);
      hybrid_.push_back(s_.defenders[k].hybrid_resilience);
      economic_.push_back(s_.defenders[k].economic_resilience);
    }
    for (Coalition c = 0; c < t_.coalitions(); ++c) {
      at_stake_.push_back(
          r_.gain * (1.0 - r_.hybrid * pooled<Real>(hybrid_, defence_.practice, c, t_.victim)));
      const bool resists = has(c, t_.victim);
      late_.push_back(resists ? late(defence_, c, r_.consolidation_days) : Real(0.0));
      holds_.push_back(resists ? holding(c, {}) : Real(0.0));
      political_.push_back(sum_over(c & ~only(t_.victim), [&](int k) { return defender(k).sanction; }));
    }
  }

  GameTables<Real> game(const Action& action) const {
    GameTables<Real> g{t_.size(), static_cast<int>(a_.types.size()), late_, at_stake_, {}, {}, {}};
    for (Coalition c = 0; c < t_.coalitions(); ++c) g.cost.push_back(cost(action, c));
    g.outcome.resize(a_.types.size() * t_.coalitions());
    for (Coalition c = 0; c < t_.coalitions(); ++c)
      for_each_type(action, c, [&](std::size_t type, const Alternatives& alternatives) {
        g.outcome[type * t_.coalitions() + c] = expected_outcome(alternatives.all(), a_.precision);
      });
    g.utility.resize(a_.types.size() * t_.size() * t_.coalitions());
    for (int k = 0; k < t_.size(); ++k)
      for (Coalition c = 0; c < t_.coalitions(); ++c) {
        const ResponderTerms<Real> terms = responder_terms(action, k, c);
        for (int type = 0; type < g.types; ++type) {
          const Outcome<Real>& o = g.outcome_of(type, c);
          g.utility[(type * t_.size() + k) * t_.coalitions() + c] =
              responder_utility(terms, at_stake_[c], o.holds, o.fight, o.executed);
        }
      }
    return g;
  }

  // The ends of the game after coalition C, by type and alternative, with every responder's utility.
  std::vector<std::vector<Ending<Real>>> endings(const Action& action, Coalition c) const {
    std::vector<std::vector<Ending<Real>>> by_type(a_.types.size());
    for_each_type(action, c, [&](std::size_t type, const Alternatives& alternatives) {
      for (const Outcome<Real>& o : alternatives.all()) {
        Ending<Real> ending{o.value - cost(action, c), {}};
        for (int k = 0; k < t_.size(); ++k)
          ending.utility.push_back(
              responder_utility(responder_terms(action, k, c), at_stake_[c], o.holds, o.fight, o.executed));
        by_type[type].push_back(std::move(ending));
      }
    });
    return by_type;
  }

 private:
  struct Alternatives {
    std::array<Outcome<Real>, 3> outcomes;
    std::size_t count = 0;

    Alternatives& add(const Outcome<Real>& outcome) {
      outcomes[count++] = outcome;
      return *this;
    }
    std::span<const Outcome<Real>> all() const { return std::span(outcomes).first(count); }
  };

  const Defender<Real>& defender(int k) const { return s_.defenders[t_.responders[k]]; }
  Real exposure(int k) const {
    return t_.exposure[k] < 0 ? Real(0.0) : a_.exposure.entries[t_.exposure[k]].second;
  }

  template <class Use>
  void for_each_type(const Action& action, Coalition c, Use use) const {
    const bool live = action.live(c, t_.victim);
    const Real holds_executed = live && action.tactic == Tactic::threaten ? holding(c, struck(action.at & c, c)) : holds_[c];
    const Real price = live ? execution_price(action, c) : Real(0.0);
    for (std::size_t type = 0; type < a_.types.size(); ++type)
      use(type, alternatives(action, a_.types[type], c, holds_executed, price));
  }

  template <class Term>
  Real sum_over(Coalition members, Term term) const {
    Real sum(0.0);
    for (int k = 0; k < t_.size(); ++k)
      if (has(members, k)) sum += term(k);
    return sum;
  }

  // w_r(C), eq. (7), or w^x_r(C) with some struck.
  Real holding(Coalition c, const std::vector<Real>& struck_weight) const {
    return holds(late_[c], strength<Real>(defence_, c, struck_weight), attackers_, s_.model.decisiveness,
                 s_.model.rollback);
  }

  // χ'_k for those of K who support, model.md §3.1.
  std::vector<Real> struck(Coalition hit, Coalition c) const {
    std::vector<Real> weight(t_.size(), Real(0.0));
    for (int k = 0; k < t_.size(); ++k)
      if (has(hit, k)) weight[k] = a_.strike_effect * (1.0 - pooled<Real>(missile_, defence_.practice, c, k));
    return weight;
  }

  // ret(C), eq. (8), without the type's own θ^c y_j.
  Real execution_price(const Action& action, Coalition c) const {
    if (action.tactic == Tactic::squeeze)
      return a_.leverage_cost * sum_over(action.at & c, [&](int k) { return exposure(k); });
    const Real retaliation = sum_over(c, [&](int k) { return defender(k).retaliation; });
    return retaliation_price(retaliation, a_.cover, a_.arsenal);
  }

  // The tactic's own cost, and what is paid to the courted who stand aside while the victim resists.
  Real cost(const Action& action, Coalition c) const {
    if (action.tactic == Tactic::none) return Real(0.0);
    const Real own = s_.tactics[static_cast<int>(action.tactic) - 1].cost;
    if (action.tactic != Tactic::court || !has(c, t_.victim)) return own;
    return own + a_.largesse * a_.reliability * static_cast<double>(std::popcount(action.at & ~c));
  }

  // desist, press and, under a live threat, escalate; or the concession alone.
  Alternatives alternatives(const Action& action, const Type<Real>& type, Coalition c, const Real& holds_executed,
                            const Real& price) const {
    const AttackStakes<Real> stakes{type.prize * a_.prize.entries[t_.prize].second * at_stake_[c],
                                    type.cost * r_.attacker_cost, type.cost * r_.defeat_cost, political_[c]};
    Alternatives out;
    if (!has(c, t_.victim)) return out.add(after_conceding(concede_value(stakes)));
    const bool live = action.live(c, t_.victim), nuclear = live && action.tactic == Tactic::threaten;
    const Real press = press_value(stakes, holds_[c]);
    const Real own_price = nuclear ? type.cost * a_.execution_cost : Real(0.0);
    const Real escalate = press_value(stakes, holds_executed) - own_price - price;
    const Real eta = nuclear ? r_.escalation_risk : Real(0.0);
    out.add(after_desisting(desist_value(stakes, a_.audience_cost, a_.sunk)));
    out.add(after_pressing(press, escalate, holds_[c], holds_executed, eta));
    return live ? out.add(after_escalating(escalate, holds_executed)) : out;
  }

  ResponderTerms<Real> responder_terms(const Action& action, int k, Coalition c) const {
    const bool is_victim = k == t_.victim, resists = has(c, t_.victim);
    ResponderTerms<Real> terms{};
    terms.stake = defence_.stake[k];
    if (has(c, k)) {
      const Real effort = effort_share(defence_, c, k);
      const Real burden = is_victim ? Real(1.0) : s_.commitments[t_.commitment[k]].burden;
      terms.war = effort * r_.defender_cost * burden;
      if (!is_victim) terms.entry = s_.commitments[t_.commitment[k]].entry;
      if (has(action.at, k)) terms.harm = effort * harm(action.tactic, k, c);
    } else if (!is_victim && resists) {
      terms.penalty = s_.commitments[t_.commitment[k]].penalty;
      if (action.tactic == Tactic::court && has(action.at, k)) terms.courtship = a_.largesse * a_.reliability;
    }
    return terms;
  }

  Real harm(Tactic tactic, int k, Coalition c) const {
    if (tactic == Tactic::threaten)
      return strike_harm(defender(k).vulnerability, s_.model.saturation, a_.arsenal,
                         pooled<Real>(missile_, defence_.practice, c, k));
    if (tactic == Tactic::squeeze)
      return squeeze_harm(a_.leverage, exposure(k), pooled<Real>(economic_, defence_.relief, c, k));
    return Real(0.0);
  }

  const Scenario<Real>& s_;
  const Target& t_;
  const Adversary<Real>& a_;
  const Rung<Real>& r_;
  Defence<Real> defence_;
  Real attackers_;
  std::vector<Real> missile_, hybrid_, economic_;
  std::vector<Real> at_stake_, late_, holds_, political_;  // by coalition
};

}  // namespace

template <class Real>
std::vector<GameTables<Real>> tabulate(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                                       const Demands<Real>& demands) {
  std::vector<GameTables<Real>> games;
  games.reserve(crisis.actions.size());
  for (std::size_t first = 0; first < crisis.actions.size();) {
    const auto [target, rung] = std::pair(crisis.actions[first].target, crisis.actions[first].rung);
    const Front<Real> front(scenario, crisis, target, rung, demands);
    for (; first < crisis.actions.size() && crisis.actions[first].target == target &&
           crisis.actions[first].rung == rung;
         ++first)
      games.push_back(front.game(crisis.actions[first]));
  }
  return games;
}

template <class Real>
std::vector<std::vector<Ending<Real>>> endings(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                                               const Action& action, Coalition supporters) {
  return Front<Real>(scenario, crisis, action.target, action.rung, {}).endings(action, supporters);
}

template std::vector<std::vector<Ending<double>>> endings(const Scenario<double>&, const CrisisStructure&, const Action&, Coalition);
template std::vector<GameTables<double>> tabulate(const Scenario<double>&, const CrisisStructure&, const Demands<double>&);
template std::vector<GameTables<Pack>> tabulate(const Scenario<Pack>&, const CrisisStructure&, const Demands<Pack>&);

}  // namespace wedge
