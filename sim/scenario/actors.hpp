/// Who is in a scenario: defenders, what ties them, and adversaries (scenarios.md, "Who is there").
#pragma once

#include <array>

#include "base/multilinear.hpp"
#include "scenario/field.hpp"
#include "scenario/tactics.hpp"

namespace wedge {

/// Most types of an adversary: beliefs about them live in fixed memory.
inline constexpr int most_types = 8;

/// Most responders of a target, itself included: every coalition of them is looked at, and their games are multilinear
/// in the support of each.
inline constexpr int most_responders = most_variables;

/// `[[defender]]`: the patron or an ally. Without a region it is global.
template <class Value>
struct Defender {
  std::string id, region, plan;
  Value forces, vulnerability, missile_defence, hybrid_resilience, economic_resilience, sanction, retaliation,
      decision_days, precision, steadfast, resolve_gap, redundancy, reputation, rebalance;
  Keyed<Value> posture, floor, embargo;
  bool foresees = false;

  std::string name() const { return id; }
  bool global() const { return region.empty(); }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"id", Refers::own_id, Presence::required, "the name by which the file refers to it"}, self.id);
    row(Text{"region", Refers::region, Presence::optional,
             "where it lies; a defender without a region is global and cannot be attacked"},
        self.region);
    row(Number{"forces", "strength", not_negative, required, "F: its forces"}, self.forces);
    row(Numbers{"posture", "share", unit_interval, Refers::region, Presence::optional,
                "share of a global defender's forces standing in each region; the rest is its reserve"},
        self.posture);
    row(Number{"vulnerability", "stake per strike", not_negative, by_default_zero,
               "V: utility lost per unit of strike that arrives"},
        self.vulnerability);
    row(Number{"missile_defence", "share", unit_interval, by_default_zero, "m: share of a strike that it stops"},
        self.missile_defence);
    row(Number{"hybrid_resilience", "share", unit_interval, by_default_zero,
               "h: share of the gain of a hybrid attack that it denies"},
        self.hybrid_resilience);
    row(Number{"economic_resilience", "share", unit_interval, by_default_zero,
               "e: share of an economic squeeze that it bears without harm"},
        self.economic_resilience);
    row(Number{"sanction", "stake", not_negative, by_default_zero,
               "ψ: political cost it lays on an aggressor by standing with the victim"},
        self.sanction);
    row(Number{"retaliation", "stake", not_negative, by_default_zero,
               "R: what it can do to an adversary that executes a nuclear threat"},
        self.retaliation);
    row(Number{"decision_days", "days", not_negative, by_default_zero, "d: median of its own decision time"},
        self.decision_days);
    row(Number{"precision", "1/stake", positive, required, "λ: inverse scale of its private cost shock"},
        self.precision);
    row(Number{"steadfast", "probability", unit_interval, by_default(1.0),
               "π: public belief that it is of the steadfast type"},
        self.steadfast);
    row(Number{"resolve_gap", "stake", not_negative, by_default_zero,
               "ρ: utility distance between steadfast and wavering"},
        self.resolve_gap);
    row(Text{"plan", Refers::pact, Presence::optional, "the pact that governs its defence"}, self.plan);
    row(Number{"redundancy", "share", unit_interval, by_default_zero,
               "ϱ: 1 if the defence plan can do without any single partner"},
        self.redundancy);
    row(Number{"reputation", "stake", not_negative, by_default_zero,
               "campaigns: what standing aside costs it in the eyes of each other region, times the spillover"},
        self.reputation);
    row(Flag{"foresees", false, "campaigns: it anticipates what its choice does to its name, in place of `reputation`"},
        self.foresees);
    row(Numbers{"embargo", "share", unit_interval, Refers::adversary, Presence::optional,
                "campaigns: share of an adversary's growth of forces that it denies"},
        self.embargo);
    row(Number{"rebalance", "share per round", unit_interval, by_default_zero,
               "campaigns: share of the way to the posture that needs ask for that a global defender goes"},
        self.rebalance);
    row(Numbers{"floor", "strength", not_negative, Refers::region, Presence::optional,
                "campaigns: need of forces in a region that a global defender always sees"},
        self.floor);
  }
};

/// `[[tie]]`: what two defenders share; symmetric.
template <class Value>
struct Tie {
  std::vector<std::string> between;
  Value integration, affinity, sharing, assistance, integration_goal;

  std::string name() const { return between.size() == 2 ? between[0] + "-" + between[1] : ""; }
  bool joins(std::string_view a, std::string_view b) const {
    return (between[0] == a && between[1] == b) || (between[0] == b && between[1] == a);
  }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"between", Refers::defender, Presence::required, "the two defenders"}, self.between);
    row(Number{"integration", "share", unit_interval, by_default_zero, "M: how far their forces are integrated"},
        self.integration);
    row(Number{"affinity", "share", Range{-1.0, 1.0}, by_default_zero, "A: political closeness, negative if hostile"},
        self.affinity);
    row(Number{"sharing", "share", unit_interval, by_default_zero,
               "s: share of missile defence and hybrid practice pooled at full integration"},
        self.sharing);
    row(Number{"assistance", "share", unit_interval, by_default_zero, "economic help; needs no integration"},
        self.assistance);
    row(Number{"integration_goal", "share", unit_interval, from_key("integration"),
               "campaigns: the integration that is wanted"},
        self.integration_goal);
  }
};

/// `[[commitment]]`: `from` supports `to`; makes `from` a responder of `to`.
template <class Value>
struct Commitment {
  std::string from, to;
  Value reach, stake, penalty, entry, burden, synergy, dependency;

  std::string name() const { return from + "-" + to; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"from", Refers::defender, Presence::required, "the supporter"}, self.from);
    row(Text{"to", Refers::defender, Presence::required, "whom it supports"}, self.to);
    row(Number{"reach", "share", unit_interval, by_default_zero,
               "r: share of its available forces that can come in time"},
        self.reach);
    row(Number{"stake", "stake", any_number, by_default_zero,
               "its own interest in the other's defence, beside affinity"},
        self.stake);
    row(Number{"penalty", "stake", any_number, by_default_zero,
               "c: what standing aside costs it while the victim resists"},
        self.penalty);
    row(Number{"entry", "stake", any_number, by_default_zero, "n: domestic and political cost of coming in at all"},
        self.entry);
    row(Number{"burden", "share", not_negative, by_default_zero, "b: share of the war's cost that it bears"},
        self.burden);
    row(Number{"synergy", "share", not_negative, by_default_zero,
               "σ: what its presence adds to the joint strength at full integration"},
        self.synergy);
    row(Number{"dependency", "share", Range{0.0, 0.999999}, by_default_zero,
               "δ: what its absence takes from the joint strength at full integration; below 1"},
        self.dependency);
  }
};

/// `[[basing]]`: what `from` brings to the defence of `to` runs through the territory of `host`, another responder.
template <class Value>
struct Basing {
  std::string from, to, host;
  Value gain, dependency;

  std::string name() const { return from + "-" + to + "-" + host; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"from", Refers::defender, Presence::required, "the supporter whose force runs through the host"},
        self.from);
    row(Text{"to", Refers::defender, Presence::required, "whom it supports"}, self.to);
    row(Text{"host", Refers::defender, Presence::required, "whose bases it uses: another responder"}, self.host);
    row(Number{"gain", "share", not_negative, by_default_zero,
               "what the host's support adds to that force at full integration of the two"},
        self.gain);
    row(Number{"dependency", "share", Range{0.0, 0.999999}, by_default_zero,
               "what the host's standing aside takes from that force at full integration of the two; below 1"},
        self.dependency);
  }
};

/// `[[pact]]`: the procedure by which a common defence is set in motion.
template <class Value>
struct Pact {
  std::string id;
  std::vector<std::string> members;
  Value quorum, decision_days, fallback_days, ad_hoc, ad_hoc_force;

  std::string name() const { return id; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"id", Refers::own_id, Presence::required, "the name by which the file refers to it"}, self.id);
    row(Text{"members", Refers::defender, Presence::required, "who decides; need not be responders"}, self.members);
    row(Number{"quorum", "share", unit_interval, by_default_zero,
               "q: share of the members who must agree; 1 is consensus, 0 pre-delegated authority"},
        self.quorum);
    row(Number{"decision_days", "days", not_negative, by_default_zero, "median time of its own procedure"},
        self.decision_days);
    row(Number{"fallback_days", "days", not_negative, by_default_zero, "extra delay when it fails to act"},
        self.fallback_days);
    row(Number{"ad_hoc", "share", unit_interval, from_key("model.ad_hoc"),
               "α: share of the synergy that survives without its command"},
        self.ad_hoc);
    row(Number{"ad_hoc_force", "share", unit_interval, by_default(1.0),
               "φ: share of the effort that still comes if it fails to act"},
        self.ad_hoc_force);
  }
};

/// One type of an adversary: `types = [{ id, prior, prize, cost }]`.
template <class Value>
struct Type {
  std::string id;
  Value prior, prize, cost;

  std::string name() const { return id; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"id", Refers::own_id, Presence::required, "its name"}, self.id);
    row(Number{"prior", "probability", unit_interval, required,
               "probability of the type; all priors of an adversary sum to 1"},
        self.prior);
    row(Number{"prize", "factor", not_negative, by_default(1.0), "θ^g: multiplies the prize"}, self.prize);
    row(Number{"cost", "factor", not_negative, by_default(1.0), "θ^c: multiplies its own costs"}, self.cost);
  }
};

/// `aims`: at whom an adversary may point each tactic; nobody named is everybody.
struct Aims {
  std::array<std::vector<std::string>, tactic_count> at;  ///< by tactic

  const std::vector<std::string>& of(Tactic tactic) const { return at[static_cast<int>(tactic)]; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    for (const TacticRow& each : tactics_to_choose())
      row(Text{each.name, Refers::defender, Presence::optional,
               "at whom it may point this tactic; everybody if left out"},
          self.at[static_cast<int>(each.tactic)]);
  }
};

/// `[[adversary]]`. Its targets are the keys of `prize`, in the order of the file.
template <class Value>
struct Adversary {
  std::string id;
  std::vector<std::string> tactics;
  Aims aims;
  Keyed<Value> forces, prize, exposure, perceives, closing_ranks;
  Value arsenal, strike_effect, cover, execution_cost, brink, leverage, leverage_cost, onset, largesse, reliability,
      audience_cost, sunk, grievance, precision, tactic_precision, opportunity, force_growth, arsenal_growth,
      cap_agreed, cap_lapse;
  std::vector<Type<Value>> types;

  std::string name() const { return id; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"id", Refers::own_id, Presence::required, "the name by which the file refers to it"}, self.id);
    row(Numbers{"forces", "strength", not_negative, Refers::region, Presence::required, "B: its forces by region"},
        self.forces);
    row(Numbers{"prize", "stake", not_negative, Refers::defender, Presence::required,
                "what taking a target is worth to it; the keys are its targets"},
        self.prize);
    row(Text{"tactics", Refers::tactic, Presence::optional, tactic_menu}, self.tactics);
    row(Tables{"aims", Tables::Form::one, "at whom its tactics may be pointed"}, self.aims);
    row(Number{"arsenal", "log2(1 + ratio to a reference)", not_negative, by_default_zero,
               "N: size × sophistication of its arsenal, on a log scale"},
        self.arsenal);
    row(Number{"strike_effect", "share", unit_interval, by_default_zero,
               "χ: share of a struck supporter's effort that is lost"},
        self.strike_effect);
    row(Number{"cover", "1/arsenal", not_negative, by_default_zero, "ν: how far the arsenal deters retaliation"},
        self.cover);
    row(Number{"execution_cost", "stake", not_negative, by_default_zero, "y: cost of carrying out a nuclear threat"},
        self.execution_cost);
    row(Number{"brink", "share", unit_interval, by_default_zero,
               "share of a rung's escalation_risk that runs at the defiance of a nuclear threat itself"},
        self.brink);
    row(Number{"leverage", "stake", not_negative, by_default_zero, "L: harm of a full economic squeeze"},
        self.leverage);
    row(Number{"leverage_cost", "stake", not_negative, by_default_zero, "what a full squeeze costs itself"},
        self.leverage_cost);
    row(Number{"onset", "share", unit_interval, by_default_zero,
               "share of a squeeze that is in force when the allies decide, lifted for whoever stands aside"},
        self.onset);
    row(Numbers{"exposure", "share", unit_interval, Refers::defender, Presence::optional,
                "x: economic dependence of each defender on it"},
        self.exposure);
    row(Number{"largesse", "stake", not_negative, by_default_zero, "b: payment to a courted ally that stands aside"},
        self.largesse);
    row(Number{"reliability", "probability", unit_interval, by_default_zero, "how far its promise to pay is believed"},
        self.reliability);
    row(Number{"audience_cost", "share", not_negative, by_default_zero,
               "share of the value at issue that desisting costs it"},
        self.audience_cost);
    row(Number{"sunk", "share", unit_interval, by_default_zero,
               "share of the attack's cost already spent when it desists"},
        self.sunk);
    row(Number{"grievance", "stake", any_number, by_default_zero, "cost of living with the status quo"},
        self.grievance);
    row(Number{"precision", "1/stake", positive, required,
               "λ_j: precision of its choices of act, target, rung and follow-through"},
        self.precision);
    row(Number{"tactic_precision", "1/stake", positive, from_key("4 × precision"), "precision of its choice of tactic"},
        self.tactic_precision);
    row(Numbers{"perceives", "probability", unit_interval, Refers::defender, Presence::optional,
                "its own belief that a defender is steadfast, where it differs from the public one"},
        self.perceives);
    row(Numbers{"closing_ranks", "share", unit_interval, Refers::adversary, Presence::optional,
                "κ: what another adversary's payoffs count for in its own choices"},
        self.closing_ranks);
    row(Number{"opportunity", "probability per round", unit_interval, by_default(1.0),
               "campaigns: it has occasion to act"},
        self.opportunity);
    row(Number{"force_growth", "share per round", not_negative, by_default_zero,
               "campaigns: growth of its peacetime forces"},
        self.force_growth);
    row(Number{"arsenal_growth", "share per round", not_negative, by_default_zero,
               "campaigns: growth of its arsenal while it is not capped"},
        self.arsenal_growth);
    row(Number{"cap_agreed", "probability per round", unit_interval, by_default_zero,
               "campaigns: its arsenal gets capped"},
        self.cap_agreed);
    row(Number{"cap_lapse", "probability per round", unit_interval, by_default_zero, "campaigns: the cap lapses"},
        self.cap_lapse);
    row(Tables{"types", Tables::Form::list, "its private types; without any, one type with factors 1"}, self.types);
  }
};

}  // namespace wedge
