/// One campaign, crises over time, told round by round (docs/campaigns.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wedge/scenario.hpp"

namespace wedge::face {

struct PlayOptions {
  std::uint64_t seed = 0x5eed;
  std::int64_t campaign = 0;  ///< which: draw N of a study of campaigns with this seed, Sobol' draws and 16 or more
};

/// A responder's choice in a crisis.
struct Response {
  std::string defender;
  bool supports;
  double probability;  ///< of its support, as it was believed before
};

/// An adversary's move in a round, and its end.
struct CrisisEvent {
  std::string adversary;
  std::string course;                ///< no opportunity, quiet, conceded, desisted, fought or executed
  std::string target, rung, tactic;  ///< empty without an attack
  std::vector<std::string> at;       ///< names of those whom the tactic is aimed at
  std::vector<Response> responses;
  bool held;          ///< the target lost nothing
  double deterrence;  ///< the probability that it would stay quiet

  bool attack() const { return !target.empty(); }
};

struct Round {
  std::vector<CrisisEvent> events;  ///< by adversary
};

struct Chronicle {
  std::string scenario;
  int planned;                ///< rounds
  std::vector<Round> rounds;  ///< fewer than planned if a game could not be solved
  std::string status;         ///< `solved`, or why the campaign ended early
  std::string json;           ///< the document of `wedge play --format json`: everything, exactly

  bool complete() const { return static_cast<int>(rounds.size()) == planned; }
  const std::string& to_json() const { return json; }
};

Chronicle play(const Scenario& scenario, const PlayOptions& options = {});

}  // namespace wedge::face
