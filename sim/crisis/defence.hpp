/// The defence of one target as numbers, and how strong and how fast a coalition makes it:
/// equations (3), (4), (5), (6) and (25).
#pragma once

#include <span>
#include <vector>

#include "base/real.hpp"
#include "crisis/structure.hpp"

namespace wedge {

/// How much the *other* simultaneous crises weigh on each defender (model.md, "Force"). Empty: there are none.
template <class Real>
struct Demands {
  std::vector<Real> everywhere;  ///< D_k, by defender
  std::vector<Real> here;        ///< as D_k, from crises in the target's region alone

  bool none() const { return everywhere.empty(); }
};

/// Everything about a target's defence that does not depend on who supports. Vectors are by responder,
/// matrices by k·n + l.
template <class Real>
struct Defence {
  int size, victim;
  bool planned;  ///< a pact governs it
  Coalition members;
  std::vector<Real> force;     ///< f_ki, eq. (2)
  std::vector<Real> stake;     ///< v_ki, eq. (1)
  std::vector<Real> bonus;     ///< σ M (1 − redundancy_cost ϱ): what l's presence adds at a = 1
  std::vector<Real> gap;       ///< δ M (1 − ϱ): what l's absence takes away
  std::vector<Real> slowness;  ///< (median decision time)^β, attention included
  Real need;                   ///< members who must support, eq. (3)
  Real ad_hoc, ad_hoc_force;   ///< α and φ without the pact's command
  Real pact_slowness;          ///< (median time of the pact's procedure)^β, attention included
  Real fallback_slowness;      ///< (that and the fallback's time)^β, when the pact fails to act
  std::vector<Real> practice;  ///< w_kl = s M: missile defence and hybrid practice
  /// The hold of a host on the force of a supporter, eq. (25).
  struct Basing {
    int from, host;
    Real bonus;  ///< gain M (1 − redundancy_cost ϱ): what the host's presence adds
    Real gap;    ///< dependency M (1 − ϱ): what its absence takes away
  };
  std::vector<Basing> basings;
  std::vector<Real> relief;  ///< w_kl = assistance: economic help
};

/// The part of it that says when the plan is active and who comes then; everything else is left empty.
template <class Real>
Defence<Real> decision_rule(const Scenario<Real>& scenario, const Target& target);

/// The defence of a target in a crisis at this rung, into the memory of another.
template <class Real>
void set_defence(const Scenario<Real>& scenario, const Target& target, int rung, const Demands<Real>& demands,
                 Defence<Real>& out);

/// active(C), eq. (3). Never without a plan.
template <class Real>
Mask<Real> active(const Defence<Real>& d, Coalition supporters) {
  const Real present(static_cast<double>(std::popcount(supporters & d.members)));
  return d.planned ? present >= d.need : Real(1.0) < Real(0.0);
}

/// φ_k(C): share of k's effort that comes.
template <class Real>
Real effort_share(const Defence<Real>& d, Coalition supporters, int k) {
  if (k == d.victim || !d.planned) return Real(1.0);
  return select(active(d, supporters), Real(1.0), d.ad_hoc_force);
}

/// The factor of l's force because it runs through hosts, eq. (25). `struck` as in strength().
template <class Real>
Real based(const Defence<Real>& d, Coalition supporters, int l, std::span<const Real> struck) {
  Real factor(1.0);
  for (const auto& basing : d.basings) {
    if (basing.from != l) continue;
    const Real absent = 1.0 - basing.gap;
    const Real lost = struck.empty() ? Real(0.0) : struck[basing.host];
    factor *= has(supporters, basing.host) ? (1.0 - lost) * (1.0 + basing.bonus) + lost * absent : absent;
  }
  return factor;
}

/// E_i(C), eq. (4); with `struck` the E^x_i(C) of an executed threat: struck[k] is χ'_k, the weight with
/// which k counts as absent (0 for those not struck). `struck` may be empty.
template <class Real>
Real strength(const Defence<Real>& d, Coalition supporters, std::span<const Real> struck = {}) {
  const Real command = d.planned ? select(active(d, supporters), Real(1.0), d.ad_hoc) : d.ad_hoc;
  Real effort(0.0), multiplier(1.0);
  for (int l = 0; l < d.size; ++l) {
    const Real absent = 1.0 - d.gap[l];
    if (!has(supporters, l)) {
      if (l != d.victim) multiplier *= absent;
      continue;
    }
    const Real lost = struck.empty() ? Real(0.0) : struck[l];
    const Real force = d.basings.empty() ? d.force[l] : d.force[l] * based(d, supporters, l, struck);
    effort += (1.0 - lost) * effort_share(d, supporters, l) * force;
    if (l != d.victim) multiplier *= (1.0 - lost) * (1.0 + command * d.bonus[l]) + lost * absent;
  }
  return effort * multiplier;
}

/// P(time ≤ T) for a log-logistic decision time: Λ(β ln(T/median)) = T^β / (T^β + median^β), with a median of 0 always
/// in time. `haste` is T^β, `slowness` median^β.
template <class Real>
Real decided_by(const Real& haste, const Real& slowness) {
  return haste / (haste + slowness);
}

/// P(at least `need` of the members in `present` have decided by the deadline): Poisson-binomial. `decided` by
/// responder.
template <class Real>
Real enough_decided(const Defence<Real>& d, Coalition present, std::span<const Real> decided) {
  Real count[most_responders + 1] = {Real(1.0)};  // count[m] = P(exactly m have decided)
  int members = 0;
  for (int k = 0; k < d.size; ++k) {
    if (!has(present, k)) continue;
    const Real& p = decided[k];
    ++members;
    count[members] = count[members - 1] * p;
    for (int m = members - 1; m > 0; --m) count[m] = count[m] * (1.0 - p) + count[m - 1] * p;
    count[0] *= 1.0 - p;
  }
  Real total(0.0);
  for (int m = 0; m <= members; ++m) total += select(Real(static_cast<double>(m)) >= d.need, count[m], Real(0.0));
  return total;
}

/// How likely who and what is ready by one deadline.
template <class Real>
struct Readiness {
  std::vector<Real> decided;  ///< by responder
  Real pact{0.0}, fallback{0.0};

  /// `haste` is T_r^β.
  void set(const Defence<Real>& d, const Real& haste) {
    decided.resize(d.size);
    for (int k = 0; k < d.size; ++k) decided[k] = decided_by(haste, d.slowness[k]);
    if (!d.planned) return;
    pact = decided_by(haste, d.pact_slowness);
    fallback = decided_by(haste, d.fallback_slowness);
  }
};

/// ℓ_r(C), eq. (5): probability that the defence comes after the gain is consolidated.
template <class Real>
Real late(const Defence<Real>& d, Coalition supporters, const Readiness<Real>& ready) {
  if (!d.planned) return 1.0 - ready.decided[d.victim];
  const Real in_time = ready.pact * enough_decided<Real>(d, supporters & d.members, ready.decided);
  return 1.0 - select(active(d, supporters), in_time, ready.fallback);
}

/// pool(m)_k(C), eq. (6): k's own protection m_k and what supporters share with it, weights w_kl.
template <class Real>
Real pooled(std::span<const Real> own, std::span<const Real> weight, Coalition supporters, int k) {
  const int n = static_cast<int>(own.size());
  Real open = 1.0 - own[k];
  for (int l = 0; l < n; ++l)
    if (l != k && has(supporters, l)) open *= 1.0 - weight[k * n + l] * own[l];
  return 1.0 - open;
}

}  // namespace wedge
