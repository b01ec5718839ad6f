// Solves, plays and exports a scenario with the installed model.
#include <cstdio>
#include <wedge/wedge.hpp>

int main(int, char** arguments) {
  const auto scenario = wedge::Scenario::from_file(arguments[1]);
  const auto solution = wedge::solve(scenario);
  std::printf("%s: expected loss %.4f\n", solution.scenario().c_str(), solution.at("total_loss"));
  const bool played = wedge::play(scenario).complete(), exported = wedge::export_game(scenario).starts_with("EFG 2");
  return solution.solved() && played && exported ? 0 : 1;
}
