// Solves a scenario with the installed library.
#include <wedge/measures/measures.hpp>
#include <wedge/sampling/quantile.hpp>
#include <wedge/scenario/read.hpp>

#include <cstdio>
#include <fstream>
#include <sstream>

int main(int, char** arguments) {
  std::stringstream text;
  text << std::ifstream(arguments[1]).rdbuf();
  const auto scenario = wedge::at_medians(wedge::read_scenario(text.str(), arguments[1]).scenario);
  const auto solution = wedge::solve_crisis(scenario, 0);
  std::printf("%s: expected loss %.4f\n", scenario.id.c_str(), wedge::total_loss(solution));
  return solution.joint.status[0] == wedge::Status::solved ? 0 : 1;
}
