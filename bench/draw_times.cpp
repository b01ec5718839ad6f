// wedge-draw-times: what the draws of linked crises take that a study solves one by one, their games side by side in
// packs: quantiles over draws, which a mean hides.
#include <CLI/CLI.hpp>
#include <ctime>
#include <iostream>
#include <memory>
#include <numeric>

#include "equilibrium/crisis_solution.hpp"
#include "measures/measures.hpp"
#include "program.hpp"
#include "sampling/drawn.hpp"
#include "scenario/numbers.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

int run(int count, char** arguments) {
  std::string path;
  int draws = 512, first = 0;
  bool each = false;
  CLI::App app("Times draws of several adversaries at once, each solved by itself.");
  app.add_option("FILE", path, "a scenario with uncertain keys")->required();
  app.add_option("--draws", draws, "how many")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--first", first, "from this one on")->check(CLI::NonNegativeNumber)->capture_default_str();
  app.add_flag("--each", each, "a line a draw: its number, the three times, tier, fold, loss");
  CLI11_PARSE(app, count, arguments);

  const Scenario<Quantity> scenario = load({path, path, {}, first + draws});
  const Sampler sampler(scenario);
  const std::size_t width = sampler.dimensions();
  const std::vector<double> all = draws_of(sampler, first + draws);
  std::vector<int> adversaries(scenario.adversaries.size());
  std::iota(adversaries.begin(), adversaries.end(), 0);
  DrawnScenario<Pack> drawn(scenario);
  CrisisSolver<Single> solver(reshaped<Pack>(scenario), adversaries);
  std::vector<std::unique_ptr<Measurer<Single>>> measurers;
  for (const auto& s : solver.solutions())
    measurers.push_back(std::make_unique<Measurer<Single>>(s.crisis, static_cast<int>(scenario.defenders.size())));

  std::vector<double> tables, solution, measures, together;  // ms
  std::cout.precision(4);
  int unsolved = 0;
  for (int d = first; d < first + draws; ++d) {
    const std::vector<double> values = in_all_lanes(std::span(all).subspan(d * width, width));
    const double begun = processor_ms();
    solver.load(drawn.draw(sampler.leaf(), values));
    const double loaded = processor_ms();
    const auto& solved = solver.solve_loaded({}, true);
    const double found = processor_ms();
    double loss = 0.0;
    for (std::size_t j = 0; j < solved.size(); ++j) loss += lane(measurers[j]->measure(solved[j]).total_loss, 0);
    const double measured = processor_ms();
    tables.push_back(loaded - begun);
    solution.push_back(found - loaded);
    measures.push_back(measured - found);
    together.push_back(measured - begun);
    const bool good = status_of(solved, 0) == Status::solved;
    unsolved += !good;
    if (each)
      std::cout << d << ' ' << tables.back() << ' ' << solution.back() << ' ' << measures.back() << ' '
                << lane(solved[0].joint.tier, 0) << ' ' << lane(solved[0].joint.fold, 0) << ' ' << std::hexfloat << loss
                << std::defaultfloat << (good ? "" : " unsolved") << '\n';
  }
  print_spread("tables", tables, " ms");
  print_spread("solution", solution, " ms");
  print_spread("measures", measures, " ms");
  print_spread("together", together, " ms");
  std::cout << draws << " draws, " << unsolved << " unsolved, packs of " << RealTraits<Pack>::lanes << '\n';
  return 0;
}

}  // namespace
}  // namespace wedge::bench

int main(int count, char** arguments) {
  return wedge::bench::carried_out("wedge-draw-times", 2, [&] { return wedge::bench::run(count, arguments); });
}
