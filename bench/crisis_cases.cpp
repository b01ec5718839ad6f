#include <algorithm>
#include <memory>

#include "case.hpp"
#include "kernel.hpp"
#include "measures/situation.hpp"
#include "reused_solver.hpp"
#include "sampling/drawn.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

constexpr int sweeps = 16;  // of a pack, one after the other: about as many as its solution takes

// A stage works on what all packs left behind: no more of them than caches hold.
int draws_of_stages(const Workload& workload) { return std::min(workload.draws, 64); }

// A crisis taken apart: each stage on what the stage before it left behind, for all packs of draws. Like the kernel, a
// stage uses the same memory for all of them.
class Stages {
 public:
  explicit Stages(const Workload& workload)
      : scenario_(load(workload)),
        sampler_(scenario_),
        options_{*selection_named(scenario_.solver.selection)},
        values_(draws_of(sampler_, draws_of_stages(workload))),
        drawn_(scenario_),
        situation_(situation_structure(scenario_, {0})),
        crises_(draw(0), {0}) {
    for (int pack = 0; pack < packs(); ++pack) solutions_.push_back(solve_crisis(draw(pack), 0, options_));
    solver_ = std::make_unique<ReusedSolver>(solutions_[0].game);
    measurer_ = std::make_unique<Measurer<Pack>>(solutions_[0].crisis, static_cast<int>(scenario_.defenders.size()));
    tables_ = solutions_[0].tables;
    for (GameTables<Pack>& table : tables_) places_.push_back(&table);
  }

  void tables() {
    const CrisisStructure& crisis = solutions_[0].crisis;
    for (int pack = 0; pack < packs(); ++pack) {
      const Scenario<Pack>& scenario = draw(pack);
      for (int target = 0; target < static_cast<int>(crisis.targets.size()); ++target)
        tabulator_.tabulate(scenario, crisis, target, {}, places_);
      keep(lane(tables_[0].utility[0], 0));
    }
  }
  void equilibrium() {
    for (auto& s : solutions_) keep(lane(solver_->solve(s.game, options_).residual, 0));
  }
  void measures() {
    for (const auto& s : solutions_) keep(lane(measurer_->measure(s).total_loss, 0));
  }
  void fragility() {
    for (auto& s : solutions_) keep(lane(solver_->fragile(s.game), 0));
  }
  void balance() {
    for (int pack = 0; pack < packs(); ++pack)
      for (int tie = 0; tie < static_cast<int>(scenario_.ties.size()); ++tie)
        for (const TieTerm term : {TieTerm::integration, TieTerm::dependency}) {
          Scenario<Pack>& scenario = draw(pack);
          switch_off(scenario, tie, term);
          keep(lane(total_loss(situation_, crises_.solve(scenario, options_)), 0));
        }
  }
  void sweep() {
    for (auto& s : solutions_)
      solver_->with(s.game, [&](JointSystem<Pack>& system) {
        for (int count = 0; count < sweeps; ++count) system.linearise(s.joint.benefit, Pack(0.7));
        keep(lane(system.newton()[0], 0));
      });
  }

 private:
  int packs() const { return static_cast<int>(values_.size() / row()); }
  std::size_t row() const { return static_cast<std::size_t>(RealTraits<Pack>::lanes) * sampler_.dimensions(); }
  Scenario<Pack>& draw(int pack) {
    return drawn_.draw(sampler_.leaf(), std::span(values_).subspan(pack * row(), row()));
  }

  Scenario<Quantity> scenario_;
  Sampler sampler_;
  SolverOptions options_;
  std::vector<double> values_;
  DrawnScenario<Pack> drawn_;
  SituationStructure situation_;
  CrisisSolver<Pack> crises_;
  std::vector<CrisisSolution<Pack>> solutions_;  // by pack
  std::unique_ptr<ReusedSolver> solver_;
  std::unique_ptr<Measurer<Pack>> measurer_;
  std::vector<GameTables<Pack>> tables_;
  Tabulator<Pack> tabulator_;
  std::vector<GameTables<Pack>*> places_;
};

// Linked crises of so many games that each draw is solved by itself, taken apart.
class LinkedStages {
 public:
  explicit LinkedStages(const Workload& workload)
      : scenario_(load(workload)),
        sampler_(scenario_),
        values_(draws_of(sampler_, workload.draws)),
        drawn_(scenario_),
        solver_(reshaped<Pack>(scenario_), everybody()) {}

  void tables() {
    for_each_draw([&] { keep(0.0); });
  }
  void solved() {
    for_each_draw([&] { keep(lane(solver_.solve_loaded({}, true)[0].joint.residual, 0)); });
  }

 private:
  std::vector<int> everybody() const {
    std::vector<int> all;
    for (std::size_t j = 0; j < scenario_.adversaries.size(); ++j) all.push_back(static_cast<int>(j));
    return all;
  }
  void for_each_draw(auto use) {
    const std::size_t width = sampler_.dimensions();
    for (std::size_t first = 0; first < values_.size(); first += width) {
      const std::vector<double> lanes = in_all_lanes(std::span(values_).subspan(first, width));
      solver_.load(drawn_.draw(sampler_.leaf(), lanes));
      use();
    }
  }

  Scenario<Quantity> scenario_;
  Sampler sampler_;
  std::vector<double> values_;
  DrawnScenario<Pack> drawn_;
  CrisisSolver<Single> solver_;
};

std::vector<Case> linked_cases(const Workload& w) {
  const auto stages = std::make_shared<std::unique_ptr<LinkedStages>>();
  const auto stage = [&](const char* name, void (LinkedStages::*run)()) {
    return Case{"crisis/" + w.name + "/" + name, "draw", static_cast<double>(w.draws), [&w, stages, run] {
                  if (!*stages) *stages = std::make_unique<LinkedStages>(w);
                  (**stages.*run)();
                }};
  };
  return {stage("tables", &LinkedStages::tables), stage("solved", &LinkedStages::solved)};
}

// A draw as a study computes it, in memory of its own: that of the stages, which keep what every pack of draws came to,
// would put the kernel's far apart.
class Whole {
 public:
  Whole(const Workload& workload, bool everything) : Whole(load(workload), workload.draws, everything) {}
  void run() { keep(kernel_.run(values_)); }

 private:
  Whole(const Scenario<Quantity>& scenario, int draws, bool everything)
      : values_(draws_of(Sampler(scenario), draws)), kernel_(scenario, everything) {}

  std::vector<double> values_;
  Kernel kernel_;
};

Case whole_case(const Workload& workload, const char* name, bool everything) {
  const auto whole = std::make_shared<std::unique_ptr<Whole>>();
  return {"crisis/" + workload.name + "/" + name, "draw", static_cast<double>(workload.draws),
          [&workload, whole, everything] {
            if (!*whole) *whole = std::make_unique<Whole>(workload, everything);
            (*whole)->run();
          }};
}

}  // namespace

std::vector<Case> crisis_cases() {
  struct Stage {
    const char* name;
    void (Stages::*run)();
    const char* unit = "draw";
    int times = 1;
  };
  constexpr Stage all_stages[] = {{"tables", &Stages::tables},           {"sweep", &Stages::sweep, "sweep", sweeps},
                                  {"equilibrium", &Stages::equilibrium}, {"measures", &Stages::measures},
                                  {"fragility", &Stages::fragility},     {"balance", &Stages::balance}};
  std::vector<Case> cases;
  for (const Workload& w : workloads()) {
    cases.push_back(whole_case(w, "plain", false));
    if (!w.linked) cases.push_back(whole_case(w, "all", true));  // (their ties' balances take minutes)
    if (w.linked) {
      for (Case& one : linked_cases(w)) cases.push_back(std::move(one));
      continue;
    }
    const auto stages = std::make_shared<std::unique_ptr<Stages>>();
    for (const Stage& stage : all_stages)
      cases.push_back({"crisis/" + w.name + "/" + stage.name, stage.unit,
                       static_cast<double>(draws_of_stages(w)) * stage.times, [&w, stages, stage] {
                         if (!*stages) *stages = std::make_unique<Stages>(w);
                         (**stages.*stage.run)();
                       }});
  }
  return cases;
}

}  // namespace wedge::bench
