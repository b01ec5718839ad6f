/// One sweep over the joint system: where it stands, and the exact Newton step and tangent there.
#pragma once

#include <span>
#include <vector>

#include "wedge/equilibrium/joint_game.hpp"

namespace wedge {

/// The joint system (11) + (12) at precision scale τ in the unknowns d, the net benefits of supporting
/// (game by game, responder by responder). Beliefs are an explicit function of support and are eliminated
/// leaf by leaf up the tree, so a Newton step of the whole costs as much as one of every game by itself.
///
/// Derivation. With p = G_τ(d) and beliefs μ(β), β the types' log-odds at a leaf against type 0, a game's
/// linearised equations are A δd = F + B δβ + T δτ, A = I − (∂Δ/∂p) diag(dp/dd), F = Δ − d, B = ∂Δ/∂β. A node
/// of the tree answers a shift c of the log-odds that its ancestors cause with δV = v + M c; a choice among
/// children with probabilities P and precision λ shifts child b by c_b = τλ D δV_b + s, D taking differences to
/// type 0, where s = c − τλ D Σ P δV is common to all children. Solving first for c_b, then for s, gives the
/// node's own v and M. The determinant of the whole is the product of those of A and of the nodes' systems.
template <class Real>
class JointSystem {
 public:
  /// Keeps a reference: `game` must outlive the system and keep its structure; its numbers may change.
  explicit JointSystem(const JointGame<Real>& game);

  int size() const { return size_; }
  int offset(int game) const { return offset_[game]; }

  /// Support, the observer's values and choices, beliefs, and Δ at (d, τ).
  void evaluate(std::span<const Real> benefit, const Real& tau);
  /// The same with support given directly (perceived support follows from `perceived`), and with these
  /// log weights of the types at each leaf (game·types + θ) instead of those of (12), if not empty.
  void evaluate_support(std::span<const Real> support, std::span<const Real> perceived, const Real& tau,
                        std::span<const Real> log_weight);
  /// Also Newton step, tangent dd/dτ and sign of the determinant. Requires evaluate() at the same point.
  void linearise(std::span<const Real> benefit, const Real& tau);

  // What evaluate() leaves behind.
  const std::vector<Real>& support() const { return support_; }      ///< p by unknown
  const std::vector<Real>& perceived() const { return perceived_; }  ///< as the observer believes it
  const std::vector<Real>& slope() const { return slope_; }          ///< dp/dd
  const std::vector<Real>& delta() const { return delta_; }          ///< Δ by unknown
  const std::vector<Real>& belief() const { return belief_; }        ///< μ by game·types + θ
  const std::vector<Real>& log_weight() const { return log_weight_; }///< ln(prior σ) by game·types + θ
  std::vector<Real> log_strategy() const;                            ///< ln σ_θ(a) by game·types + θ
  const std::vector<Real>& value() const { return value_; }          ///< by node·types + θ

  // What linearise() leaves behind.
  const std::vector<Real>& newton() const { return newton_; }
  const std::vector<Real>& tangent() const { return tangent_; }
  const Real& determinant_sign() const { return sign_; }

 private:
  static constexpr int columns = 2;  // of right-hand sides: Newton step, tangent

  void values_and_choices(const Real& tau);
  void beliefs(std::span<const Real> log_weight);
  Real log_prior(int type) const;
  void gains();
  void linearise_game(int game, std::span<const Real> benefit);
  void eliminate(const Real& tau);
  void eliminate_choice(int node, const Real& tau);
  void solve_shift(const Real& scaled, const Real& lambda, const Real* v, const Real* slopes, const Real* value,
                   Real* base, Real* slope);
  void compose(const Real* v, const Real* slopes, const Real* base, const Real* slope, Real* out,
               Real* out_slope) const;
  void substitute();

  const JointGame<Real>& game_;
  int size_, types_, extra_;         // extra: types beyond the first
  std::vector<int> offset_, leaf_;   // by game: first unknown, node
  MultilinearPoint<Real> point_;
  std::vector<Real> others_, gradient_;
  std::vector<Real> support_, slope_, drift_, perceived_, perceived_slope_, perceived_drift_, delta_;
  std::vector<Real> value_, log_choice_, choice_, path_, log_weight_, belief_;
  std::vector<Real> jacobian_, right_, own_, steps_;            // of one game; steps of all games
  std::vector<Real> answer_, answer_slope_;                     // v (two columns) and M by node·types + θ
  std::vector<Real> common_, common_slope_;                     // s = common + common_slope c by node
  std::vector<Real> shift_base_, shift_slope_, shift_;          // c_b = base + slope s, by node
  std::vector<Real> mean_, mean_slope_, sum_, sum_slope_, own_answer_, own_slope_;  // of one choice
  std::vector<Real> newton_, tangent_;
  Real sign_{1.0};
};

}  // namespace wedge
