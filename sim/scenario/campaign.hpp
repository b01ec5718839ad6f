/// The numbers of campaigns: how states move between crises (campaigns.md, "What moves").
#pragma once

#include "scenario/field.hpp"

namespace wedge {

/// Most rounds that a defender looks ahead.
inline constexpr double most_foresight = 20.0;

/// The mechanisms of a campaign, each of which can be switched off.
inline const std::vector<std::string>& mechanism_names() {
  static const std::vector<std::string> names{
      "reputation", "foresight", "beliefs",  "forces", "hedging",     "supply",   "posture", "burden_sharing",
      "arsenal",    "detente",   "affinity", "wedges", "integration", "practice", "ranks",   "losses"};
  return names;
}

/// How allies come to hedge: doubt of the patron moves them, or each takes what it expects to serve it.
inline const std::vector<std::string>& hedging_names() {
  static const std::vector<std::string> names{"rule", "choice"};
  return names;
}
inline bool hedges_by_choice(const std::string& hedging) { return hedging == "choice"; }

/// `[campaign]`.
template <class Value>
struct CampaignRules {
  Value rounds, spillover, foresight, discount, signal, attrition, recovery, effort, hedging_effort, hedging_distance,
      effort_step, effort_cost, bonding, affinity_persistence, affinity_shock, integration_pace, integration_floor,
      learning, interregional_learning, burden_sharing, detente, tension, ranks_rise, ranks_relax;
  std::string hedging = "rule";
  std::vector<std::string> enable = mechanism_names();

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Number{"rounds", "rounds", Range{1.0, 1000.0}, by_default(20.0),
               "how many, a year each by custom; a whole number"},
        self.rounds);
    row(Text{"enable", Refers::mechanism, Presence::optional, "what moves; left out: everything"}, self.enable);
    row(Number{"spillover", "share", unit_interval, by_default_zero,
               "weight of what is seen in other regions, for a responder's reputation"},
        self.spillover);
    row(Number{"foresight", "rounds", Range{0.0, most_foresight}, by_default_zero,
               "H: how far ahead defenders look that foresee; a whole number"},
        self.foresight);
    row(Number{"discount", "share per round", unit_interval, by_default(0.9),
               "δ: what a round later is worth of one now"},
        self.discount);
    row(Number{"signal", "probability", unit_interval, by_default_zero,
               "all adversaries' opportunities come together, by concert"},
        self.signal);
    row(Number{"attrition", "1/cost", not_negative, by_default_zero,
               "share of its forces that a fight takes from who fights, by the rung's cost"},
        self.attrition);
    row(Number{"recovery", "share per round", unit_interval, by_default_zero,
               "share of the way back to the peacetime level"},
        self.recovery);
    row(Number{"effort", "share per round", not_negative, by_default_zero,
               "growth of a regional defender's peacetime forces"},
        self.effort);
    row(Number{"hedging_effort", "share per round", not_negative, by_default_zero, "the same for doubt of the patron"},
        self.hedging_effort);
    row(Number{"hedging_distance", "share per round", not_negative, by_default_zero,
               "integration with the patron given up for doubt of it"},
        self.hedging_distance);
    row(Text{"hedging", Refers::hedging, Presence::optional,
             "rule: doubt of the patron moves allies; choice: they take what serves them"},
        self.hedging);
    row(Number{"effort_step", "share", not_negative, by_default(0.02),
               "own peacetime forces that an ally may choose to add in a round, by its first level"},
        self.effort_step);
    row(Number{"effort_cost", "stake", not_negative, by_default_zero,
               "what as many forces again as its first level would cost an ally that chooses"},
        self.effort_cost);
    row(Number{"bonding", "affinity", not_negative, by_default_zero,
               "gained by fighting together, lost by being let down"},
        self.bonding);
    row(Number{"affinity_persistence", "share per round", unit_interval, by_default(1.0),
               "how much of a departure from the scenario's affinity lasts"},
        self.affinity_persistence);
    row(Number{"affinity_shock", "affinity", not_negative, by_default_zero,
               "standard deviation of chance changes of affinity"},
        self.affinity_shock);
    row(Number{"integration_pace", "share per round", unit_interval, by_default_zero,
               "share of the way to the integration that is wanted"},
        self.integration_pace);
    row(Number{"integration_floor", "affinity", Range{-1.0, 1.0}, by_default_zero,
               "below this affinity none is wanted"},
        self.integration_floor);
    row(Number{"learning", "share per round", unit_interval, by_default_zero,
               "missile defence and hybrid resilience taken over from the best partner"},
        self.learning);
    row(Number{"interregional_learning", "share per round", unit_interval, by_default_zero,
               "the same from the best of other regions"},
        self.interregional_learning);
    row(Number{"burden_sharing", "share", any_number, by_default_zero,
               "how a patron's stake moves with the share that the ally carries itself"},
        self.burden_sharing);
    row(Number{"detente", "share per round", unit_interval, by_default_zero,
               "share of its grievance that a quiet adversary loses"},
        self.detente);
    row(Number{"tension", "stake", not_negative, by_default_zero, "grievance added by a fight with a global defender"},
        self.tension);
    row(Number{"ranks_rise", "share", unit_interval, by_default_zero,
               "how far a crisis with a global defender closes an adversary's ranks with the others"},
        self.ranks_rise);
    row(Number{"ranks_relax", "share per round", unit_interval, by_default_zero,
               "share of the way back to the scenario's"},
        self.ranks_relax);
  }
};

/// `[[supply]]`: arms from one defender, or adversary, to another, every round.
template <class Value>
struct Supply {
  std::string from, to;
  Value arms;

  std::string name() const { return from + "-" + to; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"from", Refers::actor, Presence::required, "who gives"}, self.from);
    row(Text{"to", Refers::actor, Presence::required,
             "whose peacetime forces rise; an adversary's by what ranks it has closed with the giver"},
        self.to);
    row(Number{"arms", "strength per round", not_negative, by_default_zero, "how much"}, self.arms);
  }
};

/// `[[wedge]]`: what an adversary does to a tie in quiet times.
template <class Value>
struct PeacetimeWedge {
  std::string by;
  std::vector<std::string> between;
  Value pull;

  std::string name() const { return between.size() == 2 ? by + "-" + between[0] + "-" + between[1] : ""; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"by", Refers::adversary, Presence::required, "the adversary"}, self.by);
    row(Text{"between", Refers::defender, Presence::required, "the two defenders, who have a tie"}, self.between);
    row(Number{"pull", "affinity per round", not_negative, by_default_zero,
               "affinity that it takes from the tie in a round in which it is quiet"},
        self.pull);
  }
};

}  // namespace wedge
