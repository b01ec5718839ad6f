// Many crises of one structure solved in packs.
#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "equilibrium/solve.hpp"

namespace wedge {

/// Solves tasks, a lane each: all of them the quick way, then those that need more. solve(pack, options, difficult)
/// appends to `difficult` what it could not solve; where that is null, there is no further way.
template <class Real, class Task, class Solve>
void solve_in_tiers(std::vector<Task> tasks, const SolverOptions& options, Solve solve) {
  constexpr std::size_t lanes = RealTraits<Real>::lanes;
  const bool principal = options.selection == Selection::principal;
  for (const Effort effort : efforts_in_turn) {
    const bool last = !principal || effort == std::end(efforts_in_turn)[-1];
    const SolverOptions now = principal ? SolverOptions{options.selection, effort} : options;
    std::vector<Task> difficult;
    for (std::size_t first = 0; first < tasks.size(); first += lanes)
      solve(std::span<const Task>(tasks).subspan(first, std::min(lanes, tasks.size() - first)), now,
            last ? nullptr : &difficult);
    if (last) return;
    tasks = std::move(difficult);
  }
}

}  // namespace wedge
