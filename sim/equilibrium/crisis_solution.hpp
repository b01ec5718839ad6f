/// Crises solved: from a scenario's numbers to their equilibrium.
#pragma once

#include <functional>
#include <memory>

#include "crisis/occasions.hpp"
#include "crisis/tables.hpp"
#include "equilibrium/solve.hpp"

namespace wedge {

/// The joint game of one crisis while all other adversaries are quiet. Game g is action g of the structure. The tree is
/// act? (quiet first), target, rung, tactic; the tactic nodes have `tactic_precision`, the others `precision`
/// (model.md, "What the adversary chooses, and what that reveals").
template <class Real>
JointGame<Real> joint_game(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                           const std::vector<GameTables<Real>>& tables);

/// Nodes of every crisis' tree.
inline constexpr int root_node = 0, quiet_node = 1;

/// A crisis with its equilibrium. Everything is by *game*: an action of the adversary together with what the other
/// adversaries' moves meanwhile demand of the defenders (an Occasion; nothing of the others comes first).
/// Where one adversary acts alone there is one game an action, in the actions' order.
template <class Real>
struct CrisisSolution {
  CrisisStructure crisis;
  std::vector<GameTables<GameReal<Real>>> tables;  ///< by cell; of games in lanes none are kept: there are too many
  JointGame<Real> game;
  JointSolution<Real> joint;
  std::vector<int> action;         ///< by game
  std::vector<Real> weight;        ///< by game: probability of its occasion
  std::vector<int> first;          ///< by game: its first unknown
  std::vector<int> first_game;     ///< by action
  std::vector<GameCell> cells;     ///< one after the other, in the order of their games
  std::vector<int> first_cell;     ///< by action
  std::vector<int> leaf;           ///< by action: its node
  std::vector<Occasion> occasion;  ///< by game; the crises are those of the `company`; one empty case if alone
  std::vector<int> company;        ///< positions among the solutions of those it is linked with, itself included
  /// Of games in lanes: tabulates a target's games, of as many occasions as stand in a cell from this one on.
  using UseTables = typename Tabulator<GameReal<Real>>::Use;
  std::function<void(int target, int occasion, const UseTables& use)> tabulate;

  int types() const { return crisis.types; }
  int games() const { return static_cast<int>(action.size()); }
  int games_of(int a) const { return game.tree.nodes[leaf[a]].games; }
  /// Of an attack on this target: its first game, and how many occasions it may meet.
  int first_game_on(int target) const;
  int occasions(int target) const { return games_of(action[first_game_on(target)]); }
  const Action& action_of(int g) const { return crisis.actions[action[g]]; }
  const Target& target_of(int g) const { return crisis.targets[action_of(g).target]; }
  /// The game of the first action of the same target and rung, `none`, on the same occasion.
  int without_tactic(int g) const;
  /// By responder.
  std::span<const Real> support(int g) const { return std::span(joint.support).subspan(first[g], target_of(g).size()); }
  /// By type.
  std::span<const Real> belief(int g) const { return std::span(joint.belief).subspan(g * types(), types()); }
  /// σ_θ(a) times the probability of the occasion.
  Real strategy(int g, int type) const { return weight[g] * joint.strategy[g * types() + type]; }
  Real probability(int g) const;    ///< of playing g, over all types
  Real quiet(int type) const;       ///< probability of no attack
  Real quiet() const;               ///< the same, over all types
  const Real& quiet_value() const;  ///< what it is worth: −grievance

  /// Where tables are kept.
  Payoffs<GameReal<Real>> payoffs(int g) const { return {tables[g], tables[without_tactic(g)]}; }
  /// use(cell, payoffs) for every cell; the order is open between actions, but among an action's cells their own, and
  /// an attack without a tactic comes before the same with one.
  template <class Use>
  void for_each_table(Use use) const;

  // Of an action, whatever the others do.
  Real probability_of(int a) const;           ///< σ(a), over all types
  std::vector<Real> support_of(int a) const;  ///< by responder
  /// EU_θ(a) after costs, as the adversary expects it; with others' payoffs where ranks are closed.
  const Real& value(int a, int type) const { return joint.value[leaf[a] * types() + type]; }
};

/// Beliefs about defenders where they differ by region, as in campaigns.
template <class Real>
struct Reputation {
  int regions;
  std::vector<int> region_of;                ///< by defender; −1 where it plays no part
  std::vector<Real> steadfast;               ///< by defender·regions + region: π_k as believed there
  std::vector<std::vector<Real>> perceived;  ///< by adversary, the same: what it believes itself

  /// A defender that foresees what its choices do to its name.
  struct Outlook {
    int defender;
    std::vector<int> regions;  ///< those in which its name counts, as the axes of `worth`
    Continuation<Real> worth;
    std::array<Real, most_foreseen_regions> log_odds;  ///< b in these regions
    Real spillover;
  };
  std::vector<Outlook> outlooks;
};

/// Solutions of the crises of linked adversaries, or of one alone.
struct GroupSolutions {
  std::vector<int> members;  ///< positions among the solutions
  KnownSolutions known;
  std::vector<std::vector<CrisisSolution<double>>> crises;  ///< by solution, by member
};

class CrisesInLanes;

/// Solves the crises of some adversaries, which happen at the same time, again and again in the same memory.
/// Adversaries that share nothing are solved by themselves.
template <class Real>
class CrisisSolver {
 public:
  /// For games in lanes all lanes are the same draw.
  using Numbers = Scenario<GameReal<Real>>;

  /// The adversaries at these positions have an opportunity, all others are quiet. Only the structure of `scenario`
  /// counts. Defenders that are `lost` play no part; every adversary has a target left.
  CrisisSolver(const Numbers& scenario, const std::vector<int>& adversaries, const std::vector<bool>& lost = {});
  CrisisSolver(const CrisisSolver&) = delete;
  CrisisSolver& operator=(const CrisisSolver&) = delete;
  ~CrisisSolver();

  /// By adversary, in the constructor's order. `scenario` has the constructor's structure, and its defaults settled
  /// (settle_defaults). Never throws; see JointSolution::status. The solutions stay the solver's own.
  const std::vector<CrisisSolution<Real>>& solve(const Numbers& scenario, const SolverOptions& options = {},
                                                 const Reputation<GameReal<Real>>* reputation = nullptr);
  /// Whether cohesive and fractured solutions differ. The solutions are no longer those of the crises solved before.
  Fragility<Real> fragile(const Numbers& scenario, Effort effort = Effort::whatever_it_takes);

  // In two steps, for who tries one scenario again with more effort: tables take as long as many sweeps.
  // What is loaded must stay as it is until the next.
  void load(const Numbers& scenario, const Reputation<GameReal<Real>>* reputation = nullptr);
  /// As solve(), in the lanes that are `wanted`; the others end as not found.
  const std::vector<CrisisSolution<Real>>& solve_loaded(const SolverOptions& options, const Mask<Real>& wanted);
  /// The principal branches of so many tasks, the hard ones, in arc length: no lane waits for another (relay.hpp).
  /// load() loads some in lanes from 0 on; use() is called when their solutions stand there.
  void solve_in_relay(int tasks, const LoadTasks& load,
                      const std::function<void(std::span<const int> tasks)>& use) requires in_packs<Real>;
  Fragility<Real> loaded_fragile(Effort effort);
  /// Traces what was solved last back from τ = 1, in the lanes of `todo`.
  Certificate<Real> certify(const Mask<Real>& todo);
  /// By group, of the scenario solved last. The solutions are no longer those of the crises solved before.
  std::vector<GroupSolutions> all_solutions(int starts) requires one_at_a_time<Real>;
  const std::vector<CrisisSolution<Real>>& solutions() const { return solutions_; }  ///< as solved last
  std::vector<CrisisSolution<Real>> take() { return std::move(solutions_); }

 private:
  struct Group;  // adversaries that are linked
  void read_together(const Group& group, auto read);
  void build(const Numbers& scenario, Group& group);
  void set_links(const Numbers& scenario, Group& group);
  void load(const Numbers& scenario, const Group& group, int member, const Reputation<GameReal<Real>>* reputation);
  void tabulate(const Numbers& scenario, const Group& group, int member, int target, int occasion,
                const typename CrisisSolution<Real>::UseTables& use = {});

  std::vector<CrisisSolution<Real>> solutions_;
  std::vector<std::unique_ptr<Group>> groups_;
  std::unique_ptr<CrisesInLanes> in_lanes_;  // of doubles, where crises are large enough (one_draw_at_a_time)
  bool loaded_in_lanes_ = false;
  Tabulator<GameReal<Real>> tabulator_;
  std::vector<GameTables<GameReal<Real>>*> places_;     // by action
  GameTables<GameReal<Real>> of_none_{}, of_tactic_{};  // where none are kept
  PayoffChange<GameReal<Real>> change_;                 // of one game at a time, where games are kept whole
};

template <class Real>
template <class Use>
void CrisisSolution<Real>::for_each_table(Use use) const {
  int target = -1, cell = 0;
  for (int a = 0; a < static_cast<int>(crisis.actions.size()); ++a)
    if constexpr (games_in_lanes<Real>) {
      if (crisis.actions[a].target == target) continue;
      target = crisis.actions[a].target;
      for (int occasion = 0; occasion < games_of(a); occasion += cell_lanes<Real>) {
        tabulate(target, occasion, [&](int b, const auto& of_action) {
          use(cells[first_cell[b] + occasion / cell_lanes<Real>], of_action);
        });
      }
    } else {
      for (int occasion = 0; occasion < games_of(a); ++occasion) use(cells[cell], payoffs(cell)), ++cell;
    }
}

/// All solved and accurate; else the worst that happened to one of them.
template <class Real>
Status status_of(const std::vector<CrisisSolution<Real>>& solutions, int lane);

/// The crises of these adversaries solved once.
template <class Real>
std::vector<CrisisSolution<Real>> solve_crises(const Scenario<Real>& scenario, const std::vector<int>& adversaries,
                                               const SolverOptions& options = {});
/// The crisis of one, all others quiet.
template <class Real>
CrisisSolution<Real> solve_crisis(const Scenario<Real>& scenario, int adversary, const SolverOptions& options = {});

}  // namespace wedge
