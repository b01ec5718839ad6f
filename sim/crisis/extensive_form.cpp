#include "crisis/extensive_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <map>

#include "base/error.hpp"
#include "crisis/tables.hpp"

namespace wedge {
namespace {

constexpr int mover = 1, tactician = 2, follower = 3, first_defender = 4;

// A probability in [0, 1] in decimals, as short as it can be read back.
std::string decimal(double probability) {
  char text[400];
  return {text, std::to_chars(text, text + sizeof text, probability, std::chars_format::fixed).ptr};
}

// 1 minus all of these, without rounding: in a file of exact numbers 0.3 goes with 0.7, not with 0.7000000000000001.
// They sum to less than 1 if the largest of all is left out.
std::string decimal_complement(const std::vector<std::string>& parts) {
  std::vector<int> rest{1};  // digits, the first before the point
  for (const std::string& part : parts) rest.resize(std::max(rest.size(), part.size() - 1));
  for (const std::string& part : parts)
    for (std::size_t i = 0; i < part.size(); ++i)
      if (part[i] != '.') rest[i == 0 ? 0 : i - 1] -= part[i] - '0';
  for (std::size_t i = rest.size(); i-- > 1;)
    for (; rest[i] < 0; rest[i] += 10) --rest[i - 1];
  std::string out;
  for (const int digit : rest) out += (out.size() == 1 ? "." : "") + std::string(1, static_cast<char>('0' + digit));
  return out;
}

// Writes nodes in prefix order, as the format wants them.
class TreeWriter {
 public:
  TreeWriter(const Scenario<double>& scenario, const CrisisStructure& crisis, FollowThrough follow_through)
      : s_(scenario),
        crisis_(crisis),
        follow_through_(follow_through),
        a_(scenario.adversaries[crisis.adversary]),
        sets_(first_defender + s_.defenders.size()) {}

  std::string write() {
    write_header();
    std::vector<std::pair<std::string, double>> types;
    for (const Type<double>& type : a_.types) types.emplace_back(type.id, type.prior);
    chance("type", types);
    for (std::size_t type = 0; type < a_.types.size(); ++type) write_act(type);
    return std::move(out_);
  }

 private:
  void write_header() {
    append("EFG 2 R \"{}: {}\" {{ \"{}\" \"{} tactics\" \"{} follow-through\"", s_.id, a_.id, a_.id, a_.id, a_.id);
    for (const Defender<double>& defender : s_.defenders) append(" \"{}\"", defender.id);
    append(" }}\n\"Payoffs are multiplied by each player's precision: solve for lambda = 1.{}{}\"\n\n",
           follow_through_ == FollowThrough::chance ? " The follow-through is chance." : "",
           s_.model.signalling ? "" : " Defenders decide at the prior: theirs are means over types and ends.");
  }

  void write_act(std::size_t type) {
    const std::string& theta = a_.types[type].id;
    personal(mover, "act|" + theta, {"quiet", "act"});
    terminal(-a_.grievance, {}, {}, 0);
    std::vector<std::string> targets, rungs;
    for (const Target& target : crisis_.targets) targets.push_back(s_.defenders[target.defender].id);
    for (const Rung<double>& rung : s_.rungs) rungs.push_back(rung.id);
    personal(mover, "target|" + theta, targets);
    for (std::size_t a = 0; a < crisis_.actions.size();) {
      const Action& first = crisis_.actions[a];
      const std::string& target = targets[first.target];
      if (first.rung == 0 && first.tactic == Tactic::none) personal(mover, "rung|" + theta + "|" + target, rungs);
      const std::string place = target + "|" + rungs[first.rung];
      std::size_t end = a + 1;
      while (end < crisis_.actions.size() && crisis_.actions[end].tactic != Tactic::none) ++end;
      std::vector<std::string> menu;
      for (std::size_t b = a; b < end; ++b) menu.push_back(label(crisis_.actions[b]));
      personal(tactician, "tactic|" + theta + "|" + place, menu);
      for (; a < end; ++a) write_response(type, crisis_.actions[a], place + "|" + label(crisis_.actions[a]), 0, 0, {});
    }
  }

  // The responders move in defender order without seeing one another: one information set each, by own type.
  void write_response(std::size_t type, const Action& action, const std::string& place, int k, Coalition c,
                      std::vector<double> shifts) {
    const Target& t = crisis_.targets[action.target];
    if (k == t.size()) return write_follow_through(type, action, place, c, shifts);
    const Defender<double>& responder = s_.defenders[t.responders[k]];
    const std::string set = place + "|" + responder.id;
    const auto decide = [&](const std::string& own_type, double shift) {
      personal(first_defender + t.responders[k], set + own_type, {"support", "aside"});
      shifts.push_back(s_.model.mood + shift);
      write_response(type, action, place, k + 1, c | only(k), shifts);
      shifts.back() = 0.0;
      write_response(type, action, place, k + 1, c, shifts);
      shifts.pop_back();
    };
    if (responder.resolve_gap == 0.0) return decide("", 0.0);
    const double half = 0.5 * responder.resolve_gap, pi = responder.steadfast;
    if (pi > 0.0 && pi < 1.0) chance(set + "|resolve", {{"steadfast", pi}, {"wavering", 1.0 - pi}});
    if (pi > 0.0) decide("|steadfast", half);
    if (pi < 1.0) decide("|wavering", -half);
  }

  void write_follow_through(std::size_t type, const Action& action, const std::string& place, Coalition c,
                            const std::vector<double>& shifts) {
    const Target& t = crisis_.targets[action.target];
    const auto key = std::pair(&action, c);
    auto found = endings_.find(key);
    const double risk = action.live(c, t.victim) ? before_decision(s_, a_, action).risk : 0.0;
    if (found == endings_.end()) {
      found = endings_.emplace(key, endings(s_, crisis_, action, c)).first;
      if (!s_.model.signalling) hold_beliefs(risk, found->second);
    }
    const auto& ends = found->second[type];
    if (risk > 0.0) {
      chance("brink|" + place, {{"carried out", risk}, {"not yet", 1.0 - risk}});
      terminal(ends.back().value, ends.back().utility, shifts, action.target);
    }
    if (ends.size() > 1) {
      const std::string set = a_.types[type].id + "|" + place + "|" + coalition_label(s_, t, c);
      std::vector<std::string> choices{"desist", "press"};
      if (ends.size() == 3) choices.emplace_back("escalate");
      if (follow_through_ == FollowThrough::decisions) {
        personal(follower, set, choices);
      } else {
        std::vector<std::pair<std::string, double>> branches;
        for (std::size_t i = 0; i < ends.size(); ++i) branches.emplace_back(choices[i], ends[i].probability);
        chance(set, branches);
      }
    }
    for (const Ending<double>& end : ends) terminal(end.value, end.utility, shifts, action.target);
  }

  // Responders who read nothing in an action are told nothing by how it ends: each end gets their mean over the types,
  // as these choose among the ends, so that beliefs do not matter to them.
  void hold_beliefs(double risk, std::vector<std::vector<Ending<double>>>& by_type) const {
    std::vector<double> mean(by_type[0][0].utility.size(), 0.0);
    for (std::size_t type = 0; type < by_type.size(); ++type) {
      const auto add = [&](double probability, const Ending<double>& end) {
        for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += a_.types[type].prior * probability * end.utility[k];
      };
      add(risk, by_type[type].back());
      for (const Ending<double>& end : by_type[type]) add((1.0 - risk) * end.probability, end);
    }
    for (auto& ends : by_type)
      for (Ending<double>& end : ends) end.utility = mean;
  }

  std::string label(const Action& action) const {
    std::string out(tactic_name(action.tactic));
    if (action.at != 0) out += ":" + coalition_label(s_, crisis_.targets[action.target], action.at);
    return out;
  }

  // Every chance node is an information set of its own: chance knows all that happened. Readers ask for names that no
  // two of them share, and, as their numbers are exact, for probabilities that sum to 1 exactly.
  void chance(const std::string& set, const std::vector<std::pair<std::string, double>>& branches) {
    const int set_number = ++chances_;
    append("c \"\" {} \"{}{}\" {{", set_number, set, set_number == 1 ? "" : fmt::format("|{}", set_number));
    const auto largest = std::max_element(branches.begin(), branches.end(),
                                          [](const auto& a, const auto& b) { return a.second < b.second; });
    std::vector<std::string> others;
    for (auto branch = branches.begin(); branch != branches.end(); ++branch)
      if (branch != largest) others.push_back(decimal(branch->second));
    const std::string rest = others.empty() ? "1" : decimal_complement(others);
    auto other = others.begin();
    for (auto branch = branches.begin(); branch != branches.end(); ++branch)
      append(" \"{}\" {}", branch->first, branch == largest ? rest : *other++);
    append(" }} 0\n");
  }

  void personal(int player, const std::string& set, const std::vector<std::string>& choices) {
    append("p \"\" {} {} \"{}\" {{", player, number(player, set), set);
    for (const std::string& choice : choices) append(" \"{}\"", choice);
    append(" }} 0\n");
  }

  // Utilities and shifts by responder of the target; other defenders get 0.
  void terminal(double value, const std::vector<double>& utility, const std::vector<double>& shifts, int target) {
    std::vector<double> payoffs(s_.defenders.size(), 0.0);
    for (std::size_t k = 0; k < utility.size(); ++k) {
      const int defender = crisis_.targets[target].responders[k];
      payoffs[defender] = s_.defenders[defender].precision * (utility[k] + shifts[k]);
    }
    append("t \"\" {} \"\" {{ {}, {}, {}", ++outcomes_, a_.precision * value, a_.tactic_precision * value,
           a_.precision * value);
    for (const double payoff : payoffs) append(", {}", payoff);
    append(" }}\n");
  }

  int number(int player, const std::string& set) {
    auto& known = sets_[player];
    return known.emplace(set, static_cast<int>(known.size()) + 1).first->second;
  }

  template <class... Arguments>
  void append(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
  }

  const Scenario<double>& s_;
  const CrisisStructure& crisis_;
  const FollowThrough follow_through_;
  const Adversary<double>& a_;
  std::vector<std::map<std::string, int>> sets_;  // numbers of the information sets, by player
  std::map<std::pair<const Action*, Coalition>, std::vector<std::vector<Ending<double>>>> endings_;
  std::string out_;
  int outcomes_ = 0, chances_ = 0;
};

// Ends of the tree: at most four per coalition, type and own types of the responders.
double terminal_nodes(const Scenario<double>& s, const CrisisStructure& crisis) {
  double sum = 0.0;
  for (const Action& action : crisis.actions) {
    double ends = before_decision(s, s.adversaries[crisis.adversary], action).risk > 0.0 ? 4.0 : 3.0;
    for (const int k : crisis.targets[action.target].responders) ends *= s.defenders[k].resolve_gap > 0.0 ? 4.0 : 2.0;
    sum += ends;
  }
  return sum * crisis.types;
}

}  // namespace

std::string coalition_label(const Scenario<double>& scenario, const Target& target, Coalition coalition) {
  std::string out;
  for (int k = 0; k < target.size(); ++k)
    if (has(coalition, k)) out += (out.empty() ? "" : "+") + scenario.defenders[target.responders[k]].id;
  return out.empty() ? "-" : out;
}

std::string extensive_form(const Scenario<double>& scenario, int adversary, FollowThrough follow_through) {
  const Adversary<double>& a = scenario.adversaries[adversary];
  if (!a.perceives.entries.empty())
    fail_input("adversary." + a.id + ".perceives",
               "a crisis in which the adversary misperceives has no equilibrium tree; remove the key to export");
  const CrisisStructure crisis = crisis_structure(scenario, adversary);
  const double ends = terminal_nodes(scenario, crisis);
  if (ends > most_terminal_nodes)
    fail_input("adversary." + a.id,
               fmt::format("the tree has up to {:.2g} ends, more than {:.2g}; use fewer responders, rungs or tactics",
                           ends, most_terminal_nodes));
  return TreeWriter(scenario, crisis, follow_through).write();
}

}  // namespace wedge
