/// One sweep over the joint system: where it stands, and the exact Newton step and tangent there.
#pragma once

#include <span>
#include <vector>

#include "equilibrium/joint_game.hpp"

namespace wedge {

/// The joint system (S1), (S2) at precision scale τ in the unknowns d, the net benefits of supporting
/// (game by game, responder by responder). Beliefs are an explicit function of support and are eliminated
/// leaf by leaf up the tree, so a Newton step of the whole costs as much as one of every game by itself.
///
/// With a single type nothing is believed and the games do not depend on one another.
///
/// The equations are derived in docs/solver.md.
///
/// Where other adversaries act at the same time (JointGame::linked), a leaf is worth Σ w V over its games, with weights
/// from outside, and more from outside still; a LinkedSystem sets both and asks what a shift of the leaves' values
/// does.
template <class Real>
class JointSystem {
 public:
  using Number = Real;
  static constexpr int rounds_to_start = 1;  ///< evaluations at τ = 0 until Δ no longer moves
  static constexpr int columns = 2;          ///< of right-hand sides: Newton step, tangent

  /// Keeps a reference: `game` must outlive the system and keep its structure. Call refresh() when its numbers have
  /// changed.
  explicit JointSystem(const JointGame<Real>& game);
  void refresh();

  int size() const { return size_; }
  int offset(int game) const { return offset_[game]; }
  /// λ_k by unknown.
  const std::vector<Real>& precision() const { return precision_; }

  /// Support, the observer's values and choices, beliefs, and Δ at (d, τ).
  void evaluate(std::span<const Real> benefit, const Real& tau);
  /// The same with support given directly (perceived support follows from `perceived`), and with these
  /// log weights of the types at each leaf (game·types + θ) instead of those of (12), if not empty.
  void evaluate_support(std::span<const Real> support, std::span<const Real> perceived, const Real& tau,
                        std::span<const Real> log_weight);
  /// Support alone: the right side of (11) at the net benefits d.
  void respond(std::span<const Real> benefit, const Real& tau);
  /// As evaluate(), and Newton step, tangent dd/dτ and sign of the determinant. Of games that do not depend on one
  /// another only these, support and Δ.
  void linearise(std::span<const Real> benefit, const Real& tau);

  // What both leave behind.
  const std::vector<Real>& support() const { return support_; }  ///< p by unknown
  const std::vector<Real>& perceived() const {
    return misperceived_ ? perceived_ : support_;
  }                                                                    ///< as the observer believes it
  const std::vector<Real>& slope() const { return slope_; }            ///< dp/dd
  const std::vector<Real>& delta() const { return delta_; }            ///< Δ by unknown
  const std::vector<Real>& belief() const { return belief_; }          ///< μ by game·types + θ
  const std::vector<Real>& log_weight() const { return log_weight_; }  ///< ln(prior σ) by game·types + θ
  std::vector<Real> log_strategy() const;                              ///< ln σ_θ(a) by game·types + θ
  const std::vector<Real>& value() const { return value_; }            ///< by node·types + θ

  // What linearise() leaves behind.
  const std::vector<Real>& newton() const { return newton_; }
  const std::vector<Real>& tangent() const { return tangent_; }
  const Real& determinant_sign() const { return sign_; }  ///< of games that do not depend on one another, the least

  // For a LinkedSystem, whose game is `linked`. Columns run fastest.
  /// What its surroundings add to a leaf.
  struct Influence {
    std::vector<Real> weight;  ///< by game: w, for the mean over a leaf's games
    std::vector<Real> bonus;   ///< by node without children: what it is worth besides
  };
  Influence& influence() { return influence_; }
  const Influence& influence() const { return influence_; }
  int cell(int game) const { return cell_[game]; }  ///< where the game's entries stand in what is "by node"
  /// ln(prior σ) of the path to each node, by node·types + θ.
  const std::vector<Real>& log_path() const { return path_; }
  /// linearise() up to the games: what each game, and each leaf as their mean, answers to a shift of beliefs.
  void linearise_games(std::span<const Real> benefit, const Real& tau);
  const std::vector<Real>& answer() const { return answer_; }  ///< v of (S6): at unchanged beliefs, by node·types + θ
  const std::vector<Real>& answer_slope() const { return answer_slope_; }  ///< per shift, by (node·types + θ)·extra
  /// Solves for the effects of these shifts of leaves' values (as answer(), inner nodes unused). `own`: and of the
  /// tangent's own, that choices get more precise.
  void spread(std::span<const Real> shift_of_value, const Real& tau, bool own);
  const std::vector<Real>& shift() const { return shift_; }                  ///< of log-odds, by node·extra + e
  const std::vector<Real>& path_response() const { return path_response_; }  ///< of ln σ, by node·types + θ
  /// newton() and tangent() after the last spread().
  void take_steps();

 private:
  // Responders of one precision and resolve gap in the same mood share e^(τλρ/2).
  struct Kind {
    Real precision, gap, mood;
    bool wide;      // too wide a gap for that, in some lane
    Real scaled;    // τλ, at the τ of the last sweep
    Real up, down;  // e^(−τλρ/2) and its inverse
  };

  bool coupled() const { return extra_ > 0 || game_.linked; }  // the games, by what is believed of the observer's type
  void respond_block(int first, int count, std::span<const Real> benefit);
  void observe(const Real& tau, std::span<const Real> log_weight, bool slopes);
  void gains();
  template <class Types>
  void values_of_games(Types types, bool slopes);
  template <class Types>
  void values_and_choices(Types types, const Real& tau);
  void gather_values(int node);
  void gather_answers(int node);
  void respond_along_paths(const Real& tau, bool own);
  template <class Types>
  void choose(Types types, int node, const Real& tau);
  template <class Types>
  void beliefs(Types types, std::span<const Real> log_weight);
  template <class Size, class Types>
  void gains_of(Size n, Types types, int game);
  template <class Size, class Types>
  void linearise_game(Size n, Types types, int game, std::span<const Real> benefit);
  template <class Size, class Types>
  void answer_of_leaf(Size n, Types types, int game);
  template <class Extra>
  void eliminate(Extra extra, const Real& tau, bool own);
  template <class Extra>
  void eliminate_choice(Extra extra, int node, const Real& tau, const Real& direct);
  template <class Extra>
  void shift_beliefs(Extra extra);
  template <class Extra>
  void substitute(Extra extra);

  const JointGame<Real>& game_;
  int size_ = 0, types_, extra_;    // extra: types beyond the first
  bool misperceived_ = false;       // some π differs from what the observer believes
  std::vector<int> offset_, leaf_;  // by game: first unknown, node
  std::vector<int> cell_;           // by game: its leaf; with other games there, a place of its own beyond the nodes
  std::vector<int> kind_;           // by unknown
  std::vector<Kind> kinds_;
  Real tau_of_kinds_;
  std::vector<Real> precision_, steadfast_, seen_, log_prior_;  // by unknown: λ, π and π as the observer believes it
  std::vector<Real> support_, slope_, drift_, perceived_, perceived_slope_, perceived_drift_, delta_;
  std::vector<Real> value_slope_;  // ∂V/∂p by type, of each game
  std::vector<Real> value_, log_choice_, choice_, path_, log_weight_, belief_;
  std::vector<Real> own_, steps_;            // Δ against each type; [newton | by belief | tangent] of each game
  std::vector<Real> answer_, answer_slope_;  // v (two columns) and M by node·types + θ
  std::vector<Real> common_, common_slope_;  // s = common + common_slope c by node
  std::vector<Real> shift_base_, shift_slope_, shift_;  // c_b = base + slope s, by node
  std::vector<Real> newton_, tangent_;
  Influence influence_;
  std::vector<Real> value_response_, path_response_;
  Real sign_{1.0};
};

}  // namespace wedge
