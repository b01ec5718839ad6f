#include "crisis/tables.hpp"

#include <array>

#include "crisis/coalition_table.hpp"

namespace wedge {
namespace {

// desist, press and, under a live threat, escalate; or the concession alone.
template <class Real>
struct Alternatives {
  std::array<Outcome<Real>, 3> outcomes;
  std::size_t count;

  std::span<const Outcome<Real>> all() const { return std::span(outcomes).first(count); }
};

// The coalitions of one target at one rung: how their defences fare there, and from that the games of all attacks
// there.
template <class Real>
class RungTable {
 public:
  // Keeps references, also to the table of the target's coalitions.
  void set(const Scenario<Real>& scenario, const CrisisStructure& crisis, int target, int rung,
           const CoalitionTable<Real>& coalitions) {
    s_ = &scenario;
    t_ = &crisis.targets[target];
    a_ = &scenario.adversaries[crisis.adversary];
    r_ = &scenario.rungs[rung];
    c_ = &coalitions;
    attackers_ = power<Real>(a_->forces.entries[t_->forces].second * r_->mobilisation, scenario.model.decisiveness);
    rollback_ = power(scenario.model.rollback, scenario.model.decisiveness);
    ready_.set(c_->defence(), power(r_->consolidation_days, scenario.model.delay_shape));
    for (auto* by_coalition : {&at_stake_, &late_, &defence_wins_}) by_coalition->clear();
    for (Coalition c = 0; c < t_->coalitions(); ++c) {
      const bool resists = has(c, t_->victim);
      at_stake_.push_back(r_->gain * (1.0 - r_->hybrid * c_->hybrid_pool(c)));
      late_.push_back(resists ? late(c_->defence(), c, ready_) : Real(0.0));
      defence_wins_.push_back(resists ? defence_wins(late_[c], c_->strength_power(c), attackers_, rollback_)
                                      : Real(0.0));
    }
  }

  // `none`: of the same attack without a tactic, which may be `g` itself.
  void fill(const Action& action, const GameTables<Real>& none, GameTables<Real>& g) const {
    begin(action, g);
    if (&none == &g) {
      g.late = late_;
      g.defence_wins = defence_wins_;
      g.at_stake = at_stake_;
    } else if (g.threatened == 0) {
      return;
    }
    g.outcome.resize(g.types * g.places());
    g.utility.resize(g.types * g.size * g.places());
    const auto changes = [&](Coalition c) { return &none == &g || g.live(c); };
    for_each_corner(g.size, g.fixed, [&](Coalition c, std::size_t place) {
      if (changes(c)) set_outcomes(action, c, place, g);
    });
    for (int k = 0; k < g.size; ++k)
      for_each_corner(g.size, g.fixed, [&](Coalition c, std::size_t place) {
        if (changes(c)) set_utilities(action, k, c, place, none, g);
      });
  }

  // The ends of the game after coalition C, by type and alternative, with every responder's utility.
  std::vector<std::vector<Ending<Real>>> endings(const Action& action, Coalition c) const {
    std::vector<std::vector<Ending<Real>>> by_type(a_->types.size());
    GameTables<Real> g;
    begin(action, g);
    const Real cost = Payoffs(g, g).cost(c);
    for_each_type(action, c, [&](std::size_t type, const Alternatives<Real>& alternatives) {
      const std::array<Real, 3> z = choice_among(alternatives.all(), a_->precision);
      for (const Outcome<Real>& o : alternatives.all()) {
        Ending<Real> ending{z[by_type[type].size()], o.value - cost, {}};
        for (int k = 0; k < t_->size(); ++k) ending.utility.push_back(utility(responder_terms(action, k, c), g, c, o));
        by_type[type].push_back(std::move(ending));
      }
    });
    return by_type;
  }

 private:
  // All but the tables.
  void begin(const Action& action, GameTables<Real>& g) const {
    g.size = t_->size();
    g.types = static_cast<int>(a_->types.size());
    g.victim = t_->victim;
    g.threatened = action.threat() == Threat::none ? 0 : action.at;
    g.courted = action.tactic == Tactic::court ? action.at : 0;
    g.fixed = g.threatened == 0 ? 0 : only(g.victim) | (std::popcount(g.threatened) == 1 ? g.threatened : 0);
    g.price = action.tactic == Tactic::none ? Real(0.0) : s_->cost_of(action.tactic);
    g.courtship = action.tactic == Tactic::court ? courtship() : Real(0.0);
    g.before = before_decision(*s_, *a_, action);
  }

  void set_outcomes(const Action& action, Coalition c, std::size_t place, GameTables<Real>& g) const {
    for_each_type(action, c, [&](std::size_t type, const Alternatives<Real>& alternatives) {
      Outcome<Real> decided = expected_outcome(alternatives.all(), a_->precision);
      if (live_nuclear(action, c)) decided = after_defiance(g.before.risk, alternatives.outcomes[2], decided);
      g.outcome[type * g.places() + place] = decided;
    });
  }

  void set_utilities(const Action& action, int k, Coalition c, std::size_t place, const GameTables<Real>& none,
                     GameTables<Real>& g) const {
    const std::size_t places = g.places();
    const ResponderTerms<Real> terms = responder_terms(action, k, c);
    for (int type = 0; type < g.types; ++type) {
      const Outcome<Real>& o = g.outcome[type * places + place];
      Real& u = g.utility[(type * g.size + k) * places + place];
      if (&none == &g) {
        u = utility(terms, g, c, o);
      } else {
        const Outcome<Real>& before = none.outcome[type * g.coalitions() + c];
        u = worth_of_end(terms, at_stake_[c], o.held - before.held, o.fight - before.fight, in_force(g, c, o));
      }
    }
  }

  // Of a squeeze that is live a part is in force whatever the adversary decides.
  static Real in_force(const GameTables<Real>& g, Coalition c, const Outcome<Real>& o) {
    return g.live(c) ? squeezed(g.before.onset, o.executed) : o.executed;
  }
  Real utility(const ResponderTerms<Real>& terms, const GameTables<Real>& g, Coalition c,
               const Outcome<Real>& o) const {
    return responder_utility(terms, at_stake_[c], o.held, o.fight, in_force(g, c, o));
  }

  bool live_nuclear(const Action& action, Coalition c) const {
    return action.threat() == Threat::nuclear && action.live(c, t_->victim);
  }

  Real courtship() const { return a_->largesse * a_->reliability; }

  template <class Use>
  void for_each_type(const Action& action, Coalition c, Use use) const {
    const bool live = action.live(c, t_->victim);
    const Real wins_executed = live && action.threat() == Threat::nuclear
                                   ? defence_wins(late_[c], c_->struck_power(action.at, c), attackers_, rollback_)
                                   : defence_wins_[c];
    const Real price = live ? c_->execution_price(action, c) : Real(0.0);
    for (std::size_t type = 0; type < a_->types.size(); ++type)
      use(type, alternatives(action, a_->types[type], c, wins_executed, price));
  }

  Alternatives<Real> alternatives(const Action& action, const Type<Real>& type, Coalition c, const Real& wins_executed,
                                  const Real& price) const {
    AttackStakes<Real> stakes{.gain = type.prize * a_->prize.entries[t_->prize].second * at_stake_[c],
                              .attacker_cost = type.cost * r_->attacker_cost,
                              .defeat_cost = type.cost * r_->defeat_cost,
                              .political = c_->political(c)};
    Alternatives<Real> out;
    if (!has(c, t_->victim)) {
      out.count = 1;
      out.outcomes[0] = after_conceding(concede_value(stakes));
      return out;
    }
    const bool live = action.live(c, t_->victim), nuclear = live_nuclear(action, c);
    Split<Real> pressure{.before = Real(0.0), .left = price};
    if (live && !nuclear) {
      pressure = split(a_->onset, price);
      stakes.political += pressure.before;
    }
    const Real press = press_value(stakes, defence_wins_[c]);
    const Real own_price = nuclear ? type.cost * a_->execution_cost : Real(0.0);
    const Real escalate = press_value(stakes, wins_executed) - own_price - pressure.left;
    const Real eta = nuclear ? split(a_->brink, r_->escalation_risk).left : Real(0.0);
    out.count = live ? 3 : 2;
    out.outcomes[0] = after_desisting(desist_value(stakes, a_->audience_cost, a_->sunk) - pressure.before);
    out.outcomes[1] = after_pressing(press, escalate, defence_wins_[c], wins_executed, eta);
    if (live) out.outcomes[2] = after_escalating(escalate, wins_executed);
    return out;
  }

  ResponderTerms<Real> responder_terms(const Action& action, int k, Coalition c) const {
    const bool is_victim = k == t_->victim, supports = has(c, k), aimed_at = has(action.at, k);
    const bool stands_aside = !supports && !is_victim && has(c, t_->victim), enters = supports && !is_victim;
    const bool threatened = supports && aimed_at && action.threat() != Threat::none;
    const Real zero(0.0);
    const Real effort = supports ? c_->effort(k, c) : zero;
    return {.stake = c_->defence().stake[k],
            .war = !supports ? zero : effort * r_->defender_cost * (is_victim ? Real(1.0) : commitment(k).burden),
            .entry = enters ? commitment(k).entry : zero,
            .harm = threatened ? effort * c_->harm(action.threat(), k, c) : zero,
            .penalty = stands_aside ? commitment(k).penalty : zero,
            .courtship = stands_aside && aimed_at && action.tactic == Tactic::court ? courtship() : zero};
  }

  const Commitment<Real>& commitment(int k) const { return s_->commitments[t_->commitment[k]]; }

  const Scenario<Real>* s_ = nullptr;
  const Target* t_ = nullptr;
  const Adversary<Real>* a_ = nullptr;
  const Rung<Real>* r_ = nullptr;
  const CoalitionTable<Real>* c_ = nullptr;
  Readiness<Real> ready_;
  Real attackers_, rollback_;                         // to the decisiveness
  std::vector<Real> at_stake_, late_, defence_wins_;  // by coalition
};

}  // namespace

template <class Real>
struct Tabulator<Real>::Memory {
  CoalitionTable<Real> coalitions;
  RungTable<Real> at_rung;
};

template <class Real>
Tabulator<Real>::Tabulator() : memory_(std::make_unique<Memory>()) {}
template <class Real>
Tabulator<Real>::~Tabulator() = default;

template <class Real>
void Tabulator<Real>::tabulate(const Scenario<Real>& scenario, const CrisisStructure& crisis, int target,
                               const Demands<Real>& demands, std::span<GameTables<Real>* const> games, const Use& use) {
  auto& [coalitions, at_rung] = *memory_;
  for (int rung = 0; rung < crisis.rungs; ++rung) {
    if (rung == 0 || !demands.none())  // without other crises a rung changes nothing about the defence
      coalitions.set(scenario, crisis, target, rung, demands);
    at_rung.set(scenario, crisis, target, rung, coalitions);
    const GameTables<Real>* none = nullptr;
    for (std::size_t a = 0; a < crisis.actions.size(); ++a) {
      const Action& action = crisis.actions[a];
      if (action.target != target || action.rung != rung) continue;
      if (action.tactic == Tactic::none) none = games[a];
      at_rung.fill(action, *none, *games[a]);
      if (use) use(static_cast<int>(a), {*games[a], *none});
    }
  }
}

template <class Real>
std::vector<std::vector<Ending<Real>>> endings(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                                               const Action& action, Coalition supporters) {
  CoalitionTable<Real> coalitions;
  coalitions.set(scenario, crisis, action.target, action.rung, {});
  RungTable<Real> at_rung;
  at_rung.set(scenario, crisis, action.target, action.rung, coalitions);
  return at_rung.endings(action, supporters);
}

WEDGE_FOR_ONE_GAME(template std::vector<std::vector<Ending<double>>> endings(const Scenario<double>&,
                                                                             const CrisisStructure&, const Action&,
                                                                             Coalition))
WEDGE_FOR_ONE_GAME(template class Tabulator<double>)
template class Tabulator<Pack>;

}  // namespace wedge
