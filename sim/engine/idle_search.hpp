/// The search for keys that do nothing: what one crisis needs in idle_keys.cpp, what campaigns need in
/// idle_campaign_keys.cpp.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "engine/idle_keys.hpp"

namespace wedge::engine {

inline bool always_zero(const Quantity& q) { return !q.absent() && q.support().low == 0.0 && q.support().high == 0.0; }

inline bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class IdleSearch {
 public:
  explicit IdleSearch(const ReadResult& read);
  std::vector<IdleKeys> found();

 private:
  // Each number is noted once, for the first reason that applies.
  void note(const std::string& why, const std::vector<std::string>& patterns) { note_but(why, patterns, {}); }
  // Notes all that match the patterns but the exceptions.
  void note_but(const std::string& why, const std::vector<std::string>& patterns,
                const std::vector<std::string>& exceptions);
  // A key that is no number: a flag, a list of names.
  void note_word(const std::string& why, const std::string& key) { found_.push_back({why, {key}}); }

  bool responds(const std::string& defender, const std::string& target) const {
    const auto at = responders_.find(target);
    return at != responders_.end() && at->second.contains(defender);
  }
  bool responds_to(const Adversary<Quantity>& adversary, const std::string& defender) const {
    const auto& targets = adversary.prize.entries;
    return std::any_of(targets.begin(), targets.end(), [&](const auto& t) { return responds(defender, t.first); });
  }
  bool responds_together(const std::string& a, const std::string& b) const {
    return std::any_of(responders_.begin(), responders_.end(),
                       [&](const auto& r) { return r.second.contains(a) && r.second.contains(b); });
  }
  bool on(const std::string& mechanism) const { return among(s_.campaign.enable, mechanism); }

  // Campaigns.
  void find_uses_of_campaigns();
  void mechanisms();
  void foresight();
  void hedging();
  void peacetime_forces();
  void patrons();
  void memory();
  // One crisis.
  void bystanders();
  void aims();
  void menus();
  void beliefs();
  void time();
  void ties();
  void bases();
  void idle_ranks();
  void several();

  // Whether a tactic may be pointed at a defender, at anybody, in an attack of the adversary's.
  bool pointed_at(const Adversary<Quantity>& adversary, const std::string& tactic, const std::string& defender) const;
  bool points(const Adversary<Quantity>& adversary, const std::string& tactic) const {
    return std::any_of(s_.defenders.begin(), s_.defenders.end(),
                       [&](const auto& d) { return pointed_at(adversary, tactic, d.id); });
  }
  bool share_a_responder(const std::string& a, const std::string& b) const;
  bool busies(const std::string& there, const std::string& here) const;

  const Scenario<Quantity>& s_;
  std::vector<std::string> given_;
  std::map<std::string, std::set<std::string>> responders_;  // by target, itself included
  std::vector<std::string> used_;                            // patterns of keys that a campaign may need of anybody
  std::vector<IdleKeys> found_;
};

}  // namespace wedge::engine
