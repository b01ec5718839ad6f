#include "equilibrium/games_on_path.hpp"

#include "equilibrium/beliefs.hpp"

namespace wedge {

template <class Real>
GamesOnPath<Real>::GamesOnPath(const std::vector<ResponseGame<Real>>& game, const BeliefPath& path)
    : path_(path),
      types_(game[0].types),
      games_(game, game[0].types, {0}),
      log_weight_(types_, Real(0.0)),
      belief_(types_),
      shift_((types_ - 1) * column_count, Real(0.0)) {}

// Beliefs there and how log-odds move, and support at that τ.
template <class Real>
void GamesOnPath<Real>::respond(std::span<const Real> benefit, const Real& at) {
  const int extra = types_ - 1;
  Real tau(0.0), pace(0.0);
  for (int i = 0; i < RealTraits<Real>::lanes; ++i) {
    const double here = lane(at, i);
    std::size_t node = 1;
    while (node + 1 < path_.at.size() && path_.at[node] < here) ++node;
    const double length = path_.at[node] - path_.at[node - 1], x = (here - path_.at[node - 1]) / length;
    // Hermite's cubic, and its slope.
    const auto between = [&](double first, double second, double slope, double next_slope, Real& value, Real& moves) {
      const double rise = second - first, from = length * slope, to = length * next_slope;
      const double bend = from + to - 2 * rise, sag = 3 * rise - 2 * from - to;  // the third, the second power
      set_lane(value, i, first + x * (from + x * (sag + x * bend)));
      set_lane(moves, i, (from + x * (2 * sag + x * 3 * bend)) / length);
    };
    between(path_.tau[node - 1], path_.tau[node], path_.pace[node - 1], path_.pace[node], tau, pace);
    for (int e = 0; e < extra; ++e) {
      const std::size_t first = (node - 1) * extra + e, second = node * extra + e;
      const std::vector<double>&log_odds = path_.log_odds[i], &slope = path_.slope[i];
      between(log_odds[first], log_odds[second], slope[first], slope[second], log_weight_[e + 1],
              shift_[e * column_count + tangent_column]);
    }
  }
  posterior(types_, log_weight_.data(), belief_.data());
  games_.respond(benefit, tau);
  games_.pace(pace);
}

template <class Real>
void GamesOnPath<Real>::evaluate(std::span<const Real> benefit, const Real& at) {
  respond(benefit, at);
  games_.set_gains(belief_);
}

template <class Real>
void GamesOnPath<Real>::linearise(std::span<const Real> benefit, const Real& at) {
  respond(benefit, at);
  games_.linearise(benefit, belief_, nullptr);
  games_.take_steps(shift_, {0});
}

template class GamesOnPath<Pack>;

}  // namespace wedge
