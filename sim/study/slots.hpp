/// The measures of a draw as one row of numbers, and what each means.
#pragma once

#include "wedge/measures/measures.hpp"
#include "wedge/study/layout.hpp"

namespace wedge {

/// Everything that is stored of one pack of draws.
template <class Real>
struct DrawMeasures {
  Measures<Real> measures;
  std::vector<IntegrationBalance<Real>> balance;  ///< by tie
  Mask<Real> fragile;
  Status status[RealTraits<Real>::lanes];
};

/// All measures of one scenario. A draw's status is that of its own equilibrium; a balance whose other side fails is
/// NaN in that lane.
template <class Real>
DrawMeasures<Real> measure(const Scenario<Real>& scenario, int adversary, const SolverOptions& options);

/// Adds dimensions, variables and slots of all measures to `layout`.
void describe_slots(const Scenario<Quantity>& scenario, int adversary, StudyLayout& layout);

/// One lane's numbers in slot order.
template <class Real>
void fill_slots(const DrawMeasures<Real>& draw, int lane_index, std::vector<double>& slots);

}  // namespace wedge
