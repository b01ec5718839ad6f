/// Following the branch past games that hardly ever happen (docs/solver.md, "Parked games").
#pragma once

#include "equilibrium/branch.hpp"
#include "equilibrium/linked_system.hpp"

namespace wedge {

/// Systems that can leave games out.
template <class System>
inline constexpr bool parks_games = false;
template <class Real>
inline constexpr bool parks_games<LinkedSystem<Real>> = games_in_lanes<Real>;

/// Where a game that hardly ever happens turns, or moves so fast that each step must be short, all others wait for it
/// though to them it is next to nothing. Such games are *parked*: nothing answers to them, and they follow by damped
/// steps. At the end each is traced by itself, at the beliefs that were met on the way.
template <class System>
class Parking {
 public:
  using Real = typename System::Number;

  /// When what was parked takes part again, support may move by this much: beliefs at its own leaf do.
  static constexpr double reach = 0.2;

  /// From the start of the branch, just swept.
  void begin(System& system);
  /// After a sweep: parks the games that stand in the way. True if there were any, none of them likely; the sweep then
  /// has to be done again.
  bool park(System& system);
  /// The way leads through here: where the system was swept last.
  void record(const System& system, double tau);
  /// Traces what is parked along the way, into `point`, and lets it take part again. False where that fails.
  bool settle(System& system, std::vector<Real>& point);
  std::size_t count() const { return parked_.size(); }
  bool fold() const { return fold_; }  ///< some game turned on its way

 private:
  struct Game {
    int adversary, game;
  };

  // Of the way, by adversary: log weights of the types at the nodes of its tree, and how their log-odds shift there.
  struct Node {
    double tau;
    std::vector<std::vector<Real>> log_path, shift;
  };

  std::vector<Game> parked_;
  std::vector<Node> way_;
  bool fold_ = false, given_up_ = false;
};

}  // namespace wedge
