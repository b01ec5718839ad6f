#include "campaign/frame.hpp"

#include <algorithm>

namespace wedge {
namespace {

double number_of(double x) { return x; }
double number_of(const Quantity& x) { return x.number(); }

}  // namespace

template <class Value>
CampaignFrame::CampaignFrame(const Scenario<Value>& s)
    : enabled(s.campaign.enable), region_of(s.defenders.size(), -1), attackable(s.defenders.size(), false) {
  const auto defender = [&s](const std::string& id) { return s.find(s.defenders, id); };
  const auto adversary = [&s](const std::string& id) { return s.find(s.adversaries, id); };
  for (const auto& a : s.adversaries) {
    std::vector<int>& targets = targets_of.emplace_back();
    for (const auto& [target, prize] : a.prize.entries) {
      targets.push_back(defender(target));
      attackable[targets.back()] = true;
      const std::string& region = s.defenders[targets.back()].region;
      if (std::find(regions.begin(), regions.end(), region) == regions.end()) regions.push_back(region);
    }
  }

  for (const auto& commitment : s.commitments)
    commitment_ends.push_back({defender(commitment.from), defender(commitment.to)});
  for (std::size_t k = 0; k < s.defenders.size(); ++k) {
    const auto& d = s.defenders[k];
    foresees.push_back(d.foresees && number_of(s.campaign.foresight) > 0.0 && on("reputation") && on("foresight"));
    const auto at = std::find(regions.begin(), regions.end(), d.region);
    if (at != regions.end()) region_of[k] = static_cast<int>(at - regions.begin());
    std::vector<int>&given = commitments_of.emplace_back(), &received = patronage.emplace_back();
    for (int c = 0; c < static_cast<int>(commitment_ends.size()); ++c) {
      if (commitment_ends[c].from == static_cast<int>(k)) given.push_back(c);
      if (commitment_ends[c].to == static_cast<int>(k) && s.defenders[commitment_ends[c].from].global())
        received.push_back(c);
    }
    for (std::vector<int>& in = posture_in.emplace_back(); const std::string& region : regions)
      in.push_back(d.posture.find(region));
    for (std::vector<int>& floors = floor_of.emplace_back(); const auto& [region, share] : d.posture.entries)
      floors.push_back(d.floor.find(region));
  }

  for (const auto& a : s.adversaries) {
    for (std::vector<int>& in = forces_in.emplace_back(); const std::string& region : regions)
      in.push_back(a.forces.find(region));
    for (std::vector<int>& with = ranks_with.emplace_back(); const auto& other : s.adversaries)
      with.push_back(a.closing_ranks.find(other.id));
    std::vector<int>& seen = perceives.emplace_back();
    std::vector<Embargo>& embargoes = embargoes_on.emplace_back();
    for (std::size_t k = 0; k < s.defenders.size(); ++k) {
      seen.push_back(a.perceives.find(s.defenders[k].id));
      const int entry = s.defenders[k].embargo.find(a.id);
      if (entry >= 0) embargoes.push_back({static_cast<int>(k), entry});
    }
  }

  tie_of_pair.assign(s.defenders.size() * s.defenders.size(), -1);
  for (std::size_t t = 0; t < s.ties.size(); ++t) {
    const int a = defender(s.ties[t].between[0]), b = defender(s.ties[t].between[1]);
    tie_ends.emplace_back(a, b);
    tie_of_pair[a * s.defenders.size() + b] = tie_of_pair[b * s.defenders.size() + a] = static_cast<int>(t);
  }
  for (const auto& supply : s.supplies) {
    const bool adversaries = adversary(supply.from) >= 0;
    const auto actor = [&](const std::string& id) { return adversaries ? adversary(id) : defender(id); };
    supplies.push_back({adversaries, actor(supply.from), actor(supply.to)});
  }
  for (const auto& wedge : s.wedges)
    wedges.emplace_back(adversary(wedge.by), tie_between(defender(wedge.between[0]), defender(wedge.between[1])));
}

template CampaignFrame::CampaignFrame(const Scenario<Quantity>&);
template CampaignFrame::CampaignFrame(const Scenario<double>&);

bool CampaignFrame::on(std::string_view mechanism) const {
  return std::find(enabled.begin(), enabled.end(), mechanism) != enabled.end();
}

}  // namespace wedge
