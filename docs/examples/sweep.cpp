// Sweeps a key in memory, with an uncertain one besides, and prints means with their standard errors.
#include <cstdio>
#include <wedge/wedge.hpp>

int main(int, char** arguments) {
  const auto scenario =
      wedge::Scenario::from_file(arguments[1]).with("defender.rear.forces", "{ uniform = [0.3, 0.7] }");
  wedge::StudyOptions options;
  options.sweeps = {wedge::sweep("tie.front-rear.integration", 0.0, 1.0, 3)};
  options.draws = 64;
  const wedge::Result result = wedge::run(wedge::Study(scenario, options));
  for (std::int64_t point = 0; point < result.points(); ++point)
    std::printf("integration %.1f: loss %.4f ± %.4f\n", result.axes()[0].values[point],
                result.mean("total_loss", point), result.standard_error("total_loss", point));
}
