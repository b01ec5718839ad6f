/// Campaigns of two_regions.hpp in which everything that happens is made up.
#pragma once

#include "two_regions.hpp"

namespace wedge::test {

using Course = CrisisEvent::Course;

enum { patron, helper, alda, brea, cora };
enum { red, blue };
enum { seize, assault };
enum { alda_brea, patron_alda };
enum { east, west };

/// One mechanism is on.
struct World {
  explicit World(const std::string& mechanism, nlohmann::json set = nlohmann::json::object())
      : s(at_medians(two_regions(on(mechanism, std::move(set))))),
        frame(s),
        state(initial_state(s, frame)),
        chance{{0.5, 0.5}, {0.5, 0.5}} {
    for (const auto& a : s.adversaries) {
      events.emplace_back();
      events.back().course = Course::quiet;
      events.back().likelihood.assign(a.types.size(), 1.0);
    }
  }

  static nlohmann::json on(const std::string& mechanism, nlohmann::json set) {
    set["campaign.enable"] = mechanism.empty() ? nlohmann::json::array() : nlohmann::json::array({mechanism});
    return set;
  }

  void attack(int by, int target, int rung, Course course, std::vector<Response> responses, bool held = true) {
    CrisisEvent& e = events[by];
    e.course = course;
    e.target = target;
    e.action = {0, rung, Tactic::none, 0};
    e.responses = std::move(responses);
    e.held = held;
  }
  void quiet() {
    for (CrisisEvent& e : events) e = {Course::quiet, {}, -1, {}, true, std::vector<double>(e.likelihood.size(), 1.0)};
  }
  void next() { state = advance(s, frame, state, events, chance); }
  double believed(int k, int region) const { return probability_of(state.defenders[k].log_odds[region]); }

  Scenario<double> s;
  CampaignFrame frame;
  CampaignState state;
  std::vector<CrisisEvent> events;
  Chance chance;
};

}  // namespace wedge::test
