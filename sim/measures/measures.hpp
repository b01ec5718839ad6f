/// What an equilibrium says (model.md, "Measures"): exact expectations, no coin is flipped.
#pragma once

#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "equilibrium/crisis_solution.hpp"

namespace wedge {

/// What a measure is indexed by. Actors are the defenders and, last, the adversary.
enum class Index { none, type, target, rung, tactic, defender, actor, tactic_defender };

/// A row of the measure table.
struct Measure {
  std::string_view key, unit;
  Index by;
  std::string_view meaning;
};

/// The measures of one crisis. Reporting, summing and storing are loops over `fields`, as for scenarios.
/// By tactic: in the order of their table, `none` first. NaN where a measure has no meaning (a tactic
/// that is not in the menu, a defender who is nobody's ally).
template <class Real>
struct Measures {
  Real deterrence, total_loss, war, executed, conceded, desisted, late, bluff, coalition_size;
  std::vector<Real> deterrence_by_type, attack_by_target, attack_by_rung, attack_by_tactic, loss, welfare, support,
      reliability_observed, reliability_latent;
  std::vector<Real> wedge_effect, wedge_effect_at_beliefs_of_none;  ///< tactic·defenders + defender

  template <class Self, class Row>
  static void fields(Self& self, Row&& row) {
    row(Measure{"deterrence", "probability", Index::none, "the adversary stays quiet"}, self.deterrence);
    row(Measure{"deterrence_by_type", "probability", Index::type, "a type of the adversary stays quiet"},
        self.deterrence_by_type);
    row(Measure{"loss", "stake", Index::target, "expected share of its stake that a target loses"}, self.loss);
    row(Measure{"total_loss", "stake", Index::none, "sum of the targets' expected losses"}, self.total_loss);
    row(Measure{"war", "probability", Index::none, "an attack is fought over"}, self.war);
    row(Measure{"executed", "probability", Index::none, "a threat is carried out"}, self.executed);
    row(Measure{"conceded", "probability", Index::none, "an attacked victim concedes"}, self.conceded);
    row(Measure{"desisted", "probability", Index::none, "the adversary backs down from an attack"}, self.desisted);
    row(Measure{"late", "probability", Index::none, "an attack is resisted and the defence comes too late"}, self.late);
    row(Measure{"bluff", "probability", Index::none, "a live threat is not carried out"}, self.bluff);
    row(Measure{"attack_by_target", "probability", Index::target, "the target is attacked"}, self.attack_by_target);
    row(Measure{"attack_by_rung", "probability", Index::rung, "an attack at this rung"}, self.attack_by_rung);
    row(Measure{"attack_by_tactic", "probability", Index::tactic, "an attack with this tactic"}, self.attack_by_tactic);
    row(Measure{"coalition_size", "responders", Index::none, "supporters given attack, the victim included"},
        self.coalition_size);
    row(Measure{"support", "probability", Index::defender,
                "supports given attack on a target that it responds for, itself included"},
        self.support);
    row(Measure{"wedge_effect", "probability", Index::tactic_defender,
                "support that the tactic takes away, compared with none"},
        self.wedge_effect);
    row(Measure{"wedge_effect_at_beliefs_of_none", "probability", Index::tactic_defender,
                "the same if the tactic revealed no more than none does"},
        self.wedge_effect_at_beliefs_of_none);
    row(Measure{"reliability_observed", "probability", Index::defender,
                "support for attacked allies, as attacks happen"},
        self.reliability_observed);
    row(Measure{"reliability_latent", "probability", Index::defender,
                "support for allies, equal weights over target and rung, no tactic"},
        self.reliability_latent);
    row(Measure{"welfare", "stake", Index::actor,
                "expected utility, the adversary's after costs, private shocks left out"},
        self.welfare);
  }
};

/// Σ w x / Σ w; NaN when the weights sum to 0.
template <class Real>
struct WeightedMean {
  Real sum{0.0}, weight{0.0};

  void add(const Real& w, const Real& x) {
    sum += w * x;
    weight += w;
  }
  Real mean() const {
    return select(weight > 0.0, sum / select(weight > 0.0, weight, Real(1.0)),
                  Real(std::numeric_limits<double>::quiet_NaN()));
  }
};

/// Takes the measures of crises of one structure again and again in the same memory.
template <class Real>
class Measurer {
 public:
  /// `defenders`: how many the scenario has.
  Measurer(const CrisisStructure& crisis, int defenders);

  const Measures<Real>& measure(const CrisisSolution<Real>& solution);

 private:
  // A response game of one target at beliefs that are not its own.
  struct Elsewhere {
    JointGame<Real> game;
    JointSolver<Real> solver;
    explicit Elsewhere(int responders);
  };

  void add_outcomes(const CrisisSolution<Real>& s);
  void add_reliability(const CrisisSolution<Real>& s);
  void add_wedge_effects(const CrisisSolution<Real>& s);
  void settle_at_beliefs_of(const CrisisSolution<Real>& s, int game, int other);
  std::span<const Real> belief_between(const CrisisSolution<Real>& s, int game, int other, double share);

  int defenders_;
  Measures<Real> m_;
  std::vector<std::unique_ptr<Elsewhere>> elsewhere_;  // by target
  std::vector<Real> coalition_;                        // P(C) of one action
  std::vector<Real> held_, benefit_, belief_;          // at the beliefs of `none`: support, net benefits; the beliefs
  std::vector<WeightedMean<Real>> first_, second_;     // by defender, or by tactic and defender
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

/// What of a tie can be switched off.
enum class TieTerm {
  integration,  ///< its integration becomes 0
  dependency,   ///< the dependency of both on each other becomes 0
};
template <class Real>
void switch_off(Scenario<Real>& scenario, int tie, TieTerm term) {
  Tie<Real>& switched = scenario.ties[tie];
  if (term == TieTerm::integration) switched.integration = Real(0.0);
  if (term != TieTerm::dependency) return;
  for (Commitment<Real>& c : scenario.commitments)
    if (switched.joins(c.from, c.to)) c.dependency = Real(0.0);
}

/// Expected loss by target.
template <class Real>
std::vector<Real> losses(const CrisisSolution<Real>& solution);
/// Their sum; the one measure that the balance needs.
template <class Real>
Real total_loss(const CrisisSolution<Real>& solution);

}  // namespace wedge
