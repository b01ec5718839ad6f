/// Distributions as quantile functions, and scenarios at given quantiles.
#pragma once

#include "scenario/numbers.hpp"

namespace wedge {

/// The value that the distribution stays below with probability u, 0 < u < 1 (model.md, "Uncertain numbers"). A
/// `choice` takes its values in ascending order, each over the same share of (0, 1).
double quantile(const Distribution& distribution, double u);

/// The scenario with every uncertain key at its median, defaults settled.
Scenario<double> at_medians(const Scenario<Quantity>& scenario);

/// How many keys are uncertain.
int uncertain_count(const Scenario<Quantity>& scenario);

}  // namespace wedge
