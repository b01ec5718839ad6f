// Solves a scenario, changes it, and says what the change does.
#include <iostream>
#include <wedge/wedge.hpp>

int main(int, char** arguments) {
  try {
    const auto scenario = wedge::Scenario::from_file(arguments[1]);
    for (const double affinity : {0.6, -0.3}) {
      const auto solution = wedge::solve(scenario.with("tie.front-rear.affinity", affinity));
      if (!solution.solved()) return 1;
      std::cout << "affinity " << affinity << ": deterred with probability " << solution.at("deterrence")
                << ", integration pays " << solution.at("net", {"front-rear"}) << '\n';
      for (const auto& attack : solution.attacks())
        if (attack.probability > 0.1) std::cout << "  " << attack.tactic << ' ' << attack.probability << '\n';
    }
  } catch (const wedge::InputError& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
