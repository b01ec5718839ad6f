/// Joint games of one structure solved one after the other in the same memory, as the kernel does.
#pragma once

#include <utility>

#include "equilibrium/joint_system.hpp"
#include "equilibrium/solve.hpp"

namespace wedge::bench {

class ReusedSolver {
 public:
  /// For games that have the structure of this one.
  explicit ReusedSolver(const JointGame<Pack>& like) : game_(like), solver_(game_), system_(game_) {}
  ReusedSolver(const ReusedSolver&) = delete;
  ReusedSolver& operator=(const ReusedSolver&) = delete;

  /// The result stays until the next call. `game` is as it was.
  const JointSolution<Pack>& solve(JointGame<Pack>& game, const SolverOptions& options = {}) {
    in_place_of(game, [&] { solver_.solve(options, solution_); });
    return solution_;
  }
  Mask<Pack> fragile(JointGame<Pack>& game) {
    Mask<Pack> out;
    in_place_of(game, [&] { out = solver_.fragile().fragile; });
    return out;
  }
  /// use(system) with a system of this game.
  template <class Use>
  void with(JointGame<Pack>& game, Use use) {
    in_place_of(game, [&] {
      system_.refresh();
      use(system_);
    });
  }

 private:
  template <class Work>
  void in_place_of(JointGame<Pack>& game, Work work) {
    std::swap(game_, game);  // solver and system hold a reference to game_; nothing is copied
    work();
    std::swap(game_, game);
  }

  JointGame<Pack> game_;
  JointSolver<Pack> solver_;
  JointSystem<Pack> system_;
  JointSolution<Pack> solution_{};
};

}  // namespace wedge::bench
