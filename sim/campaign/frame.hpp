/// The names in a campaign's scenario, resolved once.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "scenario/scenario.hpp"

namespace wedge {

/// All that does not move in a campaign: who stands where in which list, and which mechanisms are on. Positions are −1
/// where there is no such entry.
struct CampaignFrame {
  template <class Value>
  explicit CampaignFrame(const Scenario<Value>& scenario);

  bool on(std::string_view mechanism) const;
  /// The tie between two defenders.
  int tie_between(int a, int b) const { return tie_of_pair[a * region_of.size() + b]; }

  std::vector<std::string> regions;  ///< where there are targets
  std::vector<std::string> enabled;

  // By defender.
  std::vector<int> region_of;                    ///< −1 outside the regions
  std::vector<bool> attackable;                  ///< somebody's target
  std::vector<bool> foresees;                    ///< what its choices do to its name
  std::vector<std::vector<int>> commitments_of;  ///< those it gave
  std::vector<std::vector<int>> patronage;       ///< those that global defenders gave it
  std::vector<std::vector<int>> posture_in;      ///< by region: the entry of its posture
  std::vector<std::vector<int>> floor_of;        ///< by entry of its posture: the entry of its floor

  // By adversary.
  struct Embargo {
    int defender, entry;
  };
  std::vector<std::vector<int>> targets_of;  ///< by entry of its prize: the defender
  std::vector<std::vector<int>> forces_in;   ///< by region: the entry of its forces
  std::vector<std::vector<int>> ranks_with;  ///< by adversary: the entry of its closing_ranks
  std::vector<std::vector<int>> perceives;   ///< by defender: the entry of what it perceives
  std::vector<std::vector<Embargo>> embargoes_on;

  struct Ends {
    int from, to;
  };
  struct Giving {
    bool adversaries;
    int from, to;
  };
  std::vector<Ends> commitment_ends;          ///< by commitment: two defenders
  std::vector<std::pair<int, int>> tie_ends;  ///< by tie: two defenders
  std::vector<int> tie_of_pair;               ///< by two defenders
  std::vector<Giving> supplies;               ///< by supply
  std::vector<std::pair<int, int>> wedges;    ///< by peacetime wedge: adversary, tie
};

}  // namespace wedge
