/// Sobol' sensitivity indices: how much of a measure's variance each uncertain key answers for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "study/effects.hpp"

namespace wedge {

/// Sums over draws from which the indices are estimated. A draw is two independent sets of inputs, A and B; f(A_B)
/// is the output at A with one parameter's values taken from B. Arrays are by batch first: the batches are
/// independent, and their differences say how certain the indices are.
struct IndexSums {
  static constexpr int batches = 16;
  int parameters = 0, slots = 0;
  std::vector<double> count, mean, m2;                 ///< of f(A) and f(B) together, by batch, slot
  std::vector<double> pairs, product, change, square;  ///< by batch, parameter, slot: how many; Σ f(B)(f(A_B) − f(A)),
                                                       ///< Σ (f(A_B) − f(A)), Σ (f(A) − f(A_B))² / 2

  IndexSums() = default;
  IndexSums(int parameters, int slots);
  /// Adds one draw: rows of `slots` outputs at A, at B and, parameter by parameter, at A_B. An output that is NaN
  /// somewhere is left out there.
  void add(int batch, const double* a, const double* b, const double* mixed);
  void merge(const IndexSums& other);
};

/// Share of the variance.
struct Indices {
  double first, first_error;  ///< removed on average by fixing the parameter (Saltelli and others, 2010, table 2 (b))
  double total, total_error;  ///< left on average if all others are fixed (Jansen, 1999)
};

/// Errors are jackknife standard errors over the batches: an interval goes by Student's t with 15 degrees of freedom.
/// NaN where the output does not vary.
Indices indices_of(const IndexSums& sums, int parameter, int slot);

/// An index with a larger standard error is not known yet: it could be anything between little and much.
inline constexpr double largest_known_error = 0.1;
/// How many draws would make it known, as errors fall with the root of their number: two digits, rounded up.
std::int64_t draws_to_know(double error, std::int64_t draws);

/// How much each parameter matters for one measure.
struct Sensitivity {
  std::string measure, unit;  ///< none: the study has no sensitivity
  std::int64_t draws = 0;
  std::vector<std::string> parameters;
  std::vector<Indices> indices;  ///< by parameter; or
  std::vector<Effects> effects;  ///< in their place
};

}  // namespace wedge
