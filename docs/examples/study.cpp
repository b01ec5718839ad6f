// Runs a study into a file, shows how far it is, and reads the file again.
#include <iostream>
#include <wedge/wedge.hpp>

int main(int, char** arguments) {
  wedge::StudyOptions what;
  what.sweeps = {wedge::sweep("tie.front-rear.affinity", -0.4, 0.8, 4)};
  what.draws = 32;
  wedge::RunOptions how;
  how.progress = [](const wedge::Progress& p) { std::cerr << p.draws_done << " of " << p.draws << '\n'; };
  const wedge::Study study(wedge::Scenario::from_file(arguments[1]), what);
  if (!wedge::run(study, arguments[2], how)) return 75;  // stopped: the same call goes on from there
  const auto result = wedge::Result::open(arguments[2]);
  for (std::int64_t point = 0; point < result.points(); ++point)
    std::cout << result.axes()[0].values[point] << ' ' << result.mean("net", point, {"front-rear"}) << '\n';
}
