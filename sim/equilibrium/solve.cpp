#include "wedge/equilibrium/solve.hpp"

#include "branch.hpp"

namespace wedge {

std::optional<Selection> selection_named(std::string_view name) {
  if (name == "principal") return Selection::principal;
  if (name == "cohesive") return Selection::cohesive;
  if (name == "fractured") return Selection::fractured;
  return std::nullopt;
}

std::string_view status_name(Status status) {
  switch (status) {
    case Status::solved: return "solved";
    case Status::branch_lost: return "branch lost";
    case Status::not_settled: return "not settled";
    case Status::inaccurate: return "inaccurate";
  }
  return "";
}

namespace {

template <class Real>
Found<Real> find(JointSystem<Real>& system, const JointGame<Real>& game, const SolverOptions& options) {
  if (options.selection == Selection::principal) return follow_branch(system, game, options.tight);
  return settle_from(system, game, options.selection == Selection::cohesive ? 1.0 : 0.0);
}

// With one type no game depends on another: each is found by itself.
template <class Real>
Found<Real> find_one_by_one(const JointGame<Real>& game, const SolverOptions& options) {
  const Mask<Real> no = Real(1.0) < Real(0.0);
  Found<Real> all{{}, !no, no, Real(0.0)};
  for (const ResponseGame<Real>& g : game.games) {
    const JointGame<Real> single = alone(g);
    JointSystem<Real> system(single);
    const Found<Real> one = find(system, single, options);
    all.benefit.insert(all.benefit.end(), one.benefit.begin(), one.benefit.end());
    all.found &= one.found;
    all.fold |= one.fold;
    all.tier = max(all.tier, one.tier);
  }
  return all;
}

template <class Real>
Real residual(const JointSystem<Real>& system, const JointGame<Real>& game) {
  Real largest(0.0);
  std::size_t i = 0;
  for (const ResponseGame<Real>& g : game.games)
    for (int k = 0; k < g.size; ++k, ++i)
      largest = max(largest, abs(support_probability(g, k, system.delta()[i], Real(1.0)).p(g.steadfast[k]) - system.support()[i]));
  return largest;
}

}  // namespace

template <class Real>
JointSolution<Real> solve(const JointGame<Real>& game, const SolverOptions& options) {
  JointSystem<Real> system(game);
  Found<Real> found = game.types == 1 ? find_one_by_one(game, options) : find(system, game, options);
  system.evaluate(found.benefit, Real(1.0));

  JointSolution<Real> out{};
  out.benefit = std::move(found.benefit);
  out.support = system.support();
  out.perceived = system.perceived();
  out.belief = system.belief();
  out.log_strategy = system.log_strategy();
  out.value = system.value();
  out.residual = residual(system, game);
  out.fold = found.fold;
  out.tier = found.tier;
  const Status lost = options.selection == Selection::principal ? Status::branch_lost : Status::not_settled;
  for (int i = 0; i < RealTraits<Real>::lanes; ++i) {
    const bool accurate = lane(out.residual, i) < residual_limit;
    out.status[i] = !lane(found.found, i) ? lost : accurate ? Status::solved : Status::inaccurate;
  }
  return out;
}

template <class Real>
Mask<Real> fragile(const JointGame<Real>& game) {
  const JointSolution<Real> high = solve(game, {Selection::cohesive});
  const JointSolution<Real> low = solve(game, {Selection::fractured});
  Real difference(0.0);
  for (std::size_t i = 0; i < high.support.size(); ++i)
    difference = max(difference, abs(high.support[i] - low.support[i]));
  Real unsettled(0.0);
  for (int i = 0; i < RealTraits<Real>::lanes; ++i)
    if (high.status[i] != Status::solved || low.status[i] != Status::solved) set_lane(unsettled, i, 1.0);
  return (difference > fragile_difference) | (unsettled > 0.0);
}

template JointSolution<double> solve(const JointGame<double>&, const SolverOptions&);
template JointSolution<Pack> solve(const JointGame<Pack>&, const SolverOptions&);
template Mask<double> fragile(const JointGame<double>&);
template Mask<Pack> fragile(const JointGame<Pack>&);

}  // namespace wedge
