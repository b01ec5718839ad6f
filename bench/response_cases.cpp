#include <memory>

#include "case.hpp"
#include "wedge/equilibrium/solve.hpp"
#include "workload.hpp"

namespace wedge::bench {

std::vector<Case> response_cases() {
  std::vector<Case> cases;
  for (int n = 2; n <= 8; ++n) {
    const int count = n <= 4 ? 512 : 64;
    const auto games = std::make_shared<std::vector<JointGame<Pack>>>();
    cases.push_back({"response/" + std::to_string(n), "game", static_cast<double>(count), [n, count, games] {
                       if (games->empty())
                         for (ResponseGame<Pack>& game : random_games(n, count))
                           games->push_back(alone(std::move(game)));
                       for (const JointGame<Pack>& game : *games) keep(lane(solve(game).support[0], 0));
                     }});
  }
  return cases;
}

}  // namespace wedge::bench
