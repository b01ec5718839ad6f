/// A scenario: everything that a file says (scenarios.md, "Who is there"). `Scenario<Quantity>` is what the user wrote,
/// `Scenario<Real>` is one draw of it (or a pack of draws).
#pragma once

#include "scenario/actors.hpp"
#include "scenario/campaign.hpp"
#include "scenario/quantity.hpp"
#include "scenario/tactics.hpp"

namespace wedge {

/// `[model]`: what is nobody's own.
template <class Value>
struct Model {
  Value solidarity, mood, decisiveness, rollback, delay_shape, attention, ad_hoc, redundancy_cost, saturation;
  bool signalling = true;

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Number{"solidarity", "stake", any_number, by_default(0.6), "stake in a partner per unit of affinity"},
        self.solidarity);
    row(Number{"mood", "stake", any_number, by_default(0.0),
               "common shift of every responder's net benefit of supporting"},
        self.mood);
    row(Number{"decisiveness", "exponent", positive, by_default(1.5),
               "γ: how decisive a force ratio is in the contest"},
        self.decisiveness);
    row(Number{"rollback", "share", Range{0.0, 1.0, true}, by_default(0.5),
               "ξ: effectiveness of a defence that must dislodge a consolidated gain"},
        self.rollback);
    row(Number{"delay_shape", "exponent", positive, by_default(1.5), "β: shape of the log-logistic decision times"},
        self.delay_shape);
    row(Number{"attention", "share", not_negative, by_default(0.5), "how much other crises slow a pact down"},
        self.attention);
    row(Number{"ad_hoc", "share", unit_interval, by_default(0.3),
               "α: share of the synergy that survives without a pact's command"},
        self.ad_hoc);
    row(Number{"redundancy_cost", "share", unit_interval, by_default(0.3),
               "share of the synergy that full redundancy costs"},
        self.redundancy_cost);
    row(Number{"saturation", "arsenal", positive, by_default(1.5), "N̄: arsenal at which harm begins to saturate"},
        self.saturation);
    row(Flag{"signalling", true, "responders read in an attack which type attacks; if false, they decide at the prior"},
        self.signalling);
  }
};

/// `[rung.NAME]`: one level of attack.
template <class Value>
struct Rung {
  std::string id;
  Value gain, mobilisation, attacker_cost, defeat_cost, defender_cost, consolidation_days, escalation_risk, hybrid,
      demand;

  std::string name() const { return id; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Number{"gain", "share", unit_interval, by_name, "g: share of the stake that is lost if it succeeds"},
        self.gain);
    row(Number{"mobilisation", "share", not_negative, by_name, "share of the adversary's forces that it takes"},
        self.mobilisation);
    row(Number{"attacker_cost", "stake", not_negative, by_name, "cost of attacking"}, self.attacker_cost);
    row(Number{"defeat_cost", "stake", not_negative, by_name, "further cost of being defeated"}, self.defeat_cost);
    row(Number{"defender_cost", "stake", not_negative, by_name, "cost of the fight to the defenders"},
        self.defender_cost);
    row(Number{"consolidation_days", "days", positive, by_name, "T: after which the gain is a fait accompli"},
        self.consolidation_days);
    row(Number{"escalation_risk", "probability", unit_interval, by_name,
               "η: autonomous risk that a live nuclear threat is carried out"},
        self.escalation_risk);
    row(Number{"hybrid", "share", unit_interval, by_name, "share of the gain that hybrid resilience can deny"},
        self.hybrid);
    row(Number{"demand", "share", unit_interval, by_name,
               "o: how much of the defenders' forces and attention it claims"},
        self.demand);
  }
};

/// `[tactic.NAME]`.
template <class Value>
struct TacticCost {
  std::string id;
  Value cost;

  std::string name() const { return id; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Number{"cost", "stake", not_negative, by_name, "what using it costs the adversary"}, self.cost);
  }
};

/// `[[correlation]]`: a Gaussian copula between two uncertain keys (model.md, "Uncertain numbers").
struct Correlation {
  std::vector<std::string> between;
  double value = 0.0;

  std::string name() const { return between.size() == 2 ? between[0] + "~" + between[1] : ""; }

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"between", Refers::key, Presence::required, "two uncertain keys"}, self.between);
    row(Number{"value", "correlation", Range{-1.0, 1.0}, required, "of the Gaussian copula that couples them"},
        self.value);
  }
};

/// `[solver]`.
struct SolverChoice {
  std::string selection = "principal";

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Text{"selection", Refers::selection, Presence::optional,
             "which equilibrium: principal, cohesive or fractured (docs/model.md)"},
        self.selection);
  }
};

template <class Value>
struct Scenario {
  std::string id, title, description;
  Model<Value> model;
  SolverChoice solver;
  std::vector<Defender<Value>> defenders;
  std::vector<Tie<Value>> ties;
  std::vector<Commitment<Value>> commitments;
  std::vector<Basing<Value>> basings;
  std::vector<Pact<Value>> pacts;
  std::vector<Adversary<Value>> adversaries;
  std::vector<Rung<Value>> rungs;
  std::vector<TacticCost<Value>> tactics;  ///< all but `none`, in the order of their table
  CampaignRules<Value> campaign;
  std::vector<Supply<Value>> supplies;
  std::vector<PeacetimeWedge<Value>> wedges;
  std::vector<Correlation> correlations;

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    using Form = Tables::Form;
    row(Text{"name", Refers::own_id, Presence::required, "the scenario's name"}, self.id);
    row(Text{"title", Refers::free_text, Presence::optional, "a line for headings"}, self.title);
    row(Text{"description", Refers::free_text, Presence::optional, "what it is about"}, self.description);
    row(Tables{"model", Form::one, "what is nobody's own"}, self.model);
    row(Tables{"solver", Form::one, "how it is solved"}, self.solver);
    row(Tables{"defender", Form::list, "the patron and its allies"}, self.defenders);
    row(Tables{"tie", Form::list, "what two defenders share"}, self.ties);
    row(Tables{"commitment", Form::list, "who supports whom"}, self.commitments);
    row(Tables{"basing", Form::list, "through whose territory a supporter's force runs"}, self.basings);
    row(Tables{"pact", Form::list, "procedures of common defence"}, self.pacts);
    row(Tables{"adversary", Form::list, "who may attack"}, self.adversaries);
    row(Tables{"rung", Form::named,
               "levels of attack, in the order of the file; probe, seize and assault if there are none"},
        self.rungs);
    row(Tables{"tactic", Form::named, tactic_list}, self.tactics);
    row(Tables{"campaign", Form::one, "crises over time: what moves from round to round"}, self.campaign);
    row(Tables{"supply", Form::list, "arms that are given every round"}, self.supplies);
    row(Tables{"wedge", Form::list, "what adversaries do to ties in quiet times"}, self.wedges);
    row(Tables{"correlation", Form::list, "uncertain keys that move together"}, self.correlations);
  }

  /// The cost of using a tactic other than `none`.
  const Value& cost_of(Tactic tactic) const { return tactics[static_cast<std::size_t>(tactic) - 1].cost; }

  /// Position of the commitment of one defender to another, or −1.
  int find_commitment(std::string_view from, std::string_view to) const {
    for (std::size_t c = 0; c < commitments.size(); ++c)
      if (commitments[c].from == from && commitments[c].to == to) return static_cast<int>(c);
    return -1;
  }
  /// Whether a defender is asked for support when this target is attacked: it is the target, or committed to it.
  bool responds(const Defender<Value>& defender, std::string_view target) const {
    return defender.id == target || find_commitment(defender.id, target) >= 0;
  }

  /// Position of the one whose id or name is `id`, or −1.
  template <class Item>
  static int find(const std::vector<Item>& items, std::string_view id) {
    for (std::size_t i = 0; i < items.size(); ++i)
      if (items[i].name() == id) return static_cast<int>(i);
    return -1;
  }
};

}  // namespace wedge
