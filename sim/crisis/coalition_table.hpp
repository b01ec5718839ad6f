/// The coalitions of one target: what they can do, and what can be done to them, whatever the rung; a Tabulator looks
/// these up for every action instead of working them out again.
#pragma once

#include <vector>

#include "crisis/contest.hpp"
#include "crisis/defence.hpp"
#include "crisis/follow_through.hpp"
#include "crisis/payoffs.hpp"

namespace wedge {

template <class Real>
class CoalitionTable {
 public:
  /// Keeps references to the scenario and the structure. The memory is used again from one call to the next.
  void set(const Scenario<Real>& scenario, const CrisisStructure& crisis, int target, int rung,
           const Demands<Real>& demands) {
    s_ = &scenario;
    t_ = &crisis.targets[target];
    a_ = &scenario.adversaries[crisis.adversary];
    set_defence(scenario, *t_, rung, demands, defence_);
    for (auto* numbers : {&missile_, &hybrid_, &economic_, &nuclear_harm_, &economic_harm_, &struck_}) numbers->clear();
    threatened_.clear();
    for (const int k : t_->responders) {
      missile_.push_back(scenario.defenders[k].missile_defence);
      hybrid_.push_back(scenario.defenders[k].hybrid_resilience);
      economic_.push_back(scenario.defenders[k].economic_resilience);
    }
    const std::size_t all = t_->coalitions(), n = t_->size();
    for (auto* by_coalition : {&strength_, &hybrid_pool_, &political_, &retaliation_})
      by_coalition->assign(all, Real(0.0));
    effort_.resize(n * all);
    for (Coalition c = 0; c < all; ++c) {
      hybrid_pool_[c] = pooled<Real>(hybrid_, defence_.practice, c, t_->victim);
      political_[c] = sum_over(c & ~only(t_->victim), [&](int k) { return defender(k).sanction; });
      if (has(c, t_->victim)) strength_[c] = power_of(strength(defence_, c));
      for (std::size_t k = 0; k < n; ++k) effort_[k * all + c] = effort_share(defence_, c, static_cast<int>(k));
    }
    for (const Action& action : crisis.actions) {
      if (action.target != target || action.rung != 0) continue;
      if (action.threat() == Threat::nuclear) add_nuclear_threat(action.at);
      if (action.threat() == Threat::economic && economic_harm_.empty()) add_economic_harm();
    }
  }

  const Defence<Real>& defence() const { return defence_; }
  /// E_i(C)^γ, eq. (4); 0 when the victim concedes.
  const Real& strength_power(Coalition c) const { return strength_[c]; }
  /// E^x_i(C)^γ when a nuclear threat at the set `at` is carried out on those of it who support.
  const Real& struck_power(Coalition at, Coalition c) const {
    std::size_t i = 0;
    while (threatened_[i] != at) ++i;
    return struck_[i * t_->coalitions() + c];
  }
  /// pool(h)_i(C), eq. (6), of the victim.
  const Real& hybrid_pool(Coalition c) const { return hybrid_pool_[c]; }
  /// Ψ(C), eq. (8).
  const Real& political(Coalition c) const { return political_[c]; }
  /// φ_k(C).
  const Real& effort(int k, Coalition c) const { return effort_[k * t_->coalitions() + c]; }
  /// harm_k(C), eq. (10), for a supporter k at whom a threat of this kind is aimed.
  const Real& harm(Threat kind, int k, Coalition c) const {
    return (kind == Threat::nuclear ? nuclear_harm_ : economic_harm_)[k * t_->coalitions() + c];
  }

  /// ret(C), eq. (8), without the type's own θ^c execution_cost.
  Real execution_price(const Action& action, Coalition c) const {
    if (action.threat() == Threat::economic)
      return a_->leverage_cost * sum_over(action.at & c, [&](int k) { return exposure(k); });
    return retaliation_[c];
  }

 private:
  const Defender<Real>& defender(int k) const { return s_->defenders[t_->responders[k]]; }
  Real exposure(int k) const { return t_->exposure[k] < 0 ? Real(0.0) : a_->exposure.entries[t_->exposure[k]].second; }
  Real power_of(const Real& strength) const { return power(strength, s_->model.decisiveness); }

  template <class Term>
  Real sum_over(Coalition members, Term term) const {
    Real sum(0.0);
    for (int k = 0; k < t_->size(); ++k)
      if (has(members, k)) sum += term(k);
    return sum;
  }

  void add_nuclear_threat(Coalition at) {
    const std::size_t all = t_->coalitions();
    if (nuclear_harm_.empty()) add_nuclear_harm();
    threatened_.push_back(at);
    for (Coalition c = 0; c < all; ++c) {
      const Coalition hit = at & c;
      if (!has(c, t_->victim) || hit == 0)
        struck_.emplace_back(0.0);
      else if (at != hit && std::popcount(hit) == 1)  // the same as a threat at that one alone, which came before
        struck_.push_back(Real(struck_power(hit, c)));
      else
        struck_.push_back(power_of(strength<Real>(defence_, c, struck_weights(hit, c))));
    }
  }

  // χ'_k for those hit, model.md, "Strength: the weakest link".
  std::span<const Real> struck_weights(Coalition hit, Coalition c) {
    weight_.assign(t_->size(), Real(0.0));
    for (int k = 0; k < t_->size(); ++k)
      if (has(hit, k)) weight_[k] = a_->strike_effect * (1.0 - pooled<Real>(missile_, defence_.practice, c, k));
    return weight_;
  }

  void add_nuclear_harm() {
    set_by_supporter(nuclear_harm_, [&](int k, Coalition c) {
      return nuclear_harm(defender(k).vulnerability, s_->model.saturation, a_->arsenal,
                          pooled<Real>(missile_, defence_.practice, c, k));
    });
    for (Coalition c = 0; c < t_->coalitions(); ++c)
      retaliation_[c] =
          retaliation_price<Real>(sum_over(c, [&](int k) { return defender(k).retaliation; }), a_->cover, a_->arsenal);
  }
  void add_economic_harm() {
    set_by_supporter(economic_harm_, [&](int k, Coalition c) {
      return economic_harm(a_->leverage, exposure(k), pooled<Real>(economic_, defence_.relief, c, k));
    });
  }
  template <class Number>
  void set_by_supporter(std::vector<Real>& out, Number number) const {
    out.assign(t_->size() * t_->coalitions(), Real(0.0));
    for (int k = 0; k < t_->size(); ++k)
      for (Coalition c = 0; c < t_->coalitions(); ++c)
        if (has(c, k)) out[k * t_->coalitions() + c] = number(k, c);
  }

  const Scenario<Real>* s_ = nullptr;
  const Target* t_ = nullptr;
  const Adversary<Real>* a_ = nullptr;
  Defence<Real> defence_{};
  std::vector<Real> missile_, hybrid_, economic_, weight_;              // by responder
  std::vector<Real> strength_, hybrid_pool_, political_, retaliation_;  // by coalition
  std::vector<Real> effort_, nuclear_harm_, economic_harm_;             // by responder and coalition
  std::vector<Coalition> threatened_;                                   // sets that a nuclear threat is aimed at
  std::vector<Real> struck_;                                            // by threatened set and coalition
};

}  // namespace wedge
