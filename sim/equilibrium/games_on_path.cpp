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

// Beliefs at τ, and how log-odds move there.
template <class Real>
void GamesOnPath<Real>::set_beliefs(const Real& tau) {
  const int extra = types_ - 1;
  for (int i = 0; i < RealTraits<Real>::lanes; ++i) {
    const double at = lane(tau, i);
    std::size_t node = 1;
    while (node + 1 < path_.tau.size() && path_.tau[node] < at) ++node;
    const double length = path_.tau[node] - path_.tau[node - 1], x = (at - path_.tau[node - 1]) / length;
    for (int e = 0; e < extra; ++e) {
      const std::size_t first = (node - 1) * extra + e, second = node * extra + e;
      const std::vector<double>&log_odds = path_.log_odds[i], &slope = path_.slope[i];
      const double rise = log_odds[second] - log_odds[first], from = length * slope[first], to = length * slope[second];
      const double bend = from + to - 2 * rise,
                   sag = 3 * rise - 2 * from - to;  // Hermite's: the third, the second power
      set_lane(log_weight_[e + 1], i, log_odds[first] + x * (from + x * (sag + x * bend)));
      set_lane(shift_[e * column_count + tangent_column], i, (from + x * (2 * sag + x * 3 * bend)) / length);
    }
  }
  posterior(types_, log_weight_.data(), belief_.data());
}

template <class Real>
void GamesOnPath<Real>::evaluate(std::span<const Real> benefit, const Real& tau) {
  set_beliefs(tau);
  games_.respond(benefit, tau);
  games_.set_gains(belief_);
}

template <class Real>
void GamesOnPath<Real>::linearise(std::span<const Real> benefit, const Real& tau) {
  set_beliefs(tau);
  games_.respond(benefit, tau);
  games_.linearise(benefit, belief_, nullptr);
  games_.take_steps(shift_, {0});
}

template class GamesOnPath<Pack>;

}  // namespace wedge
