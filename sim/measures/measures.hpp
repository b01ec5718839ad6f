/// The measures: what an equilibrium says (model.md, "Measures"): exact expectations, no coin is flipped.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/nan.hpp"
#include "equilibrium/crisis_solution.hpp"

namespace wedge {

/// By what a measure is indexed. Actors are the defenders and, last, the adversaries.
enum class Index { none, type, target, rung, tactic, defender, actor, tactic_defender };

/// How many there are of everything that a measure can be indexed by.
struct Extents {
  int types, targets, rungs, defenders, adversaries = 1;

  int entries(Index by) const;
};

/// A measure of an adversary that has no opportunity. (Its own welfare is then what the status quo is worth to it, and
/// what is lost already stays lost.)
enum class WhenQuiet { zero, one, undefined };

/// The value of a measure that means nothing: given an attack if there is none, for an ally that nobody has.
inline constexpr double undefined = nan;

/// A row of the measure table.
struct Measure {
  std::string_view key, unit;
  Index by;
  WhenQuiet when_quiet;
  std::string_view meaning;

  double value_when_quiet() const {
    return when_quiet == WhenQuiet::undefined ? undefined : when_quiet == WhenQuiet::one ? 1.0 : 0.0;
  }
};

/// The measures of one crisis. Reporting, summing and storing are loops over `fields`, as for scenarios.
/// By tactic: in the order of their table, `none` first. `undefined` where a measure has no
/// meaning (a tactic that is not in the menu, a defender who is nobody's ally).
template <class Real>
struct Measures {
  Real deterrence, total_loss, war, executed, brink, conceded, desisted, late, bluff, coalition_size;
  std::vector<Real> deterrence_by_type, attack_by_target, attack_by_rung, attack_by_tactic, executed_by_tactic,
      bluff_by_tactic, loss, welfare, support, reliability_observed, reliability_latent;
  std::vector<Real> wedge_effect, wedge_effect_at_beliefs_of_none;  ///< tactic·defenders + defender

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Measure{"deterrence", "probability", Index::none, WhenQuiet::one, "the adversary stays quiet"},
        self.deterrence);
    row(Measure{"deterrence_by_type", "probability", Index::type, WhenQuiet::one,
                "a type of the adversary stays quiet"},
        self.deterrence_by_type);
    row(Measure{"loss", "stake", Index::target, WhenQuiet::zero, "expected share of its stake that a target loses"},
        self.loss);
    row(Measure{"total_loss", "stake", Index::none, WhenQuiet::zero, "sum of the targets' expected losses"},
        self.total_loss);
    row(Measure{"war", "probability", Index::none, WhenQuiet::zero, "an attack is fought over"}, self.war);
    row(Measure{"executed", "probability", Index::none, WhenQuiet::zero, "a threat is carried out"}, self.executed);
    row(Measure{"executed_by_tactic", "probability", Index::tactic, WhenQuiet::zero,
                "a threat of this kind is carried out"},
        self.executed_by_tactic);
    row(Measure{"brink", "probability", Index::none, WhenQuiet::zero,
                "a threat is carried out by chance, before anybody decides it"},
        self.brink);
    row(Measure{"conceded", "probability", Index::none, WhenQuiet::zero, "an attacked victim concedes"}, self.conceded);
    row(Measure{"desisted", "probability", Index::none, WhenQuiet::zero, "the adversary backs down from an attack"},
        self.desisted);
    row(Measure{"late", "probability", Index::none, WhenQuiet::zero,
                "an attack is resisted and the defence comes too late"},
        self.late);
    row(Measure{"bluff", "probability", Index::none, WhenQuiet::undefined, "a live threat is not carried out"},
        self.bluff);
    row(Measure{"bluff_by_tactic", "probability", Index::tactic, WhenQuiet::undefined,
                "a live threat of this kind is not carried out"},
        self.bluff_by_tactic);
    row(Measure{"attack_by_target", "probability", Index::target, WhenQuiet::zero, "the target is attacked"},
        self.attack_by_target);
    row(Measure{"attack_by_rung", "probability", Index::rung, WhenQuiet::zero, "an attack at this rung"},
        self.attack_by_rung);
    row(Measure{"attack_by_tactic", "probability", Index::tactic, WhenQuiet::zero, "an attack with this tactic"},
        self.attack_by_tactic);
    row(Measure{"coalition_size", "responders", Index::none, WhenQuiet::undefined,
                "supporters given attack, the victim included"},
        self.coalition_size);
    row(Measure{"support", "probability", Index::defender, WhenQuiet::undefined,
                "supports given attack on a target that it responds for, itself included"},
        self.support);
    row(Measure{"wedge_effect", "probability", Index::tactic_defender, WhenQuiet::undefined,
                "support that the tactic takes away, compared with none"},
        self.wedge_effect);
    row(Measure{"wedge_effect_at_beliefs_of_none", "probability", Index::tactic_defender, WhenQuiet::undefined,
                "the same if the tactic revealed no more than none does"},
        self.wedge_effect_at_beliefs_of_none);
    row(Measure{"reliability_observed", "probability", Index::defender, WhenQuiet::undefined,
                "support for attacked allies, as attacks happen; the victim's own resistance is left out"},
        self.reliability_observed);
    row(Measure{"reliability_latent", "probability", Index::defender, WhenQuiet::undefined,
                "support for allies, equal weights over target and rung, no tactic; the victim's own resistance is "
                "left out"},
        self.reliability_latent);
    row(Measure{"welfare", "stake", Index::actor, WhenQuiet::zero,
                "expected utility, the adversary's after costs, private shocks left out"},
        self.welfare);
  }
};

/// use(row, values) for every measure: a span of its entries, of one if it is a single number.
template <class Measured, class Use>
void for_each_measure(Measured& measures, Use use) {
  const auto row = [&](const Measure& measure, auto& value) {
    if constexpr (requires { value.size(); })
      use(measure, std::span(value));
    else
      use(measure, std::span(&value, 1));
  };
  std::remove_const_t<Measured>::fields(measures, row);
}

/// Gives every measure the size that its index says, and all its entries the value that `value` says for its row.
template <class Real, class Value>
void set_all(Measures<Real>& measures, const Extents& extents, Value value) {
  const auto row = [&](const Measure& measure, auto& out) {
    if constexpr (requires { out.size(); })
      out.assign(extents.entries(measure.by), Real(value(measure)));
    else
      out = Real(value(measure));
  };
  Measures<Real>::fields(measures, row);
}

/// Σ w x / Σ w; NaN when the weights sum to 0.
template <class Real>
struct WeightedMean {
  Real sum{0.0}, weight{0.0};

  void add(const Real& w, const Real& x) {
    sum += w * x;
    weight += w;
  }
  Real mean() const { return select(weight > 0.0, sum / select(weight > 0.0, weight, Real(1.0)), Real(undefined)); }
};

/// Takes the measures of crises of one structure again and again in the same memory.
template <class Real>
class Measurer {
 public:
  /// `defenders`: how many the scenario has.
  Measurer(const CrisisStructure& crisis, int defenders);

  /// Lanes that are not `wanted` are no solutions, and get whatever comes of that.
  const Measures<Real>& measure(const CrisisSolution<Real>& solution, const Mask<Real>& wanted = everywhere<Real>());

 private:
  using Lanes = GameReal<Real>;

  // A cell of one target's response games at beliefs that are not its own.
  struct Elsewhere {
    JointGame<Lanes> game;
    JointSolver<Lanes> solver;
    explicit Elsewhere(int responders);
  };

  void add_outcomes(const CrisisSolution<Real>& s);
  void add_reliability(const CrisisSolution<Real>& s);
  void add_wedge_effects(const CrisisSolution<Real>& s);
  void set_contributions(const CrisisSolution<Real>& s, const GameCell& cell, const Payoffs<Lanes>& of);
  void add_up(const CrisisSolution<Real>& s, const Action& action, std::span<const Real> contributions);
  void settle_at_beliefs_of(const CrisisSolution<Real>& s, const GameCell& cell, int other);
  void set_beliefs_between(const CrisisSolution<Real>& s, const GameCell& cell, int other, const Lanes& share);

  Extents extents_;
  Measures<Real> m_;
  Mask<Lanes> wanted_ = everywhere<Lanes>();
  std::vector<std::unique_ptr<Elsewhere>> elsewhere_;   // by target
  std::vector<Lanes> support_, coalition_;              // of one cell: p by responder, P(C)
  std::vector<Lanes> contributions_;                    // of one cell
  std::vector<std::vector<Real>> by_action_;            // sums of its games' contributions
  std::vector<Lanes> held_, benefit_, there_, belief_;  // at the beliefs of `none`: support, net benefits; the beliefs
  std::vector<WeightedMean<Real>> first_, second_;      // by defender, or by tactic and defender
  WeightedMean<Real> supporters_, carried_out_;
  std::array<WeightedMean<Real>, tactic_count> carried_out_by_;
};

/// All measures of a solved crisis, once.
template <class Real>
Measures<Real> measures_of(const CrisisSolution<Real>& solution, int defenders);

/// The integration balance of one tie by switching its terms on the same draw (model.md, "Measures").
template <class Real>
struct IntegrationBalance {
  Real without;             ///< L0: total loss with integration 0
  Real without_dependency;  ///< L1: integration kept, dependency 0 in both directions
  Real with;                ///< L: total loss as it is
  Status status[RealTraits<Real>::lanes];

  Real dividend() const { return without - without_dependency; }
  Real seam() const { return with - without_dependency; }
  Real net() const { return without - with; }
};

/// A term of a tie that can be switched off.
enum class TieTerm {
  integration,  ///< its integration becomes 0
  dependency,   ///< the dependency of both on each other, and of either on bases in the other, becomes 0
};
template <class Real>
void switch_off(Scenario<Real>& scenario, int tie, TieTerm term) {
  Tie<Real>& switched = scenario.ties[tie];
  if (term == TieTerm::integration) switched.integration = Real(0.0);
  if (term != TieTerm::dependency) return;
  for (Commitment<Real>& c : scenario.commitments)
    if (switched.joins(c.from, c.to)) c.dependency = Real(0.0);
  for (Basing<Real>& b : scenario.basings)
    if (switched.joins(b.from, b.host)) b.dependency = Real(0.0);
}

/// Where switching a term off changes a number of this crisis; elsewhere its games are the same to the last bit, and so
/// is what they come to.
///
/// Games read both terms through set_defence() alone: the integration of a tie between two responders of the target, as
/// a factor of bonus, gap and practice, and dependency in the gap, as a factor beside integration and 1 − redundancy,
/// of who responds to the victim and of a base between two responders. A tie of which one end does not respond there is
/// read by none of a target's games, one between two who only respond lends no gap to any (bases aside), and where the
/// product is 0 already switching a factor of it off leaves it 0. What other adversaries do meanwhile changes forces
/// and times of decision, which neither term is part of.
template <class Real>
Mask<Real> matters(const Scenario<Real>& s, const CrisisStructure& crisis, int tie, TieTerm term) {
  const Real& integration = s.ties[tie].integration;
  Real most(0.0);  // of what becomes 0
  for (const Target& t : crisis.targets) {
    const auto joined = [&](int k, int l) { return t.tie[k * t.size() + l] == tie; };
    const Real shared = integration * (1.0 - s.defenders[t.defender].redundancy);
    for (int k = 0; k < t.size(); ++k)
      for (int l = 0; l < t.size(); ++l)
        if (joined(k, l) && term == TieTerm::integration)
          most = max(most, integration);
        else if (joined(k, l) && l == t.victim)
          most = max(most, s.commitments[t.commitment[k]].dependency * shared);
    for (const Target::Basing& at : t.basings)
      if (joined(at.from, at.host)) most = max(most, s.basings[at.entry].dependency * shared);
  }
  return most > 0.0;
}

/// What an adversary attacks with take_motives(): a measure of another equilibrium, its own.
inline constexpr Measure by_chance{"by_chance", "probability", Index::none, WhenQuiet::zero,
                                   "attack if there were nothing to gain (prizes and grievance 0)"};

/// Leaves an adversary nothing to gain (model.md, "Measures").
template <class Real>
void take_motives(Scenario<Real>& scenario, int adversary) {
  Adversary<Real>& idle = scenario.adversaries[adversary];
  idle.grievance = Real(0.0);
  for (auto& [target, prize] : idle.prize.entries) prize = Real(0.0);
}

/// Expected loss by target.
template <class Real>
std::vector<Real> losses(const CrisisSolution<Real>& solution);
/// Their sum; the one measure that the balance needs.
template <class Real>
Real total_loss(const CrisisSolution<Real>& solution);

}  // namespace wedge
