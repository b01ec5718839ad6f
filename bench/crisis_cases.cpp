#include <memory>

#include "case.hpp"
#include "kernel.hpp"
#include "wedge/sampling/drawn.hpp"
#include "wedge/measures/situation.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

// A crisis taken apart: each stage on what the stage before it left behind, for all packs of draws.
class Stages {
 public:
  explicit Stages(const Workload& workload)
      : scenario_(load(workload)),
        sampler_(scenario_),
        options_{*selection_named(scenario_.solver.selection)},
        kernel_(scenario_),
        values_(draws_of(sampler_, workload.draws)) {
    const std::size_t row = static_cast<std::size_t>(RealTraits<Pack>::lanes) * sampler_.dimensions();
    DrawnScenario<Pack> drawn(scenario_);
    for (std::size_t first = 0; first < values_.size(); first += row)
      draws_.push_back(drawn.draw(sampler_.leaf(), std::span(values_).subspan(first, row)));
    for (const Scenario<Pack>& draw : draws_) solutions_.push_back(solve_crisis(draw, 0, options_));
  }

  void tables() {
    for (std::size_t i = 0; i < draws_.size(); ++i) {
      const CrisisStructure& crisis = solutions_[i].crisis;
      keep(lane(joint_game(draws_[i], crisis, tabulate(draws_[i], crisis)).prior[0], 0));
    }
  }
  void equilibrium() {
    for (const auto& s : solutions_) keep(lane(solve(s.game, options_).residual, 0));
  }
  void measures() {
    for (const auto& s : solutions_)
      keep(lane(measures_of(s, static_cast<int>(scenario_.defenders.size())).total_loss, 0));
  }
  void fragility() {
    for (const auto& s : solutions_) keep(lane(fragile(s.game), 0));
  }
  void balance() {
    for (std::size_t i = 0; i < draws_.size(); ++i)
      for (int tie = 0; tie < static_cast<int>(scenario_.ties.size()); ++tie)
        keep(lane(integration_balance(draws_[i], {0}, tie, total_loss(solutions_[i]), options_).without, 0));
  }
  void all() { keep(kernel_.run(values_)); }

 private:
  Scenario<Quantity> scenario_;
  Sampler sampler_;
  SolverOptions options_;
  Kernel kernel_;
  std::vector<double> values_;
  std::vector<Scenario<Pack>> draws_;
  std::vector<CrisisSolution<Pack>> solutions_;
};

}  // namespace

std::vector<Case> crisis_cases() {
  struct Stage {
    const char* name;
    void (Stages::*run)();
  };
  constexpr Stage all_stages[] = {{"tables", &Stages::tables},     {"equilibrium", &Stages::equilibrium},
                                  {"measures", &Stages::measures}, {"fragility", &Stages::fragility},
                                  {"balance", &Stages::balance},   {"all", &Stages::all}};
  std::vector<Case> cases;
  for (const Workload& w : workloads()) {
    const auto stages = std::make_shared<std::unique_ptr<Stages>>();
    for (const Stage& stage : all_stages)
      cases.push_back(
          {"crisis/" + w.name + "/" + stage.name, "draw", static_cast<double>(w.draws), [&w, stages, stage] {
             if (!*stages) *stages = std::make_unique<Stages>(w);
             (**stages.*stage.run)();
           }});
  }
  return cases;
}

}  // namespace wedge::bench
