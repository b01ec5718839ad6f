/// Following the principal branch, and coming to rest from the corners: the two ways to a solution.
#pragma once

#include "equilibrium/solve.hpp"

namespace wedge {

/// Where a search ended, by lane. `benefit` solves the system where `found`.
template <class Real>
struct Found {
  std::vector<Real> benefit;
  Mask<Real> found, fold;
  Real tier;

  static Found nothing(int size) {
    const Mask<Real> no = Real(1.0) < Real(0.0);
    return {std::vector<Real>(size, Real(0.0)), no, no, Real(0.0)};
  }
};

// All take a JointSystem or a LinkedSystem.

/// The principal branch's first crossing of τ = 1.
template <class System, class Real = typename System::Number>
Found<Real> follow_branch(System& system, Effort effort);

/// When a damped iteration has arrived.
enum class Rest {
  complete,  ///< when it no longer moves
  near,      ///< when Newton's method finds a solution within 0.03 in support (much sooner)
  soon,      ///< as near, but after some dozens of steps it is given up
};

/// The limit of damped iteration from p = `corner` (1 or 0), polished by Newton steps.
template <class System, class Real = typename System::Number>
Found<Real> settle_from(System& system, double corner, Rest rest);

/// Newton's method at τ = 1 from `benefit`, in place, for the lanes of `todo`. True where it converged and
/// no support probability moved by more than `reach` on the first step.
template <class System, class Real = typename System::Number>
Mask<Real> polish(System& system, std::vector<Real>& benefit, const Mask<Real>& todo, const Real& reach);

/// max over responders of a step in net benefits, measured in what it does to support (λ |step|).
template <class Real>
Real largest_shift(std::span<const Real> precision, std::span<const Real> step) {
  Real largest(0.0);
  for (std::size_t i = 0; i < step.size(); ++i) largest = max(largest, abs(precision[i] * step[i]));
  return largest;
}

/// max over unknowns of |slope · step|: the change of support to first order.
template <class Real>
Real largest_change(std::span<const Real> slope, std::span<const Real> step) {
  Real largest(0.0);
  for (std::size_t i = 0; i < step.size(); ++i) largest = max(largest, abs(slope[i] * step[i]));
  return largest;
}

/// Copies `from` to `to` in the lanes of `where`.
template <class Real>
void assign_where(const Mask<Real>& where, std::vector<Real>& to, const std::vector<Real>& from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = select(where, from[i], to[i]);
}

}  // namespace wedge
