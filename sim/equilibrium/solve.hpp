/// Equilibria of the joint system and which of them is meant (model.md, "Which equilibrium").
#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "equilibrium/joint_system.hpp"
#include "equilibrium/linked_system.hpp"

namespace wedge {

enum class Selection {
  principal,  ///< first crossing of τ = 1 by the branch that starts at τ = 0
  cohesive,   ///< limit of damped iteration from everybody's support
  fractured,  ///< limit of damped iteration from nobody's support
};
std::optional<Selection> selection_named(std::string_view name);

/// How a solve ended. Anything but `solved` is a failed draw.
enum class Status {
  solved,
  branch_lost,  ///< the principal branch could not be followed to τ = 1
  not_settled,  ///< the damped iteration did not come to rest
  inaccurate,   ///< the residual is above `residual_limit`
};
std::string_view status_name(Status status);

/// Largest residual of a solved game: far below what a reader could see, far above rounding.
inline constexpr double residual_limit = 1e-12;
/// Cohesive and fractured solutions that differ by more than this in a support probability are two.
inline constexpr double fragile_difference = 1e-6;

/// Where a search ended, by lane. `benefit` solves the system where `found`.
template <class Real>
struct FoundSolution {
  std::vector<Real> benefit;
  Mask<Real> found, fold;
  Real tier;
  Real parked{0.0};  ///< how many games were parked on the way

  static FoundSolution nothing(int size) {
    const Mask<Real> no = Real(1.0) < Real(0.0);
    return {std::vector<Real>(size, Real(0.0)), no, no, Real(0.0), Real(0.0)};
  }
};

/// How hard to look for the principal branch. The tiers are tried one after the other, lane by lane, so that a lane's
/// result is the same whether its tiers are run at once or in several calls.
enum class Effort {
  whatever_it_takes,
  quick,    ///< tier 1 only: a lane that needs more ends as `branch_lost`
  steady,   ///< tier 2's steps in τ only
  brisk,    ///< arc length: what is left of tier 2, which has few steps
  careful,  ///< arc length: the tiers beyond
  tight,    ///< the last tier at once, for checking the others
};

/// The parts of `whatever_it_takes`, cheapest first: who has many draws lets each pass over all of them
/// before the next takes what is left.
inline constexpr Effort efforts_in_turn[] = {Effort::quick, Effort::steady, Effort::brisk, Effort::careful};

struct SolverOptions {
  Selection selection = Selection::principal;
  Effort effort = Effort::whatever_it_takes;
};

/// An equilibrium. Unknowns run game by game, responder by responder; beliefs by game·types + θ; values and
/// choices by node·types + θ.
template <class Real>
struct JointSolution {
  std::vector<Real> benefit;       ///< d: net benefit of supporting, before mood and type
  std::vector<Real> support;       ///< p, eq. (11)
  std::vector<Real> perceived;     ///< support as the observer believes it
  std::vector<Real> belief;        ///< μ(θ | a), eq. (12)
  std::vector<Real> log_strategy;  ///< ln σ_θ(a), by game·types + θ
  std::vector<Real> strategy;      ///< σ_θ(a)
  std::vector<Real> value;         ///< of each node to each type
  Real residual;                   ///< max |p − right side of (11)| with (12) imposed
  Mask<Real> fold;                 ///< the branch turned on its way
  Real tier;    ///< 1: long steps in τ sufficed; 2: shorter ones or arc length; 3, 4: ever tighter; 0: no branch
  Real parked;  ///< games that the others did not wait for on the way, though traced to the end (parking.hpp)
  Status status[RealTraits<Real>::lanes];
};

/// Whether the cohesive and the fractured solution differ. Where one of them does not settle, several outcomes are in
/// reach and the answer is yes.
template <class Real>
struct Fragility {
  Mask<Real> fragile;
  Mask<Real> decided;  ///< false: little effort did not tell
};

/// Puts the first of these tasks into the games that a solver refers to, a lane each from lane 0 on, and says how many:
/// what can stand in one pack.
using LoadTasks = std::function<std::size_t(std::span<const int> tasks)>;

/// Where the way back from a solution at τ = 1 leads along its curve (solver.md, "Tracing back"). Neither: the way was
/// lost, or passed a branching point.
template <class Real>
struct Certificate {
  Mask<Real> certified;  ///< to the start at τ = 0, below τ = 1: the solution is the principal branch's first crossing
  Mask<Real> elsewhere;  ///< to another crossing of τ = 1: the solution is on a wrong branch
};

/// What is done for one game, and not for the lanes of a pack.
template <class Real>
concept one_at_a_time = std::same_as<Real, double>;
/// What is done for the draws in a pack's lanes.
template <class Real>
concept in_packs = std::same_as<Real, Pack>;

/// A solution beside others (solver.md, "All solutions").
struct KnownSolution {
  std::vector<double> unknown;  ///< d, and for linked adversaries y
  double sign;                  ///< of the determinant
  bool selected[3];             ///< by Selection: whether that finds it
};

/// The solutions that a search found.
struct KnownSolutions {
  std::vector<KnownSolution> solutions;
  /// All of them if `solutions` leaves some out: those of games that do not depend on one another combine freely.
  double count = 0.0;
  double sign_sum = 0.0;  ///< of all signs; 1 if none is missing, and if it is not, one is
};

/// Solves joint games of one structure again and again in the same memory.
template <class Real>
class JointSolver {
 public:
  /// Keeps a reference: `game` must outlive the solver and keep its structure; its numbers may change between calls.
  explicit JointSolver(const JointGame<Real>& game);

  /// Never throws; a lane that cannot be solved, or is not `wanted`, says so in its status.
  void solve(const SolverOptions& options, JointSolution<Real>& out, const Mask<Real>& wanted = everywhere<Real>());

  /// The equilibrium to which `benefit` is close, found by Newton's method; `benefit` becomes its net benefits and
  /// support() its support. False where there is none close by (support moves by more than 0.1). Two solutions on one
  /// branch with a fold between them differ in determinant_sign().
  Mask<Real> settle_near(std::vector<Real>& benefit);
  const Real& determinant_sign() const { return system_.determinant_sign(); }
  const std::vector<Real>& support() const { return system_.support(); }

  /// Follows the branches of so many tasks in arc length, each lane with one after another (relay.hpp); of games that
  /// are one system, so of more than one type.
  std::vector<FoundSolution<double>> relay(int tasks, const LoadTasks& load) requires in_packs<Real>;
  /// What relay() found of tasks that are loaded again.
  void adopt(std::span<const FoundSolution<double>> found, JointSolution<Real>& out) requires in_packs<Real>;
  bool one_system() const { return game_.types > 1; }

  /// Looks from both corners; with Effort::quick not for long.
  Fragility<Real> fragile(Effort effort = Effort::whatever_it_takes);

  /// Traces the lanes of `todo` back from the solution `benefit`.
  Certificate<Real> certify(const std::vector<Real>& benefit, const Mask<Real>& todo);
  /// Searches for solutions from so many starting points.
  KnownSolutions all_solutions(int starts) requires one_at_a_time<Real>;
  /// The solution with these net benefits, read off.
  void report(const KnownSolution& solution, JointSolution<Real>& out) requires one_at_a_time<Real>;

 private:
  void read(FoundSolution<Real> found, Selection selection, JointSolution<Real>& out);

  const JointGame<Real>& game_;
  JointSystem<Real> system_;
  std::vector<Real> before_;  // support where settle_near() began
};

/// Solves the joint games of several adversaries that are linked.
template <class Real>
class LinkedSolver {
 public:
  /// Keeps references to games and links, as LinkedSystem does.
  LinkedSolver(const std::vector<const JointGame<Real>*>& games, const Links<Real>& links);

  /// By adversary. Residual, fold, tier and status are those of all together.
  void solve(const SolverOptions& options, const std::vector<JointSolution<Real>*>& out,
             const Mask<Real>& wanted = everywhere<Real>());
  /// Of an adversary's games: probability that the others do what each supposes, after solve().
  const std::vector<Real>& weight(int adversary) const { return system_.weight(adversary); }
  Fragility<Real> fragile(Effort effort = Effort::whatever_it_takes);

  // All as in JointSolver; certify() is of what was solved last.
  std::vector<FoundSolution<double>> relay(int tasks, const LoadTasks& load) requires in_packs<Real>;
  void adopt(std::span<const FoundSolution<double>> found,
             const std::vector<JointSolution<Real>*>& out) requires in_packs<Real>;
  Certificate<Real> certify(const Mask<Real>& todo);
  KnownSolutions all_solutions(int starts) requires one_at_a_time<Real>;
  void report(const KnownSolution& solution, const std::vector<JointSolution<Real>*>& out) requires one_at_a_time<Real>;

 private:
  void read_all(const FoundSolution<Real>& found, Selection selection, const std::vector<JointSolution<Real>*>& out);

  const std::vector<const JointGame<Real>*> games_;
  const Links<Real>& links_;
  LinkedSystem<Real> system_;
  std::vector<Real> unknown_;  // as solved last
};

/// One joint game solved once.
template <class Real>
JointSolution<Real> solve(const JointGame<Real>& game, const SolverOptions& options = {});
template <class Real>
Mask<Real> fragile(const JointGame<Real>& game);

}  // namespace wedge
