// Campaigns: what a round costs beside a crisis by itself.
#include <memory>
#include <numeric>

#include "case.hpp"
#include "study/kernel.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

constexpr const char* measured = "northeast-asia";
constexpr int rounds = 20;

// In every round there is a crisis, for nothing is lost for good. `lively`: all that is remembered moves; else nothing
// does, so that a crisis is that of the scenario again and again, and what differs is the campaign's own work.
Scenario<Quantity> scenario_of(bool lively) {
  Workload w = workload(measured);
  for (const char* const change :
       {"campaign.rounds=20", "campaign.attrition=0.5", "campaign.recovery=0.3", "campaign.bonding=0.05",
        "campaign.affinity_persistence=0.8", "campaign.detente=0.1", "campaign.tension=0.02",
        "adversary.dprk.arsenal_growth=0.02",
        "campaign.enable=[\"reputation\", \"beliefs\", \"forces\", \"arsenal\", \"detente\", \"affinity\"]"})
    w.overrides.push_back(parse_override(change));
  if (!lively) w.overrides.push_back(parse_override("campaign.enable=[]"));
  return load(w);
}

// The kernel of a study of campaigns.
class Campaigns {
 public:
  Campaigns(bool lively, int draws)
      : scenario_(scenario_of(lively)),
        sampler_(scenario_),
        kernel_(make_kernel(
            Isa::v2, {scenario_, sampler_.leaf(), {*selection_named(scenario_.solver.selection)}, false, true, 1})) {
    batch_.values = draws_of(sampler_, draws);
    batch_.look.assign(draws, 0);
    batch_.number.resize(draws);
    std::iota(batch_.number.begin(), batch_.number.end(), 0);
  }
  double run() {
    kernel_->run(batch_, rows_);
    return rows_.slots[0];
  }

 private:
  const Scenario<Quantity> scenario_;
  const Sampler sampler_;
  const std::unique_ptr<DrawKernel> kernel_;
  DrawBatch batch_;
  DrawRows rows_;
};

}  // namespace

std::vector<Case> campaign_cases() {
  const int draws = workload(measured).draws;
  std::vector<Case> cases;
  for (const bool lively : {false, true}) {
    const auto campaigns = std::make_shared<std::unique_ptr<Campaigns>>();
    cases.push_back({std::string("campaign/") + measured + (lively ? "/round" : "/still"), "round",
                     static_cast<double>(draws) * rounds, [campaigns, lively, draws] {
                       if (!*campaigns) *campaigns = std::make_unique<Campaigns>(lively, draws);
                       keep((*campaigns)->run());
                     }});
  }
  return cases;
}

}  // namespace wedge::bench
