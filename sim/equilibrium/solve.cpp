#include "equilibrium/solve.hpp"

#include "equilibrium/all_solutions.hpp"
#include "equilibrium/branch.hpp"
#include "equilibrium/relay.hpp"

namespace wedge {

std::optional<Selection> selection_named(std::string_view name) {
  if (name == "principal") return Selection::principal;
  if (name == "cohesive") return Selection::cohesive;
  if (name == "fractured") return Selection::fractured;
  return std::nullopt;
}

std::string_view status_name(Status status) {
  switch (status) {
    case Status::solved:
      return "solved";
    case Status::branch_lost:
      return "branch lost";
    case Status::not_settled:
      return "not settled";
    case Status::inaccurate:
      return "inaccurate";
  }
  return "";
}

namespace {

// A solution that is nearer than this in support, and on the right side of a fold, is on the same branch.
constexpr double same_branch = 0.1;

template <class System, class Real = typename System::Number>
FoundSolution<Real> find(System& system, const SolverOptions& options, const Mask<Real>& wanted) {
  if (options.selection == Selection::principal) return follow_branch(system, options.effort, wanted);
  return settle_from(system, options.selection == Selection::cohesive ? 1.0 : 0.0, Rest::complete);
}

// With one type no game depends on another: those that are difficult together are found by themselves.
template <class Real>
void find_one_by_one(const JointGame<Real>& game, const SolverOptions& options, const Mask<Real>& todo,
                     FoundSolution<Real>& found) {
  Mask<Real> all_found = todo;
  Real tier(0.0);
  std::size_t first = 0;
  for (const ResponseGame<Real>& g : game.games) {
    const JointGame<Real> single = alone(g);
    JointSystem<Real> system(single);
    const FoundSolution<Real> one = find(system, options, todo);
    for (int k = 0; k < g.size; ++k, ++first) found.benefit[first] = select(todo, one.benefit[k], found.benefit[first]);
    all_found &= one.found;
    found.fold |= todo & one.fold;
    tier = max(tier, one.tier);
  }
  found.found |= all_found;
  found.tier = select(todo, tier, found.tier);
}

template <class Real>
FoundSolution<Real> find_all(JointSystem<Real>& system, const JointGame<Real>& game, const SolverOptions& options,
                             const Mask<Real>& wanted) {
  const bool in_steps = options.effort == Effort::quick || options.effort == Effort::steady;
  if (game.types > 1 || (options.selection == Selection::principal && in_steps)) return find(system, options, wanted);
  FoundSolution<Real> found = FoundSolution<Real>::nothing(system.size());
  if (options.selection == Selection::principal && options.effort == Effort::whatever_it_takes)
    found = follow_branch(system, Effort::quick, wanted);
  const Mask<Real> todo = wanted & !found.found;
  if (any(todo)) find_one_by_one(game, options, todo, found);
  return found;
}

// Unknowns' numbers, game by game.
template <class Real>
std::vector<Real> by_game(const GamesOf<Real>& games, std::span<const Real> unknowns) {
  if constexpr (games_in_lanes<Real>)
    return games.by_game(unknowns);
  else
    return {unknowns.begin(), unknowns.end()};
}

// Where one adversary's games and tree stand.
template <class Real>
void read_off(const GamesOf<Real>& games, const TreeSweep<Real>& tree, JointSolution<Real>& out) {
  out.support = by_game<Real>(games, games.support());
  out.perceived = by_game<Real>(games, games.perceived());
  out.belief = tree.belief();
  out.log_strategy = tree.log_strategy();
  out.strategy.resize(out.log_strategy.size());
  for (std::size_t i = 0; i < out.strategy.size(); ++i) out.strategy[i] = exp(out.log_strategy[i]);
  out.value = tree.worth().value;
}

template <class Real>
void set_verdict(const FoundSolution<Real>& found, const Real& residual, Selection selection,
                 JointSolution<Real>& out) {
  out.residual = residual;
  out.fold = found.fold;
  out.tier = found.tier;
  out.parked = found.parked;
  const Status lost = selection == Selection::principal ? Status::branch_lost : Status::not_settled;
  for (int i = 0; i < RealTraits<Real>::lanes; ++i) {
    const bool accurate = lane(residual, i) < residual_limit;
    out.status[i] = !lane(found.found, i) ? lost : accurate ? Status::solved : Status::inaccurate;
  }
}

// Side by side; lanes that are left over hold the last.
FoundSolution<Pack> in_lanes(std::span<const FoundSolution<double>> found) {
  auto out = FoundSolution<Pack>::nothing(static_cast<int>(found[0].benefit.size()));
  Pack is_found(0.0), fold(0.0);
  for (int i = 0; i < Pack::lanes; ++i) {
    const FoundSolution<double>& one = found[std::min<std::size_t>(i, found.size() - 1)];
    for (std::size_t u = 0; u < one.benefit.size(); ++u) set_lane(out.benefit[u], i, one.benefit[u]);
    set_lane(is_found, i, one.found);
    set_lane(fold, i, one.fold);
    set_lane(out.tier, i, one.tier);
  }
  out.found = is_found > 0.5;
  out.fold = fold > 0.5;
  return out;
}

template <class System, class Real = typename System::Number>
Fragility<Real> corners_differ(System& system, Effort effort) {
  system.refresh();
  const Rest rest = effort == Effort::quick ? Rest::soon : Rest::near;
  const FoundSolution<Real> high = settle_from(system, 1.0, rest);
  system.evaluate(high.benefit, Real(1.0));
  const std::vector<Real> cohesive = system.support();
  const FoundSolution<Real> low = settle_from(system, 0.0, rest);
  system.evaluate(low.benefit, Real(1.0));
  Real difference(0.0);
  for (std::size_t i = 0; i < cohesive.size(); ++i)
    difference = max(difference, abs(cohesive[i] - system.support()[i]));
  const Mask<Real> settled = high.found & low.found, agree = settled & (difference <= fragile_difference);
  if (rest == Rest::soon) return {!agree, settled};
  return {!agree, Real(0.0) < Real(1.0)};
}

}  // namespace

template <class Real>
JointSolver<Real>::JointSolver(const JointGame<Real>& game) : game_(game), system_(game) {}

template <class Real>
void JointSolver<Real>::solve(const SolverOptions& options, JointSolution<Real>& out, const Mask<Real>& wanted) {
  system_.refresh();
  read(find_all(system_, game_, options, wanted), options.selection, out);
}

template <class Real>
void JointSolver<Real>::read(FoundSolution<Real> found, Selection selection, JointSolution<Real>& out) {
  system_.evaluate(found.benefit, Real(1.0));
  out.benefit = std::move(found.benefit);
  read_off(system_.games(), system_.tree(), out);
  set_verdict(found, system_.games().residual(), selection, out);
}

template <class Real>
void JointSolver<Real>::adopt(std::span<const FoundSolution<double>> found,
                              JointSolution<Real>& out) requires in_packs<Real> {
  if constexpr (in_packs<Real>) {
    system_.refresh();
    read(in_lanes(found), Selection::principal, out);
  }
}

template <class Real>
std::vector<FoundSolution<double>> JointSolver<Real>::relay(int tasks, const LoadTasks& load) requires in_packs<Real> {
  if constexpr (in_packs<Real>) {
    JointGame<Real> game = game_;
    JointSystem<Real> running(game);
    return Relay(running, system_, [&](int from, int to) { copy_lane(game_, from, game, to); }).run(tasks, load);
  } else {
    return {};
  }
}

// With one type each game has a curve of its own, and each must lead back.
template <class Real>
Certificate<Real> JointSolver<Real>::certify(const std::vector<Real>& benefit, const Mask<Real>& todo) {
  system_.refresh();
  if (game_.types > 1) return trace_back(system_, benefit, todo);
  Certificate<Real> out{todo, nowhere<Real>()};
  auto own = benefit.begin();
  for (const ResponseGame<Real>& g : game_.games) {
    const JointGame<Real> single = alone(g);
    JointSystem<Real> system(single);
    const Certificate<Real> one = trace_back(system, std::vector<Real>(own, own + g.size), todo);
    own += g.size;
    out.certified &= one.certified;
    out.elsewhere |= one.elsewhere;
  }
  return out;
}

template <class Real>
KnownSolutions JointSolver<Real>::all_solutions(int starts) requires one_at_a_time<Real> {
  if constexpr (one_at_a_time<Real>) {  // clang 14 instantiates members for packs, whatever they require
    system_.refresh();
    if (game_.types > 1) return search_solutions(system_, starts);
    std::vector<KnownSolutions> by_game;
    for (const ResponseGame<double>& g : game_.games) {
      const JointGame<double> single = alone(g);
      JointSystem<double> system(single);
      by_game.push_back(search_solutions(system, starts));
    }
    return combined(by_game);
  } else {
    return {};
  }
}

template <class Real>
void JointSolver<Real>::report(const KnownSolution& solution, JointSolution<Real>& out) requires one_at_a_time<Real> {
  if constexpr (one_at_a_time<Real>)
    read(FoundSolution<double>{solution.unknown, true, false, 0.0, 0.0}, Selection::principal, out);
}

template <class Real>
Mask<Real> JointSolver<Real>::settle_near(std::vector<Real>& benefit) {
  system_.refresh();
  system_.respond(benefit, Real(1.0));
  before_ = system_.support();
  Mask<Real> found = polish(system_, benefit, Real(0.0) < Real(1.0), Real(same_branch));
  system_.respond(benefit, Real(1.0));
  Real moved(0.0);
  for (std::size_t i = 0; i < before_.size(); ++i) moved = max(moved, abs(system_.support()[i] - before_[i]));
  return found & (moved < same_branch);
}

template <class Real>
Fragility<Real> JointSolver<Real>::fragile(Effort effort) {
  return corners_differ(system_, effort);
}

template <class Real>
LinkedSolver<Real>::LinkedSolver(const std::vector<const JointGame<Real>*>& games, const Links<Real>& links)
    : games_(games), links_(links), system_(games, links) {}

template <class Real>
void LinkedSolver<Real>::solve(const SolverOptions& options, const std::vector<JointSolution<Real>*>& out,
                               const Mask<Real>& wanted) {
  system_.refresh();
  const FoundSolution<Real> found = find(system_, options, wanted);
  unknown_ = found.benefit;
  read_all(found, options.selection, out);
}

template <class Real>
void LinkedSolver<Real>::read_all(const FoundSolution<Real>& found, Selection selection,
                                  const std::vector<JointSolution<Real>*>& out) {
  system_.evaluate(found.benefit, Real(1.0));
  Real largest(0.0);
  for (int y = system_.first_y(); y < system_.size(); ++y)
    largest = max(largest, abs(system_.delta()[y] - found.benefit[y]));
  for (int j = 0; j < system_.adversaries(); ++j) largest = max(largest, system_.games(j).residual());
  for (int j = 0; j < system_.adversaries(); ++j) {
    const auto own = std::span<const Real>(found.benefit).subspan(system_.offset(j), system_.games(j).size());
    out[j]->benefit = by_game<Real>(system_.games(j), own);
    read_off(system_.games(j), system_.tree(j), *out[j]);
    set_verdict(found, largest, selection, *out[j]);
  }
}

template <class Real>
void LinkedSolver<Real>::adopt(std::span<const FoundSolution<double>> found,
                               const std::vector<JointSolution<Real>*>& out) requires in_packs<Real> {
  if constexpr (in_packs<Real>) {
    const FoundSolution<Real> side_by_side = in_lanes(found);
    system_.refresh();
    unknown_ = side_by_side.benefit;
    read_all(side_by_side, Selection::principal, out);
  }
}

template <class Real>
std::vector<FoundSolution<double>> LinkedSolver<Real>::relay(int tasks, const LoadTasks& load) requires in_packs<Real> {
  if constexpr (in_packs<Real>) {
    std::vector<JointGame<Real>> games;
    for (const JointGame<Real>* game : games_) games.push_back(*game);
    std::vector<const JointGame<Real>*> places;
    for (const JointGame<Real>& game : games) places.push_back(&game);
    Links<Real> links = links_;
    LinkedSystem<Real> running(places, links);
    const auto hand_over = [&](int from, int to) {
      for (std::size_t j = 0; j < games.size(); ++j) copy_lane(*games_[j], from, games[j], to);
      for (std::size_t r = 0; r < links.ranks.size(); ++r)
        set_lane(links.ranks[r].weight, to, lane(links_.ranks[r].weight, from));
    };
    return Relay(running, system_, hand_over).run(tasks, load);
  } else {
    return {};
  }
}

template <class Real>
Certificate<Real> LinkedSolver<Real>::certify(const Mask<Real>& todo) {
  system_.refresh();
  return trace_back(system_, unknown_, todo);
}

template <class Real>
KnownSolutions LinkedSolver<Real>::all_solutions(int starts) requires one_at_a_time<Real> {
  if constexpr (one_at_a_time<Real>) {
    system_.refresh();
    return search_solutions(system_, starts);
  } else {
    return {};
  }
}

template <class Real>
void LinkedSolver<Real>::report(const KnownSolution& solution,
                                const std::vector<JointSolution<Real>*>& out) requires one_at_a_time<Real> {
  if constexpr (one_at_a_time<Real>) read_all({solution.unknown, true, false, 0.0, 0.0}, Selection::principal, out);
}

template <class Real>
Fragility<Real> LinkedSolver<Real>::fragile(Effort effort) {
  return corners_differ(system_, effort);
}

template <class Real>
JointSolution<Real> solve(const JointGame<Real>& game, const SolverOptions& options) {
  JointSolution<Real> out{};
  JointSolver<Real>(game).solve(options, out);
  return out;
}

template <class Real>
Mask<Real> fragile(const JointGame<Real>& game) {
  return JointSolver<Real>(game).fragile().fragile;
}

WEDGE_FOR_ONE_GAME(template class JointSolver<double>)
template class JointSolver<Pack>;
WEDGE_FOR_ONE_GAME(template class LinkedSolver<double>)
template class LinkedSolver<Single>;
template class LinkedSolver<Pack>;
WEDGE_FOR_ONE_GAME(template JointSolution<double> solve(const JointGame<double>&, const SolverOptions&))
template JointSolution<Pack> solve(const JointGame<Pack>&, const SolverOptions&);
WEDGE_FOR_ONE_GAME(template Mask<double> fragile(const JointGame<double>&))
template Mask<Pack> fragile(const JointGame<Pack>&);

}  // namespace wedge
