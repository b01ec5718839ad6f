#include "app/chronicle_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/table.hpp"

namespace wedge::app {

using namespace engine;

namespace {

// A smaller move is not worth a sentence.
constexpr double noticeable = 0.005;

std::string both(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

// Two decimals, but never certainty where there is none.
std::string chance_text(double p) {
  if (p > 0.0 && p < 0.005) return "under 0.01";
  return p < 1.0 && p >= 0.995 ? "over 0.99" : fmt::format("{:.2f}", p);
}

class Teller {
 public:
  explicit Teller(const Chronicle& chronicle) : c_(chronicle), s_(chronicle.scenario) {}

  std::string whole() const {
    const char* const note =
        "In brackets after a responder: how likely it was believed to resist or to support before it chose.";
    std::string out = wrapped(note, 90, 0) + '\n';
    for (std::size_t i = 0; i < c_.rounds.size(); ++i)
      out += fmt::format("Round {}\n", i + 1) + told(c_.rounds[i]) + '\n';
    return out + summary();
  }

 private:
  const std::string& defender(int k) const { return s_.defenders[k].id; }

  std::string told(const RecordedRound& round) const {
    std::string out;
    for (std::size_t j = 0; j < round.events.size(); ++j) out += wrapped(course(round, j), 90);
    if (const std::string moved = changes(round.before, round.after); !moved.empty()) out += moved;
    return out;
  }

  std::string course(const RecordedRound& round, std::size_t j) const {
    const CrisisEvent& event = round.events[j];
    const std::string& who = s_.adversaries[j].id;
    if (event.course == CrisisEvent::Course::no_opportunity) return who + " has no opportunity.";
    const std::string likely = chance_text(1.0 - round.exact[j].deterrence);
    if (!event.attack() && nothing_left(round, j)) return who + " has an opportunity, but nothing left to attack.";
    if (!event.attack()) return who + " has an opportunity and stays quiet (an attack had probability " + likely + ").";
    return fmt::format("{} attacks {} ({}){} (an attack had probability {}). {} {}", who, defender(event.target),
                       s_.rungs[event.action.rung].id, tactic(event), likely, responses(round, event),
                       outcome(round, event, who));
  }

  bool nothing_left(const RecordedRound& round, std::size_t j) const {
    const auto& prizes = s_.adversaries[j].prize.entries;
    return std::all_of(prizes.begin(), prizes.end(), [&](const auto& prize) {
      return round.before.defenders[s_.find(s_.defenders, prize.first)].lost;
    });
  }

  std::string tactic(const CrisisEvent& event) const {
    return fmt::format(fmt::runtime(row_of(event.action.tactic).phrase), both(aimed_at(c_, event)));
  }

  std::string responses(const RecordedRound& round, const CrisisEvent& event) const {
    std::vector<std::string> parts;
    for (const Response& r : event.responses) {
      const bool victim = r.defender == event.target;
      const char* const does = victim       ? (r.supports ? "resists" : "gives in")
                               : r.supports ? "supports it"
                                            : "stands aside";
      parts.push_back(
          fmt::format("{} {} ({})", defender(r.defender), does, chance_text(support_as_believed(c_, round, event, r))));
      if (victim) std::rotate(parts.begin(), parts.end() - 1, parts.end());  // it comes first
    }
    std::string out = joined(parts) + ".";
    const bool in_vain =
        event.course == CrisisEvent::Course::conceded &&
        std::any_of(event.responses.begin(), event.responses.end(), [](const Response& r) { return r.supports; });
    return out + (in_vain ? " Support for it comes to nothing." : "");
  }

  // The tactic was a threat, and there was somebody to carry it out on.
  static bool live(const CrisisEvent& event) {
    Coalition supporters = 0;
    int victim = 0;
    for (int k = 0; k < static_cast<int>(event.responses.size()); ++k) {
      if (event.responses[k].supports) supporters |= only(k);
      if (event.responses[k].defender == event.target) victim = k;
    }
    return event.action.live(supporters, victim);
  }

  std::string outcome(const RecordedRound& round, const CrisisEvent& event, const std::string& who) const {
    const std::string& target = defender(event.target);
    std::string out;
    switch (event.course) {
      case CrisisEvent::Course::desisted:
        return who + " backs down.";
      case CrisisEvent::Course::fought:
        out = live(event) ? "It is fought over; the threat is not carried out. " : "It is fought over. ";
        break;
      case CrisisEvent::Course::executed:
        out = event.by_chance ? "The threat is carried out before anybody decides it, and it is fought over. "
                              : "It is fought over, and the threat is carried out. ";
        break;
      default:
        break;
    }
    if (event.held) return out + target + " holds.";
    const bool takes_all = s_.rungs[event.action.rung].gain >= whole_stake;
    if (takes_all && round.after.defenders[event.target].lost) return out + target + " is lost for good.";
    return out + fmt::format("{} loses what this attack was about ({:.2f} of its stake, less what resilience denies).",
                             target, s_.rungs[event.action.rung].gain);
  }

  static std::string from_to(double before, double after) { return fmt::format("{:.3f} → {:.3f}", before, after); }

  static void add(std::vector<std::string>& parts, const std::string& what, double before, double after) {
    if (std::abs(after - before) > noticeable) parts.push_back(what + " " + from_to(before, after));
  }

  std::string changes(const CampaignState& before, const CampaignState& after) const {
    std::string out;
    const auto line = [&out](const char* const heading, const std::vector<std::string>& parts) {
      if (!parts.empty()) out += wrapped(std::string(heading) + ": " + joined(parts) + ".", 90, 4);
    };
    std::vector<std::string> steadfast, types, forces, ties, skills, others;
    for (std::size_t k = 0; k < s_.defenders.size(); ++k) {
      const DefenderState &was = before.defenders[k], &is = after.defenders[k];
      const std::string& id = s_.defenders[k].id;
      for (std::size_t g = 0; g < c_.regions.size(); ++g)
        add(steadfast, id + " in " + c_.regions[g], probability_of(was.log_odds[g]), probability_of(is.log_odds[g]));
      add(forces, id, was.forces, is.forces);
      for (std::size_t g = 0; g < is.posture.size(); ++g)
        add(others, "share of " + id + "'s forces in " + s_.defenders[k].posture.entries[g].first, was.posture[g],
            is.posture[g]);
      add(skills, "hybrid resilience of " + id, was.hybrid_resilience, is.hybrid_resilience);
      add(skills, "missile defence of " + id, was.missile_defence, is.missile_defence);
    }
    for (std::size_t j = 0; j < s_.adversaries.size(); ++j) {
      const AdversaryState &was = before.adversaries[j], &is = after.adversaries[j];
      const std::string& id = s_.adversaries[j].id;
      for (std::size_t t = is.belief.size() == 2 ? 1 : 0; t < is.belief.size(); ++t)  // one of two says it all
        add(types, id + " is " + s_.adversaries[j].types[t].id, was.belief[t], is.belief[t]);
      for (std::size_t g = 0; g < is.forces.size(); ++g)
        add(forces, id + " in " + s_.adversaries[j].forces.entries[g].first, was.forces[g], is.forces[g]);
      add(others, "arsenal of " + id, was.arsenal, is.arsenal);
      if (was.capped != is.capped)
        others.push_back("the arsenal of " + id + (is.capped ? " is capped" : " is no longer capped"));
      add(others, "grievance of " + id, was.grievance, is.grievance);
      for (std::size_t l = 0; l < is.ranks.size(); ++l)
        add(others, "ranks of " + id + " with " + s_.adversaries[j].closing_ranks.entries[l].first, was.ranks[l],
            is.ranks[l]);
    }
    for (std::size_t t = 0; t < s_.ties.size(); ++t) {
      add(ties, "affinity of " + both(s_.ties[t].between), before.ties[t].affinity, after.ties[t].affinity);
      add(ties, "integration of " + both(s_.ties[t].between), before.ties[t].integration, after.ties[t].integration);
    }
    line("Believed steadfast", steadfast);
    line("Believed of adversaries", types);
    line("Forces", forces);
    line("Ties", ties);
    line("Defences", skills);
    line("Also", others);
    return out;
  }

  static std::string count(int n, const char* const one, const char* const many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
  }
  static std::string really(const std::string& id, const std::string& type) {
    return "  " + id + " really was " + type + ".\n";
  }

  std::string summary() const {
    if (c_.rounds.empty()) return "Not even the first round was played.\n";
    int attacks = 0, wars = 0, executions = 0;
    std::vector<std::string> lost;
    for (std::size_t i = 0; i < c_.rounds.size(); ++i) {
      for (const CrisisEvent& event : c_.rounds[i].events) {
        attacks += event.attack();
        wars += event.fight();
        executions += event.course == CrisisEvent::Course::executed;
      }
      for (std::size_t k = 0; k < s_.defenders.size(); ++k)
        if (c_.rounds[i].after.defenders[k].lost && !c_.rounds[i].before.defenders[k].lost)
          lost.push_back(fmt::format("{} was lost for good in round {}", s_.defenders[k].id, i + 1));
    }
    std::string out = fmt::format("After {}\n", count(static_cast<int>(c_.rounds.size()), "round", "rounds"));
    out += wrapped(fmt::format("{}, of which {} fought over; {} carried out. {}.", count(attacks, "attack", "attacks"),
                               wars, count(executions, "threat", "threats"),
                               lost.empty() ? "No target was lost for good" : joined(lost)),
                   90);
    for (std::size_t j = 0; j < s_.adversaries.size(); ++j)
      if (s_.adversaries[j].types.size() > 1)
        out += really(s_.adversaries[j].id, s_.adversaries[j].types[c_.true_type[j]].id);
    for (std::size_t k = 0; k < s_.defenders.size(); ++k)
      if (s_.defenders[k].resolve_gap > 0.0)
        out += really(s_.defenders[k].id, c_.steadfast[k] ? "steadfast" : "wavering");
    const std::string moved = changes(c_.rounds.front().before, c_.rounds.back().after);
    return out + (moved.empty() ? "" : "  From start to end:\n" + moved);
  }

  const Chronicle& c_;
  const Scenario<double>& s_;
};

}  // namespace

std::string chronicle_text(const Chronicle& chronicle) { return Teller(chronicle).whole(); }

}  // namespace wedge::app
