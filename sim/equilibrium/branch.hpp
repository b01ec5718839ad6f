/// Following the principal branch, and coming to rest from the corners: the two ways to a solution.
#pragma once

#include "equilibrium/solve.hpp"

namespace wedge {

// All take a JointSystem or a LinkedSystem.

/// The principal branch's first crossing of τ = 1, in the lanes of `wanted`.
template <class System, class Real = typename System::Number>
FoundSolution<Real> follow_branch(System& system, Effort effort, const Mask<Real>& wanted = everywhere<Real>());

/// Follows the curve of solutions back from `benefit` at τ = 1.
template <class System, class Real = typename System::Number>
Certificate<Real> trace_back(System& system, const std::vector<Real>& benefit, const Mask<Real>& todo);

/// When a damped iteration has arrived.
enum class Rest {
  complete,  ///< when it no longer moves
  near,      ///< when Newton's method finds a solution within 0.03 in support (much sooner)
  soon,      ///< as near, but after some dozens of steps it is given up
};

/// The limit of damped iteration from p = `corner` (1 or 0), polished by Newton steps.
template <class System, class Real = typename System::Number>
FoundSolution<Real> settle_from(System& system, double corner, Rest rest);

/// Newton's method at τ = 1 from `benefit`, in place, for the lanes of `todo`. True where it converged and
/// no support probability moved by more than `reach` on the first step.
template <class System, class Real = typename System::Number>
Mask<Real> polish(System& system, std::vector<Real>& benefit, const Mask<Real>& todo, const Real& reach);

template <class Real>
Mask<Real> nowhere() {
  return Real(1.0) < Real(0.0);
}

/// The start of the branch, swept: at τ = 0 everybody supports with probability ½, whatever d is, but the tangent
/// depends on d.
template <class System, class Real = typename System::Number>
std::vector<Real> start_of_branch(System& system) {
  std::vector<Real> benefit(system.size(), Real(0.0));
  if constexpr (System::rounds_to_start > 1) {
    benefit = system.start();
  } else {
    system.evaluate(benefit, Real(0.0));
    benefit = system.delta();
  }
  system.linearise(benefit, Real(0.0));
  return benefit;
}

/// The largest precision.
template <class System, class Real = typename System::Number>
Real sharpest(const System& system) {
  Real largest(0.0);
  for (const Real& precision : system.precision()) largest = max(largest, precision);
  return largest;
}

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
