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

  /// What was parked is next to nothing to all others. If support moves by more than this when it takes part again, it
  /// was not: beliefs at its own leaf followed it, and so did the leaf's other games.
  static constexpr double reach = 0.005;

  /// From the start of the branch, just swept.
  void begin(System& system);
  /// After a sweep: parks the games that stand in the way of a step in τ. True if there were any, none of them likely;
  /// the sweep then has to be done again.
  bool park(System& system) { return park(system, system.newton(), fast, true); }
  /// The same for a step in arc length with this correction, of which likely games move support by up to `limit`.
  bool park(System& system, std::span<const Real> correction, double limit) {
    return park(system, correction, limit, false);
  }
  /// use(position among the system's unknowns) for those of games that are parked.
  template <class Use>
  void each_unknown(const System& system, Use use) const;

  /// A point of the way, as far along it as `at`. There τ moves at `pace` with it, and was `off` by so much where the
  /// system was swept.
  struct Place {
    double at, tau, pace = 1.0, off = 0.0;
  };
  /// The way leads through here: where the system was swept last.
  void record(const System& system, const Place& place);
  void record(const System& system, double tau) { record(system, Place{tau, tau}); }
  /// In arc length: games whose own determinant is negative here are not to be parked any more.
  void see_turned(const System& system);
  /// Traces what is parked along the way, into `point`, and lets it take part again. False where that fails.
  bool settle(System& system, std::vector<Real>& point);
  std::size_t count() const { return parked_.size(); }
  bool fold() const { return fold_; }  ///< some game turned on its way

 private:
  struct Game {
    int adversary, game;
  };

  // Of the way, by adversary: log weights of the types at the nodes of its tree, and how their log-odds move along it.
  struct Node {
    Place place;
    std::vector<std::vector<Real>> log_path, shift;
  };

  // A game may be parked if it would move support by more than this in a step.
  static constexpr double fast = 0.02;
  bool park(System& system, std::span<const Real> correction, double limit, bool all_or_none);

  std::vector<Game> parked_;
  std::vector<Node> way_;
  std::vector<std::vector<char>> turned_;  // by adversary, by game
  bool fold_ = false;
};

template <class System>
template <class Use>
void Parking<System>::each_unknown(const System& system, Use use) const {
  for (const Game& one : parked_) {
    const auto& games = system.games(one.adversary);
    for (int k = 0; k < games.responders(one.game); ++k) use(system.offset(one.adversary) + games.unknown(one.game, k));
  }
}

}  // namespace wedge
