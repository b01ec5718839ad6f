#include <memory>

#include "case.hpp"
#include "reused_solver.hpp"
#include "workload.hpp"

namespace wedge::bench {

namespace {

// Random games of one size, and what solves them.
struct Games {
  std::vector<JointGame<Pack>> all;
  std::unique_ptr<ReusedSolver> solver;

  void run(int n, int count) {
    if (all.empty()) {
      for (ResponseGame<Pack>& game : random_games(n, count)) all.push_back(alone(std::move(game)));
      solver = std::make_unique<ReusedSolver>(all[0]);
    }
    for (JointGame<Pack>& game : all) keep(lane(solver->solve(game).support[0], 0));
  }
};

}  // namespace

std::vector<Case> response_cases() {
  std::vector<Case> cases;
  for (int n = 2; n <= 8; ++n) {
    const int count = n <= 4 ? 512 : 64;
    const auto games = std::make_shared<Games>();
    cases.push_back({"response/" + std::to_string(n), "game", static_cast<double>(count),
                     [n, count, games] { games->run(n, count); }});
  }
  return cases;
}

}  // namespace wedge::bench
