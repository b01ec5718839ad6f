// wedge-wrong-branches: random scenarios at precisions from 1 to 10,000, each solution traced back from τ = 1 and
// compared with that of the tightest steps. Counts how often the principal branch was lost or left.
#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <cstdio>

#include "equilibrium/crisis_solution.hpp"
#include "program.hpp"
#include "support/random_scenario.hpp"

namespace wedge::bench {
namespace {

constexpr double another = 1e-6;  // difference of a support probability between two solutions

// Of one range of precisions.
struct Counts {
  int scenarios = 0, lost = 0, certified = 0, elsewhere = 0, way_lost = 0;
  int tight_lost = 0, tight_differs = 0;  // of what is solved
  int both = 0;                           // elsewhere, and tight differs
};

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

void look_at(const Scenario<double>& scenario, bool tight, Counts& counts, bool verbose, std::uint64_t seed,
             double precision) {
  ++counts.scenarios;
  CrisisSolver<double> solver(scenario, {0});
  const auto& solutions = solver.solve(scenario);
  if (status_of(solutions, 0) != Status::solved) {
    ++counts.lost;
    if (verbose) std::printf("scenario %llu at %.6g: branch lost\n", static_cast<unsigned long long>(seed), precision);
    return;
  }
  const Certificate<double> found = solver.certify(true);
  counts.certified += found.certified;
  counts.elsewhere += found.elsewhere;
  counts.way_lost += !found.certified && !found.elsewhere;
  bool differs = false, tight_lost = false;
  if (tight) {
    const std::vector<double> support = solutions[0].joint.support;
    const double tier = solutions[0].joint.tier;
    const auto& again = solver.solve(scenario, {Selection::principal, Effort::tight});
    tight_lost = status_of(again, 0) != Status::solved;
    differs = !tight_lost && largest_difference(support, again[0].joint.support) > another;
    counts.tight_lost += tight_lost;
    counts.tight_differs += differs;
    counts.both += differs && found.elsewhere;
    if (verbose && (differs || !found.certified)) {
      const Certificate<double> of_tight = tight_lost ? Certificate<double>{} : solver.certify(true);
      std::printf("scenario %llu at %.6g: tier %.0f, %s; tightest steps: %s\n", static_cast<unsigned long long>(seed),
                  precision, tier,
                  found.certified   ? "certified"
                  : found.elsewhere ? "wrong branch"
                                    : "way back lost",
                  tight_lost           ? "lost"
                  : !differs           ? "the same"
                  : of_tight.certified ? "another, certified"
                  : of_tight.elsewhere ? "another, wrong branch"
                                       : "another, way back lost");
    }
  }
}

int run(int count, char** arguments) {
  int scenarios = 2000;
  std::uint64_t seed = 1;
  double low = 1.0, high = 1e4;
  bool tight = false, verbose = false;
  CLI::App app("Counts lost and wrong branches over random scenarios at rising precision.");
  app.add_option("--scenarios", scenarios, "how many")->check(CLI::Range(1, 10'000'000))->capture_default_str();
  app.add_option("--seed", seed, "of the first")->capture_default_str();
  app.add_option("--low", low, "lowest precision")->capture_default_str();
  app.add_option("--high", high, "highest")->capture_default_str();
  app.add_flag("--tight", tight, "also against the tightest steps");
  app.add_flag("--verbose", verbose, "name those that are not certified or differ");
  CLI11_PARSE(app, count, arguments);

  std::array<Counts, 4> by_decade{};
  for (int i = 0; i < scenarios; ++i) {
    // The precisions are even in their logarithms, whatever the number of scenarios: the golden ratio's multiples.
    const double share = std::fmod(0.6180339887498949 * (i + 1), 1.0), precision = low * std::pow(high / low, share);
    const auto decade = static_cast<std::size_t>(std::min(3.0, std::max(0.0, std::floor(std::log10(precision)))));
    look_at(test::random_scenario(seed + i, {.precision = precision}), tight, by_decade[decade], verbose, seed + i,
            precision);
  }
  std::printf("%-14s %9s %5s %9s %12s %13s", "precision", "scenarios", "lost", "certified", "wrong branch",
              "way back lost");
  std::printf(tight ? " %11s %14s %5s\n" : "\n", "tight: lost", "tight: another", "both");
  double from = 1.0;
  for (const Counts& c : by_decade) {
    std::printf("%5.0f … %-6.0f %9d %5d %9d %12d %13d", from, 10 * from, c.scenarios, c.lost, c.certified, c.elsewhere,
                c.way_lost);
    tight ? std::printf(" %11d %14d %5d\n", c.tight_lost, c.tight_differs, c.both) : std::printf("\n");
    from *= 10;
  }
  return 0;
}

}  // namespace
}  // namespace wedge::bench

int main(int count, char** arguments) {
  return wedge::bench::carried_out("wedge-wrong-branches", 2, [&] { return wedge::bench::run(count, arguments); });
}
