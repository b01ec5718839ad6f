#include "engine/action_terms.hpp"

#include <algorithm>
#include <sstream>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "crisis/coalition_table.hpp"
#include "measures/expectation.hpp"
#include "sampling/quantile.hpp"

namespace wedge::engine {
namespace {

constexpr int attack_terms = static_cast<int>(AttackTerm::count), support_terms = static_cast<int>(SupportTerm::count);

// One game of the solution with the numbers that its tables were made from.
class Apart {
 public:
  Apart(const Scenario<double>& scenario, const CrisisSolution<double>& solution, int game)
      : s_(scenario),
        solution_(solution),
        game_(game),
        adversary_(scenario.adversaries[solution.crisis.adversary]),
        action_(solution.action_of(game)),
        target_(solution.target_of(game)),
        rung_(scenario.rungs[action_.rung]),
        payoffs_(solution.payoffs(game)) {
    coalitions_.set(scenario, solution.crisis, action_.target, action_.rung, {});
  }

  // Σ_C P(C) of each term of (8), by AttackTerm, as the adversary sees the support.
  std::vector<double> attack(int type) const {
    std::vector<double> p, out(attack_terms, 0.0);
    coalition_probabilities<double>(seen_support(), p);
    for (Coalition c = 0; c < p.size(); ++c) {
      const std::vector<double> at = attack_at(type, c);
      for (int t = 0; t < attack_terms; ++t) out[t] += p[c] * at[t];
    }
    return out;
  }

  // E[u_k(C∪k) − u_k(C∖k)] of each term of (10), by SupportTerm.
  std::vector<double> support(int k) const {
    std::vector<double> p, out(support_terms, 0.0),
        others(solution_.support(game_).begin(), solution_.support(game_).end());
    others[k] = 0.0;  // what it does itself is not a matter of chance here
    coalition_probabilities<double>(others, p);
    for (int type = 0; type < solution_.types(); ++type)
      for (Coalition c = 0; c < p.size(); ++c) {
        if (has(c, k)) continue;
        const std::vector<double> with = support_at(type, k, c | only(k)), without = support_at(type, k, c);
        for (int t = 0; t < support_terms; ++t) out[t] += heeded(type) * p[c] * (with[t] - without[t]);
      }
    return out;
  }

 private:
  // The belief that the responders decide at.
  double heeded(int type) const {
    return s_.model.signalling ? solution_.belief(game_)[type] : solution_.game.prior[type];
  }
  std::vector<double> seen_support() const {
    const ResponseGame<double>& game = solution_.game.games[game_];
    std::vector<double> out;
    for (int k = 0; k < target_.size(); ++k) {
      double benefit = 0.0;
      for (const double term : support(k)) benefit += term;
      out.push_back(support_probability(game, k, benefit, 1.0).p(game.perceived[k]));
    }
    return out;
  }

  // By AttackTerm: (8) is linear in what (9) says of the choice, S, f, X and z_d.
  std::vector<double> attack_at(int type, Coalition c) const {
    const Type<double>& of = adversary_.types[type];
    const Outcome<double>& o = payoffs_.outcome(type, c);
    const double gain = of.prize * adversary_.prize.entries[target_.prize].second * payoffs_.at_stake(c);
    std::vector<double> out(attack_terms, 0.0);
    const auto set = [&](AttackTerm term, double amount) { out[static_cast<int>(term)] = amount; };
    set(AttackTerm::tactic, -payoffs_.cost(c));
    set(AttackTerm::gained, gain * (1.0 - o.held));
    if (!has(c, target_.victim)) {
      set(AttackTerm::sanctions, -coalitions_.political(c));
      return out;
    }
    set(AttackTerm::attacking, -of.cost * rung_.attacker_cost * (o.fight + adversary_.sunk * o.desisted));
    set(AttackTerm::defeat, -of.cost * rung_.defeat_cost * (o.held - o.desisted));
    set(AttackTerm::sanctions, -coalitions_.political(c) * o.fight);
    set(AttackTerm::backing_down, -adversary_.audience_cost * gain * o.desisted);
    if (!action_.live(c, target_.victim)) return out;
    double price = coalitions_.execution_price(action_, c);
    if (action_.threat() == Threat::nuclear) price += of.cost * adversary_.execution_cost;
    set(AttackTerm::carrying_out, -price * squeezed(payoffs_.own().before.onset, o.executed));
    return out;
  }

  // By SupportTerm: (10).
  std::vector<double> support_at(int type, int k, Coalition c) const {
    const Outcome<double>& o = payoffs_.outcome(type, c);
    const bool victim = k == target_.victim;
    const Commitment<double>* const commitment = victim ? nullptr : &s_.commitments[target_.commitment[k]];
    std::vector<double> out(support_terms, 0.0);
    const auto set = [&](SupportTerm term, double amount) { out[static_cast<int>(term)] = amount; };
    set(SupportTerm::saved, -coalitions_.defence().stake[k] * payoffs_.at_stake(c) * (1.0 - o.held));
    if (has(c, k)) {
      const double effort = coalitions_.effort(k, c);
      set(SupportTerm::war, -effort * rung_.defender_cost * (victim ? 1.0 : commitment->burden) * o.fight);
      if (!victim) set(SupportTerm::coming_in, -commitment->entry);
      if (action_.live(c, target_.victim) && has(action_.at, k))
        set(SupportTerm::harm,
            -effort * coalitions_.harm(action_.threat(), k, c) * squeezed(payoffs_.own().before.onset, o.executed));
    } else if (!victim && has(c, target_.victim)) {
      set(SupportTerm::penalty, -commitment->penalty);
      if (action_.tactic == Tactic::court && has(action_.at, k))
        set(SupportTerm::courtship, adversary_.largesse * adversary_.reliability);
    }
    return out;
  }

  const Scenario<double>& s_;
  const CrisisSolution<double>& solution_;
  int game_;
  const Adversary<double>& adversary_;
  const Action& action_;
  const Target& target_;
  const Rung<double>& rung_;
  const Payoffs<double> payoffs_;
  CoalitionTable<double> coalitions_;
};

// The names of an action in the order in which they are asked for.
std::vector<std::string> names_in_order(const SolvedAction& action) {
  std::vector<std::string> out{action.target, action.rung, action.tactic};
  std::string at;
  for (const std::string& name : action.at) at += (at.empty() ? "" : "+") + name;
  if (!at.empty()) out.push_back(at);
  return out;
}

int named_action(const std::vector<SolvedAction>& actions, const std::string& words) {
  std::vector<std::string> asked;
  std::istringstream in(words);
  for (std::string word; in >> word;) asked.push_back(word);
  std::vector<int> left;
  for (int a = 0; a < static_cast<int>(actions.size()); ++a) left.push_back(a);
  for (std::size_t w = 0; w < asked.size(); ++w) {
    std::vector<int> match;
    std::vector<std::string> known;
    for (const int a : left) {
      const std::vector<std::string> names = names_in_order(actions[a]);
      if (w >= names.size()) continue;
      if (std::find(known.begin(), known.end(), names[w]) == known.end()) known.push_back(names[w]);
      if (names[w] == asked[w]) match.push_back(a);
    }
    if (known.empty())
      fail_input("action " + words, "has a word too many, " + asked[w] + "; expected TARGET RUNG TACTIC AT");
    if (match.empty()) fail_input("action " + words, asked[w] + " is not known here; " + suggestion(asked[w], known));
    left = std::move(match);
  }
  return *std::max_element(left.begin(), left.end(),
                           [&](int a, int b) { return actions[a].probability < actions[b].probability; });
}

}  // namespace

const char* words_of(AttackTerm term) {
  static constexpr const char* words[attack_terms]{
      "gained",       "cost of attacking",    "cost of defeat",     "sanctions",
      "backing down", "carrying out threats", "tactic and payments"};
  return words[static_cast<int>(term)];
}

const char* words_of(SupportTerm term) {
  static constexpr const char* words[support_terms]{"what it saves",   "cost of the war", "cost of coming in",
                                                    "harm by threats", "penalty avoided", "payment forgone"};
  return words[static_cast<int>(term)];
}

ActionTerms terms_of(const Scenario<double>& at, const SolvedCrisis& crisis, int a) {
  const CrisisSolution<double>& solution = crisis.solution;
  const int game = solution.first_game[a], plain = solution.without_tactic(game);
  const Apart here(at, solution, game), there(at, solution, plain);
  ActionTerms out{crisis.adversary, crisis.actions[a], crisis.types, {}, {}, {}, {}, {}, {}, 0.0, {}};
  for (int type = 0; type < solution.types(); ++type) {
    out.quiet.push_back(solution.quiet_value());
    out.value.push_back(solution.value(a, type));
    out.value_without_tactic.push_back(solution.value(solution.action[plain], type));
    out.terms.push_back(here.attack(type));
    out.without_tactic.push_back(there.attack(type));
    out.probability_by_type.push_back(solution.strategy(game, type));
  }
  out.probability_without_tactic = solution.probability_of(solution.action[plain]);
  for (int k = 0; k < solution.target_of(game).size(); ++k)
    out.responders.push_back({crisis.actions[a].support[k].first, solution.support(game)[k], solution.support(plain)[k],
                              here.support(k), there.support(k)});
  return out;
}

ActionTerms action_terms(const Scenario<Quantity>& scenario, const std::string& words) {
  const std::string asked = words.empty() ? "action" : "action " + words;
  if (scenario.adversaries.size() > 1) {
    std::vector<std::string> adversaries;
    for (const auto& each : scenario.adversaries) adversaries.push_back(each.id);
    fail_input(asked,
               "is taken apart for one adversary alone; expected --adversary as well, " + suggestion("", adversaries));
  }
  const Solved solved = solve_at_medians(scenario, {});
  if (solved.status != Status::solved)
    fail_input(asked, "cannot be taken apart: there is no solution (" + std::string(status_name(solved.status)) + ")");
  return terms_of(at_medians(scenario), solved.crises[0], named_action(solved.crises[0].actions, words));
}

}  // namespace wedge::engine
