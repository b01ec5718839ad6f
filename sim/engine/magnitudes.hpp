/// Numbers that read well one by one and make no sense together: a sentence about each, or nothing.
#pragma once

#include <string>

#include "equilibrium/crisis_solution.hpp"

namespace wedge::engine {

/// Forces a thousand times another's.
std::string odd_forces(const Scenario<double>& scenario);
/// An adversary that attacks almost surely, or hardly ever.
std::string odd_probability(const std::string& adversary, double attacked);
/// Tactics on its menu that it hardly uses, or no more than in the same crisis `without` motives.
std::string idle_tactics(const std::string& adversary, const CrisisSolution<double>& crisis,
                         const CrisisSolution<double>& without);

}  // namespace wedge::engine
