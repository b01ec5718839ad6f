/// Response games whose beliefs move along a given path.
#pragma once

#include "equilibrium/response_games.hpp"

namespace wedge {

/// τ and the log-odds of the types, against the first, as functions of how far along the path: cubic between nodes,
/// with these slopes there.
struct BeliefPath {
  std::vector<double> at;                            ///< by node, growing from 0 to 1
  std::vector<double> tau, pace;                     ///< by node: τ, and its slope; τ may turn
  std::vector<std::vector<double>> log_odds, slope;  ///< by lane, then node·(types − 1) + extra type
};

/// One response game a lane, to be used as a JointSystem, with the path for its τ: the curve of its equilibria while
/// beliefs and precision are those of the path.
template <class Real>
class GamesOnPath {
 public:
  using Number = Real;
  static constexpr int rounds_to_start = 1;

  /// Keeps references. `game` is a vector of one.
  GamesOnPath(const std::vector<ResponseGame<Real>>& game, const BeliefPath& path);

  // All as in JointSystem.
  int size() const { return games_.size(); }
  const std::vector<Real>& precision() const { return games_.precision(); }
  void evaluate(std::span<const Real> benefit, const Real& at);
  void linearise(std::span<const Real> benefit, const Real& at);
  const std::vector<Real>& support() const { return games_.support(); }
  const std::vector<Real>& slope() const { return games_.slope(); }
  const std::vector<Real>& delta() const { return games_.delta(); }
  const std::vector<Real>& newton() const { return games_.newton(); }
  const std::vector<Real>& tangent() const { return games_.tangent(); }
  const Real& determinant_sign() const { return games_.determinant_sign(); }

 private:
  void respond(std::span<const Real> benefit, const Real& at);

  const BeliefPath& path_;
  const int types_;
  ResponseGames<Real> games_;
  std::vector<Real> log_weight_, belief_, shift_;  // by type; of log-odds by extra type and column
};

}  // namespace wedge
