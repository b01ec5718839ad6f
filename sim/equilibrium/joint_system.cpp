#include "equilibrium/joint_system.hpp"

namespace wedge {

template <class Real>
JointSystem<Real>::JointSystem(const JointGame<Real>& game)
    : apart_(game.types == 1), tree_(game), games_(game.games, game.types, tree_.leaf()) {}

template <class Real>
void JointSystem<Real>::refresh() {
  tree_.refresh();
  games_.refresh();
}

template <class Real>
void JointSystem<Real>::evaluate(std::span<const Real> benefit, const Real& tau) {
  games_.respond(benefit, tau);
  games_.set_values(tree_.worth(), false);
  tree_.observe(tau, {});
  games_.set_gains(tree_.belief());
}

template <class Real>
void JointSystem<Real>::evaluate_support(std::span<const Real> support, std::span<const Real> perceived,
                                         const Real& tau, std::span<const Real> log_weight) {
  games_.set_support(support, perceived);
  games_.set_values(tree_.worth(), false);
  tree_.observe(tau, log_weight);
  games_.set_gains(tree_.belief());
}

template <class Real>
void JointSystem<Real>::linearise(std::span<const Real> benefit, const Real& tau) {
  ++sweeps_;
  games_.respond(benefit, tau);
  if (apart_) {
    games_.linearise(benefit, tree_.belief(), nullptr);
    sign_ = games_.determinant_sign();
  } else {
    games_.set_values(tree_.worth(), true);
    tree_.observe(tau, {});
    games_.linearise(benefit, tree_.belief(), &tree_.worth());
    sign_ = with_sign_of(tree_.eliminate(tau), games_.determinant_sign());
  }
  games_.take_steps(tree_.shift(), tree_.leaf());
}

WEDGE_FOR_ONE_GAME(template class JointSystem<double>)
template class JointSystem<Pack>;

}  // namespace wedge
