/// A search for all solutions of a system (solver.md, "All solutions").
#pragma once

#include "equilibrium/solve.hpp"

namespace wedge {

/// Those that the selections find, those on the curves through what is known, and those that Newton's method finds from
/// so many starting points. Takes a JointSystem or a LinkedSystem.
template <class System>
KnownSolutions search_solutions(System& system, int starts);

/// Of games that do not depend on one another, from those of each: every combination, up to some number of them.
KnownSolutions combined(const std::vector<KnownSolutions>& by_game);

}  // namespace wedge
