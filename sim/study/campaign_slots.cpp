#include "campaign_slots.hpp"

#include <algorithm>
#include <numeric>

#include "base/nan.hpp"

namespace wedge {
namespace {

enum Final { first_loss, wars, executions, really_steadfast };  // what is known at the end; the last by defender

int rounds_of(const Scenario<Quantity>& scenario) { return static_cast<int>(scenario.campaign.rounds.number()); }

std::vector<int> everybody(const Scenario<Quantity>& scenario) {
  std::vector<int> all(scenario.adversaries.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

bool anybody_foresees(const Scenario<Quantity>& scenario) {
  const std::vector<bool> foresees = CampaignFrame(scenario).foresees;
  return std::find(foresees.begin(), foresees.end(), true) != foresees.end();
}

// The slots of one round, for measures that are recorded each round.
StudyLayout one_round(const Scenario<Quantity>& scenario) {
  const SlotLabels labels(scenario);
  StudyLayout layout;
  describe_dimensions(labels, layout);
  if (!scenario.ties.empty()) layout.dimensions.push_back({"tie", labels.ties});
  if (!labels.several()) {
    layout.dimensions.push_back({"adversary", labels.adversaries});
    layout.dimensions.push_back({"region", labels.regions});
  }
  describe_measures(labels, layout);
  if (labels.several()) describe_situation(layout);
  add_variable(layout, "attacked", "probability", "the target was attacked", {"target"});
  add_variable(layout, "fought", "probability", "an attack was fought over", {});
  add_variable(layout, "carried_out", "probability", "a threat was carried out", {});
  add_variable(layout, "held", "share", "share of the stake still held at the end of the round", {"target"});
  add_variable(layout, "intact", "probability", "no target has been lost for good", {});
  add_variable(layout, "defender_forces", "strength", "at the end of the round", {"defender"});
  add_variable(layout, "adversary_forces", "strength", "in all regions, at the end of the round", {"adversary"});
  add_variable(layout, "adversary_arsenal", "log2(1 + ratio to a reference)", "at the end of the round", {"adversary"});
  add_variable(layout, "believed_steadfast", "probability", "belief held in a region that the defender is steadfast",
               {"defender", "region"});
  add_variable(layout, "belief", "probability", "belief about an adversary's type", {"adversary", "type"});
  if (labels.several())
    add_variable(layout, "adversary_ranks", "share",
                 "closed with the others, on average over them, at the end of the round", {"adversary"});
  if (anybody_foresees(scenario)) {
    layout.dimensions.push_back({"resolve", {"steadfast", "wavering"}});
    add_variable(layout, "name_worth", "stake",
                 "what supporting rather than standing aside adds to later rounds, given attack, to either type of a "
                 "defender that foresees",
                 {"defender", "resolve"});
  }
  if (scenario.ties.empty()) return layout;
  add_variable(layout, "tie_affinity", "share", "at the end of the round", {"tie"});
  add_variable(layout, "tie_integration", "share", "at the end of the round", {"tie"});
  return layout;
}

}  // namespace

void describe_campaign_slots(const Scenario<Quantity>& scenario, StudyLayout& layout) {
  const StudyLayout one = one_round(scenario);
  layout.dimensions = {{"round", {}}};
  for (int round = 1; round <= rounds_of(scenario); ++round)
    layout.dimensions[0].labels.push_back(std::to_string(round));
  layout.dimensions.insert(layout.dimensions.end(), one.dimensions.begin(), one.dimensions.end());
  for (const Variable& v : one.variables) {
    std::vector<std::string> dimensions = v.dimensions;
    dimensions.insert(dimensions.begin(), "round");
    add_variable(layout, v.name, v.unit, v.meaning, std::move(dimensions));
  }
  add_variable(layout, "first_loss", "rounds", "round of the first loss for good, of campaigns that have one", {});
  add_variable(layout, "wars", "attacks", "fought over in a campaign", {});
  add_variable(layout, "executions", "threats", "carried out in a campaign", {});
  add_variable(layout, "really_steadfast", "share", "the defender is of the steadfast type, which nobody knew",
               {"defender"});
}

CampaignRow::CampaignRow(const Scenario<Quantity>& scenario)
    : labels_(scenario),
      situation_(situation_structure(scenario, everybody(scenario))),
      rounds_(rounds_of(scenario)),
      names_(anybody_foresees(scenario)) {
  const StudyLayout one = one_round(scenario);
  for (const Variable& v : one.variables) sizes_.push_back(v.slots);
  one_round_.resize(one.slots);
  final_ = rounds_ * one.slots;
  slots_ = final_ + really_steadfast + static_cast<int>(labels_.defenders.size());
}

void CampaignRow::clear(double* row) const {
  std::fill_n(row, slots_, nan);
  row[final_ + wars] = row[final_ + executions] = 0.0;
}

void CampaignRow::add(const Round& round, double* row) {
  std::vector<const Measures<double>*> exact;
  for (const Measures<double>& m : round.exact) exact.push_back(&m);
  std::fill(one_round_.begin(), one_round_.end(), nan);
  double* next = fill_measures(labels_, exact, 0, one_round_.data());
  if (labels_.several()) {
    Situation<double> situation;
    set_situation(situation_, exact, situation);
    next = fill_situation(situation, 0, next);
  }
  const auto add_all = [&next](const auto& items, auto number) {
    for (const auto& item : items) *next++ = number(item);
  };
  double fought = 0.0, executed = 0.0;
  bool intact = true;
  for (const CrisisEvent& event : round.events) {
    fought += event.fight();
    executed += event.course == CrisisEvent::Course::executed;
  }
  add_all(situation_.targets, [&](int target) {
    if (round.before.defenders[target].lost) return nan;
    return static_cast<double>(
        std::any_of(round.events.begin(), round.events.end(), [&](const auto& e) { return e.target == target; }));
  });
  *next++ = fought > 0.0;
  *next++ = executed > 0.0;
  add_all(situation_.targets, [&](int target) {
    intact = intact && !round.after.defenders[target].lost;
    return round.after.defenders[target].lost ? 0.0 : 1.0;
  });
  *next++ = intact;
  add_all(round.after.defenders, [](const DefenderState& d) { return d.forces; });
  add_all(round.after.adversaries,
          [](const AdversaryState& a) { return std::accumulate(a.forces.begin(), a.forces.end(), 0.0); });
  add_all(round.after.adversaries, [](const AdversaryState& a) { return a.arsenal; });
  for (const DefenderState& d : round.after.defenders) add_all(d.log_odds, [](double b) { return probability_of(b); });
  for (int j = 0; j < static_cast<int>(round.after.adversaries.size()); ++j) {
    const std::vector<double>& belief = round.after.adversaries[j].belief;
    for (int t = 0; t < static_cast<int>(belief.size()); ++t) next[labels_.place(j, Index::type, t)] = belief[t];
    next += labels_.types.size();
  }
  if (labels_.several())
    add_all(round.after.adversaries,
            [others = static_cast<double>(labels_.adversaries.size() - 1)](const AdversaryState& a) {
              return std::accumulate(a.ranks.begin(), a.ranks.end(), 0.0) / others;
            });
  if (names_) next = std::copy(round.name_worth.begin(), round.name_worth.end(), next);
  add_all(round.after.ties, [](const TieState& t) { return t.affinity; });
  add_all(round.after.ties, [](const TieState& t) { return t.integration; });

  const double* from = one_round_.data();
  double* variable = row;
  for (const int size : sizes_) {
    std::copy_n(from, size, variable + round.number * size);
    from += size;
    variable += rounds_ * size;
  }
  double* const end = row + final_;
  if (!intact && std::isnan(end[first_loss])) end[first_loss] = round.number + 1;
  end[wars] += fought;
  end[executions] += executed;
  std::copy(round.steadfast.begin(), round.steadfast.end(), end + really_steadfast);
}

}  // namespace wedge
