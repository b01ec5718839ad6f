// wedge-agreement: solves the same draws in lanes, one by one, with a draw's games in lanes, and with the tightest
// tracing, and counts where they differ.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <numeric>

#include "equilibrium/branch.hpp"
#include "equilibrium/crisis_solution.hpp"
#include "program.hpp"
#include "sampling/drawn.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

constexpr int lanes = RealTraits<Pack>::lanes;
constexpr double different = 1e-9, another_branch = 1e-6;

// The solution of one draw as compared: of all its adversaries.
struct Outcome {
  Status status = Status::solved;
  int tier = 0;
  bool fold = false;
  std::vector<double> support;
};

template <class Real>
Outcome outcome_of(const std::vector<CrisisSolution<Real>>& solutions, int i) {
  Outcome out;
  out.status = status_of(solutions, i);
  for (const CrisisSolution<Real>& s : solutions) {
    out.tier = std::max(out.tier, static_cast<int>(lane(s.joint.tier, i)));
    out.fold |= lane(s.joint.fold, i);
    for (const Real& p : s.joint.support) out.support.push_back(lane(p, i));
  }
  return out;
}

// Two ways to the same solutions.
struct Tally {
  std::int64_t draws = 0, status = 0, tier = 0, fold = 0, apart = 0;
  std::vector<int> elsewhere;  // which draws
  double worst = 0.0;          // difference of a support probability, other branches left out

  void add(int draw, const Outcome& a, const Outcome& b) {
    ++draws;
    status += a.status != b.status;
    if (a.status != Status::solved || b.status != Status::solved) return;
    tier += a.tier != b.tier;
    fold += a.fold != b.fold;
    double most = 0.0;
    for (std::size_t i = 0; i < a.support.size(); ++i) most = std::max(most, std::abs(a.support[i] - b.support[i]));
    apart += most > different;
    if (most > another_branch)
      elsewhere.push_back(draw);
    else
      worst = std::max(worst, most);
  }
  void print(const char* what, bool tiers) const {
    if (draws == 0) return;
    std::cout << what << ": " << draws << " draws; status differs in " << status;
    if (tiers) std::cout << ", tier in " << tier;
    std::cout << ", fold in " << fold << "; support differs by more than " << different << " in " << apart
              << ", by more than " << another_branch << " (another branch) in " << elsewhere.size();
    for (std::size_t i = 0; i < elsewhere.size() && i < 20; ++i) std::cout << (i == 0 ? ": " : ", ") << elsewhere[i];
    std::cout << "; worst of the rest " << worst << '\n';
  }
};

template <class Real>
class Solver {
 public:
  Solver(const Scenario<Quantity>& scenario, const std::vector<int>& leaves, const std::vector<int>& adversaries)
      : leaves_(leaves),
        drawn_(scenario),
        solver_(drawn_.draw(leaves, std::vector<double>(leaves.size() * RealTraits<GameReal<Real>>::lanes, 0.5)),
                adversaries) {}
  const std::vector<CrisisSolution<Real>>& solve(std::span<const double> values, Effort effort) {
    return solver_.solve(drawn_.draw(leaves_, values), {Selection::principal, effort});
  }
  // Not yet solved.
  const std::vector<CrisisSolution<Real>>& load(std::span<const double> values) {
    solver_.load(drawn_.draw(leaves_, values));
    return solver_.solutions();
  }

 private:
  std::vector<int> leaves_;
  DrawnScenario<GameReal<Real>> drawn_;
  CrisisSolver<Real> solver_;
};

// How many sweeps draws take, each by itself: what a pack takes is its slowest lane's.
class Sweeps {
 public:
  void add(const JointGame<double>& game) {
    JointSystem<double> system(game);
    FoundSolution<double> found{};
    std::size_t effort = 0;
    while (effort < efforts && !found.found) found = follow_branch(system, efforts_in_turn[effort++]);
    all_.push_back(static_cast<double>(system.sweeps()));
    by_effort_[found.found ? effort - 1 : efforts].push_back(all_.back());
  }
  void print() {
    std::cout << "sweeps of a draw by itself, the tiers in vain included\n";
    print_spread("  all", all_);
    constexpr const char* names[efforts + 1] = {"quick", "steady", "brisk", "careful", "unsolved"};
    for (std::size_t effort = 0; effort <= efforts; ++effort)
      print_spread(std::string("  ") + names[effort], by_effort_[effort]);
  }

 private:
  static constexpr std::size_t efforts = std::size(efforts_in_turn);

  std::vector<double> all_;
  std::array<std::vector<double>, efforts + 1> by_effort_;
};

// How draws were solved.
struct Ways {
  std::array<std::int64_t, 5> tiers{};  // the first: unsolved
  std::int64_t folds = 0;

  void add(const Outcome& own) {
    ++tiers[own.status == Status::solved ? own.tier : 0];
    folds += own.fold;
  }
  void print(const std::string& of) const {
    std::cout << of << ": unsolved " << tiers[0] << ", tier 1 " << tiers[1] << ", 2 " << tiers[2] << ", 3 " << tiers[3]
              << ", 4 " << tiers[4] << "; folds " << folds << '\n';
  }
};

int run(int count, char** arguments) {
  std::string path, adversary;
  std::vector<std::string> set;
  int draws = 1024;
  bool tight = false, single = false, alone = false, sweeps = false;
  CLI::App app("Counts the draws in which two ways of solving a scenario differ.");
  app.add_option("FILE", path, "a scenario with uncertain keys")->required();
  app.add_option("--draws", draws, "a multiple of 8")->check(CLI::Range(8, 1 << 24))->capture_default_str();
  app.add_option("--adversary", adversary, "this one alone, all others quiet");
  app.add_option("--set", set, "KEY=VALUE, as in wedge run");
  app.add_flag("--double", single, "lanes against one draw at a time");
  app.add_flag("--alone", alone,
               "lanes against a draw by itself, its games in lanes: of several adversaries; with --tight each draw by "
               "itself against its own tightest tracing, without packs");
  app.add_flag("--tight", tight, "against the tightest tracing");
  app.add_flag("--sweeps", sweeps, "how many sweeps the solutions of one adversary take");
  CLI11_PARSE(app, count, arguments);

  Workload workload{path, path, {}, draws / 8 * 8};
  for (const std::string& text : set) workload.overrides.push_back(parse_override(text));
  const Scenario<Quantity> scenario = load(workload);
  std::vector<int> adversaries(scenario.adversaries.size());
  std::iota(adversaries.begin(), adversaries.end(), 0);
  if (!adversary.empty()) adversaries = {scenario.find(scenario.adversaries, adversary)};
  if (adversaries[0] < 0) throw std::runtime_error("--adversary " + adversary + ": none of the scenario's");

  const Sampler sampler(scenario);
  const std::size_t width = sampler.dimensions();
  const std::vector<double> all = draws_of(sampler, workload.draws);
  const std::string of = path + (adversary.empty() ? "" : " " + adversary);
  Ways ways;
  Tally one_by_one, by_itself, by_tight;
  if (alone && tight) {
    Solver<Single> one(scenario, sampler.leaf(), adversaries);
    for (int d = 0; d < workload.draws; ++d) {
      const std::vector<double> same = in_all_lanes(std::span(all).subspan(d * width, width));
      const Outcome own = outcome_of(one.solve(same, Effort::whatever_it_takes), 0);
      ways.add(own);
      by_tight.add(d, own, outcome_of(one.solve(same, Effort::tight), 0));
    }
    ways.print(of);
    by_tight.print("a draw by itself against tight tracing", false);
    return 0;
  }
  Solver<Pack> wide(scenario, sampler.leaf(), adversaries), careful(scenario, sampler.leaf(), adversaries);
  Solver<double> narrow(scenario, sampler.leaf(), adversaries);
  std::unique_ptr<Solver<Single>> lone;
  if (alone) lone = std::make_unique<Solver<Single>>(scenario, sampler.leaf(), adversaries);
  if (sweeps && adversaries.size() > 1) throw std::runtime_error("--sweeps is for one adversary: choose --adversary");
  Sweeps by_draw;
  for (int first = 0; first < workload.draws; first += lanes) {
    const std::span<const double> values = std::span(all).subspan(first * width, lanes * width);
    const auto& solutions = wide.solve(values, Effort::whatever_it_takes);
    const auto* const tightly = tight ? &careful.solve(values, Effort::tight) : nullptr;
    for (int i = 0; i < lanes; ++i) {
      const Outcome own = outcome_of(solutions, i);
      ways.add(own);
      if (single)
        one_by_one.add(first + i, own,
                       outcome_of(narrow.solve(values.subspan(i * width, width), Effort::whatever_it_takes), 0));
      if (lone) {
        const std::vector<double> same = in_all_lanes(values.subspan(i * width, width));
        by_itself.add(first + i, own, outcome_of(lone->solve(same, Effort::whatever_it_takes), 0));
      }
      if (tight) by_tight.add(first + i, own, outcome_of(*tightly, i));
      if (sweeps) by_draw.add(narrow.load(values.subspan(i * width, width))[0].game);
    }
  }
  ways.print(of);
  one_by_one.print("lanes against double", true);
  by_itself.print("lanes against a draw by itself", true);
  by_tight.print("against tight tracing", false);
  if (sweeps) by_draw.print();
  return 0;
}

}  // namespace
}  // namespace wedge::bench

int main(int count, char** arguments) {
  return wedge::bench::carried_out("wedge-agreement", 2, [&] { return wedge::bench::run(count, arguments); });
}
