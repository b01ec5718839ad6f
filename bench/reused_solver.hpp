/// Joint games of one structure solved one after the other in the same memory, as the kernel does.
#pragma once

#include <utility>

#include "wedge/equilibrium/solve.hpp"

namespace wedge::bench {

class ReusedSolver {
 public:
  /// For games that have the structure of this one.
  explicit ReusedSolver(const JointGame<Pack>& like) : game_(like), solver_(game_) {}
  ReusedSolver(const ReusedSolver&) = delete;
  ReusedSolver& operator=(const ReusedSolver&) = delete;

  /// The result stays until the next call. `game` is as it was.
  const JointSolution<Pack>& solve(JointGame<Pack>& game, const SolverOptions& options = {}) {
    std::swap(game_, game);  // the solver holds a reference to game_; nothing is copied
    solver_.solve(options, solution_);
    std::swap(game_, game);
    return solution_;
  }
  Mask<Pack> fragile(JointGame<Pack>& game) {
    std::swap(game_, game);
    const Mask<Pack> out = solver_.fragile();
    std::swap(game_, game);
    return out;
  }

 private:
  JointGame<Pack> game_;
  JointSolver<Pack> solver_;
  JointSolution<Pack> solution_{};
};

}  // namespace wedge::bench
