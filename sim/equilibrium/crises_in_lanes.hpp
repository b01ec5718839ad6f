/// Large linked crises of one scenario, solved as a study solves a draw of them: their games side by side in lanes.
#pragma once

#include <vector>

#include "equilibrium/crisis_solution.hpp"

namespace wedge {

/// Whether a CrisisSolver over these numbers has large crises solved so. A page solves none that is large.
#ifdef WEDGE_PACKS_ALONE
template <class Real>
inline constexpr bool solves_in_lanes = false;
#else
template <class Real>
inline constexpr bool solves_in_lanes = one_at_a_time<Real>;
#endif

/// The same crises as a CrisisSolver<double> has: what it finds in a fifth of the time, up to rounding.
class CrisesInLanes {
 public:
  /// As a CrisisSolver's constructor.
  CrisesInLanes(const Scenario<double>& structure, const std::vector<int>& adversaries, const std::vector<bool>& lost);

  void load(const Scenario<double>& numbers);
  /// Into the `out` of each adversary: where the games stand, and how often their occasions happen.
  void solve_loaded(const SolverOptions& options, bool wanted, std::vector<CrisisSolution<double>>& out);
  Fragility<double> loaded_fragile(Effort effort);
  Certificate<double> certify(bool todo);

 private:
  Scenario<Pack> scenario_;
  CrisisSolver<Single> solver_;
};

}  // namespace wedge
