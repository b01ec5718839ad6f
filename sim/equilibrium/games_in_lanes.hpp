/// The response games of one draw side by side in packs, to be used as ResponseGames.
#pragma once

#include "equilibrium/joint_game.hpp"
#include "equilibrium/response_games.hpp"

namespace wedge {

/// Unknowns run leaf by leaf, responder by responder, game by game; Worths are as entry_of() says, beliefs by game.
/// Inside all are by cell. Every game comes to the same bits as in ResponseGames.
template <class Real>
class GamesInLanes {
 public:
  /// Keeps a reference, as ResponseGames does.
  explicit GamesInLanes(const JointGame<Real>& game);
  void refresh();

  // All as in ResponseGames.
  int size() const { return size_; }
  const std::vector<Real>& precision() const { return precision_; }
  void respond(std::span<const Real> benefit, const Real& tau);
  void set_support(std::span<const Real> support, std::span<const Real> perceived);
  void set_values(Worth<Real>& out, bool slopes);
  void set_gains(const std::vector<Real>& belief);
  void linearise(std::span<const Real> benefit, const std::vector<Real>& belief, Worth<Real>* answers);
  void take_steps(const std::vector<Real>& shift, const std::vector<int>& leaf);
  const std::vector<Real>& support() const { return support_; }
  bool misperceived() const { return games_.misperceived(); }
  const std::vector<Real>& perceived() const { return misperceived() ? perceived_ : support_; }
  const std::vector<Real>& slope() const { return slope_; }
  const std::vector<Real>& delta() const { return delta_; }
  const std::vector<Real>& newton() const { return newton_; }
  const std::vector<Real>& tangent() const { return tangent_; }
  const Real& determinant_sign() const { return sign_; }
  Real residual() const;
  /// Unknowns' numbers game by game, responder by responder, as solutions report them.
  std::vector<Real> by_game(std::span<const Real> unknowns) const;

  // Of one game.
  int count() const { return static_cast<int>(cell_of_.size()); }
  int types() const { return types_; }
  int responders(int game) const { return places_[cell_of_[game]].responders; }
  int unknown(int game, int k) const {
    const Place& place = places_[cell_of_[game]];
    return place.unknown + lane_of(game) + k * place.games;
  }
  double determinant(int game) const { return lane(games_.determinant(at(game)), lane_of(game)); }
  bool parked(int game) const { return !parked_.empty() && parked_[game]; }
  void park(int game);
  void unpark();
  /// The whole game, into one lane of another.
  void copy(int game, int lane, ResponseGame<GameReal<Real>>& to) const;

 private:
  using Lanes = GameReal<Real>;

  // Of a cell: its leaf's first game and how many that has; the first unknown of the cell's first game; its responders.
  struct Place {
    int game, games, unknown, responders;
  };
  // Where a cell's numbers begin, outside and by cell, and how many its games have each; outside an entry stands a
  // leaf's games after the one before.
  struct Rows {
    std::size_t outside;
    int by_cell, width;
  };
  static constexpr int of_unknowns = -1;  // this width: an entry for each of a game's own
  Rows rows_of(int cell, int width) const;
  // From outside to by cell, and back. Blank games get what the first of their cell has.
  void gather(std::span<const Real> from, std::vector<Lanes>& to) const;
  void scatter(const std::vector<Lanes>& from, int width, std::vector<Real>& to) const;
  // The same beliefs at all games of a cell.
  void set_beliefs(const std::vector<Real>& by_game);

  int at(int game) const { return cells_[cell_of_[game]].at; }
  int lane_of(int game) const { return game - cells_[cell_of_[game]].game; }

  const std::vector<ResponseGame<Lanes>>& all_;
  const int types_;
  const std::vector<GameCell> cells_;
  ResponseGames<Lanes> games_;
  Worth<Lanes> worth_;
  int size_ = 0;
  std::vector<Place> places_;  // by cell
  std::vector<int> leaf_;      // by position of a cell
  std::vector<Lanes> benefit_, belief_, shift_, seen_;
  std::vector<Real> precision_, support_, perceived_, slope_, delta_, newton_, tangent_;
  std::vector<int> cell_of_;  // by game
  std::vector<char> parked_;  // by game; empty: none
  Real sign_{1.0};
};

/// The response games of a joint game.
template <class Real>
using GamesOf = std::conditional_t<games_in_lanes<Real>, GamesInLanes<Real>, ResponseGames<Real>>;

}  // namespace wedge
