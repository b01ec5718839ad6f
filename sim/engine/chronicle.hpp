/// One campaign, told round by round (campaigns.md, "What moves").
#pragma once

#include <string>
#include <vector>

#include "campaign/runner.hpp"

namespace wedge::engine {

struct RecordedRound {
  CampaignState before, after;
  std::vector<CrisisEvent> events;      ///< by adversary
  std::vector<Measures<double>> exact;  ///< by adversary
  std::vector<Hedge> hedges;            ///< by defender: empty where hedging is no choice
};

struct Chronicle {
  Scenario<double> scenario;          ///< as drawn, with every rank that may be closed
  std::vector<std::string> regions;   ///< of the beliefs about defenders
  std::vector<int> region_of;         ///< by defender; −1 outside them
  std::vector<std::string> keys;      ///< that were uncertain
  std::vector<double> values;         ///< drawn for them
  int planned;                        ///< rounds
  std::vector<RecordedRound> rounds;  ///< fewer than planned if a game could not be solved
  std::vector<int> true_type;         ///< by adversary
  std::vector<bool> steadfast;        ///< by defender: its true type
  Status status;
};

/// Campaign `number` of `wedge run --campaigns` with this seed, Sobol' draws and 16 draws or more.
Chronicle play_campaign(const Scenario<Quantity>& scenario, std::uint64_t seed, std::int64_t number);

/// How likely this responder was to support, as believed in the target's region.
double support_as_believed(const Chronicle& chronicle, const RecordedRound& round, const CrisisEvent& event,
                           const Response& response);
std::string_view course_name(CrisisEvent::Course course);
/// The defenders at whom the tactic is aimed.
std::vector<std::string> aimed_at(const Chronicle& chronicle, const CrisisEvent& event);

}  // namespace wedge::engine
