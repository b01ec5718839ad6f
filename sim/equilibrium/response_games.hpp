/// All response games of one adversary: from net benefits to support, what the games are then worth, and their
/// linearised systems. What they know of one another, beliefs, comes from outside.
#pragma once

#include <span>
#include <vector>

#include "equilibrium/columns.hpp"
#include "equilibrium/response_game.hpp"

namespace wedge {

/// Unknowns run game by game, responder by responder; `belief` is by game·types + θ.
template <class Real>
class ResponseGames {
 public:
  /// Keeps a reference: `games` must outlive this and keep its structure. Call refresh() when the numbers have changed.
  /// `place` is where a game's entries stand in a Worth, by game; if empty, each in its own.
  ResponseGames(const std::vector<ResponseGame<Real>>& games, int types, std::vector<int> place = {});
  void refresh();

  int size() const { return size_; }
  int offset(int game) const { return offset_[game]; }
  /// λ_k by unknown.
  const std::vector<Real>& precision() const { return precision_; }

  /// Support at the net benefits d and precision scale τ, (S1), with its derivatives.
  void respond(std::span<const Real> benefit, const Real& tau);
  /// After respond(): lets the tangent be that of something with which τ moves at this pace.
  void pace(const Real& pace);
  /// Support given directly, and support as the observer perceives it; derivatives stay as they were.
  void set_support(std::span<const Real> support, std::span<const Real> perceived);
  /// The worth of every game to the observer at this support; `slopes`: with the derivatives that linearise() needs.
  void set_values(Worth<Real>& out, bool slopes);
  /// Δ of (S2).
  void set_gains(const std::vector<Real>& belief);
  /// Δ and the solved systems (S5). Into `answers`, unless null, how what each game is worth answers a shift of
  /// beliefs, (S6), at the values' slopes; null means that no game depends on another.
  void linearise(std::span<const Real> benefit, const std::vector<Real>& belief, Worth<Real>* answers);
  /// Lets nothing answer to this game in some lanes, and the game itself follow by damped steps; until unpark().
  void park(int game, const Mask<Real>& where);
  void unpark() { parked_.clear(); }
  /// A number with the sign of the game's own determinant, where it is not parked.
  const Real& determinant(int game) const { return determinant_[game]; }
  /// Newton step and tangent when the log-odds at a game's leaf shift: by leaf·(types − 1)·columns + …; `leaf` by game.
  void take_steps(const std::vector<Real>& shift, const std::vector<int>& leaf);

  const std::vector<Real>& support() const { return support_; }  ///< p by unknown
  bool misperceived() const { return misperceived_; }
  const std::vector<Real>& perceived() const {
    return misperceived_ ? perceived_ : support_;
  }                                                          ///< as the observer believes it
  const std::vector<Real>& slope() const { return slope_; }  ///< dp/dd
  const std::vector<Real>& delta() const { return delta_; }  ///< Δ by unknown
  const std::vector<Real>& newton() const { return newton_; }
  const std::vector<Real>& tangent() const { return tangent_; }
  /// Of the games' determinants the product; of games that do not depend on one another the least, since each has folds
  /// of its own.
  const Real& determinant_sign() const { return sign_; }
  /// max |p − right side of (11)| at Δ, of one game and of all; infinite where some p is no number.
  Real residual_of(int game) const;
  Real residual() const;

 private:
  void respond_with_foresight(std::span<const Real> benefit, const Real& tau);
  void respond_block(int first, int count, std::span<const Real> benefit);
  template <class Probability>
  void set_response(int unknown, const Probability& support);
  template <class Size, class Types>
  void gains_of(Size n, Types types, int game, const Real* belief);
  template <class Size, class Types>
  void linearise_game(Size n, Types types, int game, std::span<const Real> benefit, const Real* belief, bool apart);
  template <class Size, class Types>
  void answer_of(Size n, Types types, int game, Worth<Real>& out) const;
  void add_value_change(int game, int type, const Real* p, Real& value, Real* gradient) const;
  void add_gain_change(int game, int type, int k, const Real* others, Real& gain, Real* gradient) const;
  Real leave_parked(int game, int width, std::span<const Real> benefit, const Real& determinant);
  void answer_nothing(int game, Worth<Real>& out) const;
  template <class Extra>
  void substitute(Extra extra, const std::vector<Real>& shift, const std::vector<int>& leaf);

  const std::vector<ResponseGame<Real>>& games_;
  int size_ = 0, types_;
  bool changed_ = false;             // some games have a base
  bool misperceived_ = false;        // some π differs from what the observer believes
  std::vector<int> offset_, place_;  // by game: first unknown; its own place in a Worth
  std::vector<int> kind_;            // by unknown
  std::vector<SupportKind<Real>> kinds_;
  std::vector<int> foresighted_;  // games in which somebody foresees
  Real tau_of_kinds_;
  std::vector<Real> precision_, steadfast_, seen_;  // by unknown: λ, π and π as the observer believes it
  std::vector<Real> support_, slope_, drift_, perceived_, perceived_slope_, perceived_drift_, delta_;
  std::vector<Real> value_slope_;  // ∂V/∂p by type, of each game
  std::vector<Real> steps_;        // by unknown: newton_step, a belief_step for each extra type, tangent_step
  std::vector<Real> newton_, tangent_, determinant_;
  std::vector<Mask<Real>> parked_;  // by game; empty: none
  Real sign_{1.0};
};

}  // namespace wedge
