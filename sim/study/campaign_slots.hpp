/// One campaign as a row of numbers, and what each means.
#pragma once

#include "campaign/runner.hpp"
#include "slots.hpp"

namespace wedge {

/// Adds dimensions, variables and slots of a campaign to `layout`: what is recorded each round, with `round` as the
/// first dimension, then what is known at the end.
void describe_campaign_slots(const Scenario<Quantity>& scenario, StudyLayout& layout);

/// Collects the rounds of one campaign after the other into rows of that layout.
class CampaignRow {
 public:
  explicit CampaignRow(const Scenario<Quantity>& scenario);
  int slots() const { return slots_; }

  /// Everything NaN and nothing counted yet: before the first round.
  void clear(double* row) const;
  void add(const Round& round, double* row);

 private:
  const SlotLabels labels_;
  const SituationStructure situation_;
  int rounds_, slots_, final_;  // final_: where what is known at the end begins
  bool names_;                  // somebody foresees
  std::vector<int> sizes_;      // of the variables recorded each round
  std::vector<double> one_round_;
};

}  // namespace wedge
