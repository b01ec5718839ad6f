/// The cases that are measured: timed by wedge-bench, and its operations counted by wedge-count.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace wedge::bench {

enum class Clock { cpu, wall };

struct Case {
  std::string name;           ///< group/what, e.g. `crisis/northeast-asia/equilibrium`
  std::string unit;           ///< what one of `amount` is: draw, game, number
  double amount;              ///< how many of them one `run` does
  std::function<void()> run;  ///< the same work every time; the first call may also prepare
  Clock clock = Clock::cpu;
};

/// `response/N`: the equilibrium of N responders' game.
std::vector<Case> response_cases();
/// `crisis/SCENARIO/STAGE`, and a draw as a study computes it: `…/plain` with measures only, `…/all` with everything.
std::vector<Case> crisis_cases();
/// `campaign/northeast-asia/round`: a round of a study's campaigns; `…/still`: one after which nothing has moved.
std::vector<Case> campaign_cases();
/// `sampling/…`, `study/…`: timed only, for they are not written in the model's number type.
std::vector<Case> study_cases();

/// Keeps the compiler from leaving out a result.
inline void keep(double x) { asm volatile("" : : "m"(x) : "memory"); }

}  // namespace wedge::bench
