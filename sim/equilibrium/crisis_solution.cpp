#include "equilibrium/crisis_solution.hpp"

#include <algorithm>
#include <numeric>

#include "equilibrium/crises_in_lanes.hpp"
#include "equilibrium/crisis_games.hpp"

namespace wedge {
namespace {

template <class Real>
bool linked(const Scenario<Real>& s, const CrisisStructure& a, const CrisisStructure& b) {
  const auto heard = [&](const CrisisStructure& here, const CrisisStructure& there) {
    for (const std::vector<bool>& by_target : hearing(here, there))
      if (std::find(by_target.begin(), by_target.end(), true) != by_target.end()) return true;
    return s.adversaries[here.adversary].closing_ranks.find(s.adversaries[there.adversary].id) >= 0;
  };
  return heard(a, b) || heard(b, a);
}

template <class Real>
bool large(const std::vector<CrisisSolution<Real>>& crises) {
  int games = 0, most_met = 0;
  for (const CrisisSolution<Real>& crisis : crises) {
    games += crisis.games();
    for (std::size_t t = 0; t < crisis.crisis.targets.size(); ++t)
      most_met = std::max(most_met, crisis.occasions(static_cast<int>(t)));
  }
  return one_draw_at_a_time(games, most_met);
}

}  // namespace

// Adversaries that are linked, or one alone.
template <class Real>
struct CrisisSolver<Real>::Group {
  std::vector<int> members;                    // positions among the solutions
  std::vector<const CrisisStructure*> crises;  // of the members
  Links<Real> links;
  std::unique_ptr<JointSolver<Real>> alone;  // one of the two; of games in lanes the second
  std::unique_ptr<LinkedSolver<Real>> together;

  // of_one(solver) or of_several(solver).
  auto solved_by(auto of_one, auto of_several) const {
    if constexpr (!games_in_lanes<Real>)
      if (alone) return of_one(*alone);
    return of_several(*together);
  }
};

template <class Real>
JointGame<Real> joint_game(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                           const std::vector<GameTables<Real>>& tables) {
  CrisisSolution<Real> s{};
  s.crisis = crisis;
  build_structure(s, undisturbed(crisis));
  set_numbers<Real>(scenario, crisis, s.game);
  PayoffChange<Real> change;
  for (int g = 0; g < static_cast<int>(tables.size()); ++g) {
    ResponseGame<Real>& game = s.game.games[g];
    set_responders<Real>(scenario, crisis, crisis.actions[g], nullptr, game);
    set_whole(payoffs(crisis, tables, g), s.game.games[crisis.without_tactic(g)], change, game);
    hold_beliefs(scenario, crisis, game);
  }
  return std::move(s.game);
}

template <class Real>
CrisisSolver<Real>::CrisisSolver(const Numbers& scenario, const std::vector<int>& adversaries,
                                 const std::vector<bool>& lost)
    : solutions_(adversaries.size()) {
  for (std::size_t j = 0; j < adversaries.size(); ++j)
    solutions_[j].crisis = crisis_structure(scenario, adversaries[j], lost);
  std::vector<int> group_of(adversaries.size());
  std::iota(group_of.begin(), group_of.end(), 0);
  for (std::size_t j = 0; j < adversaries.size(); ++j)
    for (std::size_t k = 0; k < j; ++k)
      if (linked(scenario, solutions_[j].crisis, solutions_[k].crisis))
        std::replace(group_of.begin(), group_of.end(), std::max(group_of[j], group_of[k]),
                     std::min(group_of[j], group_of[k]));
  for (int first = 0; first < static_cast<int>(adversaries.size()); ++first) {
    if (group_of[first] != first) continue;
    auto group = std::make_unique<Group>();
    for (int j = first; j < static_cast<int>(adversaries.size()); ++j)
      if (group_of[j] == first) {
        group->members.push_back(j);
        group->crises.push_back(&solutions_[j].crisis);
      }
    build(scenario, *group);
    groups_.push_back(std::move(group));
  }
  if constexpr (solves_in_lanes<Real>)
    if (large(solutions_)) in_lanes_ = std::make_unique<CrisesInLanes>(scenario, adversaries, lost);
}

template <class Real>
CrisisSolver<Real>::~CrisisSolver() = default;

template <class Real>
void CrisisSolver<Real>::build(const Numbers& scenario, Group& group) {
  const int members = static_cast<int>(group.members.size());
  if constexpr (!games_in_lanes<Real>)
    if (members == 1) {
      CrisisSolution<Real>& own = solutions_[group.members[0]];
      build_structure(own, undisturbed(own.crisis));
      group.alone = std::make_unique<JointSolver<Real>>(own.game);
      return;
    }
  std::vector<const JointGame<Real>*> games;
  for (int j = 0; j < members; ++j) {
    CrisisSolution<Real>& own = solutions_[group.members[j]];
    std::vector<std::vector<Occasion>> met;
    for (int target = 0; target < static_cast<int>(own.crisis.targets.size()); ++target)
      met.push_back(occasions(scenario, group.crises, j, target));
    own.company = group.members;
    build_structure(own, met);
    games.push_back(&own.game);
  }
  set_links(scenario, group);
  group.together = std::make_unique<LinkedSolver<Real>>(games, group.links);
}

template <class Real>
void CrisisSolver<Real>::set_links(const Numbers& scenario, Group& group) {
  Links<Real>& links = group.links;
  const int members = static_cast<int>(group.members.size());
  for (int j = 0; j < members; ++j) {
    const CrisisSolution<Real>& own = solutions_[group.members[j]];
    links.moves.push_back(moves(own.crisis));
    std::vector<int>& at = links.move_of_node.emplace_back(own.game.tree.nodes.size(), -1);
    at[quiet_node] = 0;
    for (std::size_t a = 0; a < own.leaf.size(); ++a) at[own.leaf[a]] = move_of(own.crisis, own.crisis.actions[a]);
    links.add_cases(own.occasion);
  }
  for (int j = 0; j < members; ++j)
    for (int k = 0; k < members; ++k) {
      std::vector<char>& reaches = links.reaches.emplace_back(links.moves[j] * links.moves[k], 0);
      const auto heard = hearing(*group.crises[j], *group.crises[k]);
      for (int own = 1; own < links.moves[j]; ++own)
        for (int other = 1; other < links.moves[k] && j != k; ++other)
          reaches[own * links.moves[k] + other] =
              heard[target_of_move(*group.crises[j], own)][target_of_move(*group.crises[k], other)];
      const auto& weights = scenario.adversaries[group.crises[j]->adversary].closing_ranks;
      if (j != k && weights.find(scenario.adversaries[group.crises[k]->adversary].id) >= 0)
        links.ranks.push_back({j, k, Real(0.0)});
    }
}

template <class Real>
void CrisisSolver<Real>::load(const Numbers& scenario, const Reputation<GameReal<Real>>* reputation) {
  loaded_in_lanes_ = in_lanes_ && reputation == nullptr;
  if constexpr (solves_in_lanes<Real>)
    if (loaded_in_lanes_) in_lanes_->load(scenario);
  for (const auto& group : groups_)
    for (std::size_t j = 0; j < group->members.size(); ++j) {
      load(scenario, *group, static_cast<int>(j), reputation);
      for (auto& rank : group->links.ranks)
        if (rank.adversary == static_cast<int>(j)) {
          const auto& adversary = scenario.adversaries[group->crises[j]->adversary];
          const std::string& other = scenario.adversaries[group->crises[rank.other]->adversary].id;
          rank.weight = of_draw<Real>(adversary.closing_ranks.entries[adversary.closing_ranks.find(other)].second);
        }
    }
}

template <class Real>
void CrisisSolver<Real>::load(const Numbers& scenario, const Group& group, int member,
                              const Reputation<GameReal<Real>>* reputation) {
  CrisisSolution<Real>& own = solutions_[group.members[member]];
  set_numbers<Real>(scenario, own.crisis, own.game);
  if (games_in_lanes<Real>)
    own.tabulate = [this, &scenario, &group, member](int target, int occasion, const auto& use) {
      tabulate(scenario, group, member, target, occasion, use);
    };
  else
    for (int target = 0; target < static_cast<int>(own.crisis.targets.size()); ++target)
      for (int occasion = 0; occasion < own.occasions(target); ++occasion)
        tabulate(scenario, group, member, target, occasion);
  own.for_each_table([&](const GameCell& cell, const auto& payoffs) {
    const Action& action = own.action_of(cell.game);
    auto& game = own.game.games[cell.at];
    set_responders(scenario, own.crisis, action, reputation, game);
    if constexpr (!games_in_lanes<Real>) {
      set_whole(payoffs, own.game.games[own.without_tactic(cell.game)], change_, game);
    } else if (action.tactic == Tactic::none) {
      set_payoffs_of(payoffs.none(), game);
    } else {  // so many games have to be small
      set_change(payoffs, game.change);
      game.change.base = cell.at - (own.action[cell.game] - own.action[own.without_tactic(cell.game)]);
    }
    hold_beliefs(scenario, own.crisis, game);
    if (games_in_lanes<Real> && cell.count < cell_lanes<Real>) blank(cell.count, game);
  });
}

// The games on a target for as many occasions as stand in a cell, from this one on.
template <class Real>
void CrisisSolver<Real>::tabulate(const Numbers& scenario, const Group& group, int member, int target, int occasion,
                                  const typename CrisisSolution<Real>::UseTables& use) {
  CrisisSolution<Real>& own = solutions_[group.members[member]];
  places_.resize(own.crisis.actions.size());
  for (std::size_t a = 0; a < places_.size(); ++a)
    if (own.crisis.actions[a].target == target) {
      if constexpr (games_in_lanes<Real>)
        places_[a] = own.crisis.actions[a].tactic == Tactic::none ? &of_none_ : &of_tactic_;
      else
        places_[a] = &own.tables[own.first_game[a] + occasion];
    }
  const int first = own.first_game_on(target) + occasion;
  const auto demands = [&](int game) {
    return demands_of<GameReal<Real>>(scenario, group.crises, member, target, own.occasion[game][0]);
  };
  if constexpr (games_in_lanes<Real>) {
    const std::size_t all = scenario.defenders.size();
    Demands<GameReal<Real>> of_cell{std::vector<GameReal<Real>>(all, 0.0), std::vector<GameReal<Real>>(all, 0.0)};
    for (int i = 0; i < cell_lanes<Real> && occasion + i < own.occasions(target); ++i) {
      const auto one = demands(first + i);
      for (std::size_t d = 0; d < all && !one.none(); ++d) {
        set_lane(of_cell.everywhere[d], i, lane(one.everywhere[d], i));
        set_lane(of_cell.here[d], i, lane(one.here[d], i));
      }
    }
    tabulator_.tabulate(scenario, own.crisis, target, of_cell, places_, use);
  } else {
    tabulator_.tabulate(scenario, own.crisis, target, demands(first), places_);
  }
}

template <class Real>
const std::vector<CrisisSolution<Real>>& CrisisSolver<Real>::solve(const Numbers& scenario,
                                                                   const SolverOptions& options,
                                                                   const Reputation<GameReal<Real>>* reputation) {
  load(scenario, reputation);
  return solve_loaded(options, everywhere<Real>());
}

template <class Real>
const std::vector<CrisisSolution<Real>>& CrisisSolver<Real>::solve_loaded(const SolverOptions& options,
                                                                          const Mask<Real>& wanted) {
  if constexpr (solves_in_lanes<Real>)
    if (loaded_in_lanes_) {
      in_lanes_->solve_loaded(options, wanted, solutions_);
      return solutions_;
    }
  for (const auto& group : groups_) {
    group->solved_by([&](auto& alone) { alone.solve(options, solutions_[group->members[0]].joint, wanted); },
                     [&](auto& together) {
                       read_together(*group, [&](const auto& joint) { together.solve(options, joint, wanted); });
                     });
  }
  return solutions_;
}

template <class Real>
void CrisisSolver<Real>::solve_in_relay(
    int tasks, const LoadTasks& load,
    const std::function<void(std::span<const int> tasks)>& use) requires in_packs<Real> {
  if constexpr (in_packs<Real>) {
    std::vector<std::vector<FoundSolution<double>>> ends;  // by group, by task; none of games that are no system
    for (const auto& group : groups_)
      ends.push_back(group->solved_by(
          [&](auto& alone) { return alone.one_system() ? alone.relay(tasks, load) : decltype(ends)::value_type(); },
          [&](auto& together) { return together.relay(tasks, load); }));
    std::vector<int> all(tasks);
    std::iota(all.begin(), all.end(), 0);
    for (std::span<const int> todo = all; !todo.empty();) {
      const auto pack = todo.first(load(todo));
      todo = todo.subspan(pack.size());
      for (std::size_t g = 0; g < groups_.size(); ++g) {
        const Group& group = *groups_[g];
        const auto found = [&] { return std::span(ends[g]).subspan(pack[0], pack.size()); };
        group.solved_by(
            [&](auto& alone) {
              JointSolution<Real>& out = solutions_[group.members[0]].joint;
              alone.one_system() ? alone.adopt(found(), out)
                                 : alone.solve({Selection::principal, Effort::careful}, out);
            },
            [&](auto& together) { read_together(group, [&](const auto& joint) { together.adopt(found(), joint); }); });
      }
      use(pack);
    }
  }
}

// What `read` puts into the members' solutions, and their games' weights then.
template <class Real>
void CrisisSolver<Real>::read_together(const Group& group, auto read) {
  std::vector<JointSolution<Real>*> joint;
  for (const int member : group.members) joint.push_back(&solutions_[member].joint);
  read(joint);
  for (std::size_t j = 0; j < group.members.size(); ++j)
    solutions_[group.members[j]].weight = group.together->weight(static_cast<int>(j));
}

template <class Real>
Fragility<Real> CrisisSolver<Real>::fragile(const Numbers& scenario, Effort effort) {
  load(scenario);
  return loaded_fragile(effort);
}

template <class Real>
Fragility<Real> CrisisSolver<Real>::loaded_fragile(Effort effort) {
  if constexpr (solves_in_lanes<Real>)
    if (loaded_in_lanes_) return in_lanes_->loaded_fragile(effort);
  Fragility<Real> out{!everywhere<Real>(), everywhere<Real>()};  // one group is enough
  for (const auto& group : groups_) {
    const auto look = [&](auto& solver) { return solver.fragile(effort); };
    const Fragility<Real> one = group->solved_by(look, look);
    out.fragile |= one.fragile & one.decided;
    out.decided &= one.decided;
  }
  out.decided |= out.fragile;
  return out;
}

template <class Real>
Certificate<Real> CrisisSolver<Real>::certify(const Mask<Real>& todo) {
  if constexpr (solves_in_lanes<Real>)
    if (loaded_in_lanes_) return in_lanes_->certify(todo);
  Certificate<Real> out{todo, Real(1.0) < Real(0.0)};
  for (const auto& group : groups_) {
    const Certificate<Real> one =
        group->solved_by([&](auto& alone) { return alone.certify(solutions_[group->members[0]].joint.benefit, todo); },
                         [&](auto& together) { return together.certify(todo); });
    out.certified &= one.certified;
    out.elsewhere |= one.elsewhere;
  }
  return out;
}

template <class Real>
std::vector<GroupSolutions> CrisisSolver<Real>::all_solutions(int starts) requires one_at_a_time<Real> {
  std::vector<GroupSolutions> out;
  if constexpr (one_at_a_time<Real>)
    for (const auto& group : groups_) {
      const KnownSolutions known =
          group->alone ? group->alone->all_solutions(starts) : group->together->all_solutions(starts);
      std::vector<std::vector<CrisisSolution<double>>> crises;
      for (const KnownSolution& one : known.solutions) {
        if (group->alone)
          group->alone->report(one, solutions_[group->members[0]].joint);
        else
          read_together(*group, [&](const auto& joint) { group->together->report(one, joint); });
        crises.emplace_back();
        for (const int member : group->members) crises.back().push_back(solutions_[member]);
      }
      out.push_back({group->members, known, std::move(crises)});
    }
  return out;
}

template <class Real>
Status status_of(const std::vector<CrisisSolution<Real>>& solutions, int lane) {
  Status worst = Status::solved;
  for (const CrisisSolution<Real>& s : solutions)
    if (worst == Status::solved) worst = s.joint.status[lane];
  return worst;
}

template <class Real>
std::vector<CrisisSolution<Real>> solve_crises(const Scenario<Real>& scenario, const std::vector<int>& adversaries,
                                               const SolverOptions& options) {
  CrisisSolver<Real> solver(scenario, adversaries);
  solver.solve(scenario, options);
  return solver.take();
}

template <class Real>
CrisisSolution<Real> solve_crisis(const Scenario<Real>& scenario, int adversary, const SolverOptions& options) {
  return std::move(solve_crises<Real>(scenario, {adversary}, options)[0]);
}

WEDGE_FOR_ONE_GAME(template JointGame<double> joint_game(const Scenario<double>&, const CrisisStructure&,
                                                         const std::vector<GameTables<double>>&))
template JointGame<Pack> joint_game(const Scenario<Pack>&, const CrisisStructure&,
                                    const std::vector<GameTables<Pack>>&);
WEDGE_FOR_ONE_GAME(template class CrisisSolver<double>)
template class CrisisSolver<Single>;
template class CrisisSolver<Pack>;
WEDGE_FOR_ONE_GAME(template Status status_of(const std::vector<CrisisSolution<double>>&, int))
template Status status_of(const std::vector<CrisisSolution<Single>>&, int);
template Status status_of(const std::vector<CrisisSolution<Pack>>&, int);
WEDGE_FOR_ONE_GAME(template std::vector<CrisisSolution<double>> solve_crises(const Scenario<double>&,
                                                                             const std::vector<int>&,
                                                                             const SolverOptions&))
template std::vector<CrisisSolution<Pack>> solve_crises(const Scenario<Pack>&, const std::vector<int>&,
                                                        const SolverOptions&);
WEDGE_FOR_ONE_GAME(template CrisisSolution<double> solve_crisis(const Scenario<double>&, int, const SolverOptions&))
template CrisisSolution<Pack> solve_crisis(const Scenario<Pack>&, int, const SolverOptions&);

}  // namespace wedge
