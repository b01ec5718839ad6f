/// The fixed work that everything is measured on: scenarios with their draws, and random response games.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/real.hpp"
#include "equilibrium/response_game.hpp"
#include "sampling/sampler.hpp"
#include "scenario/read.hpp"

namespace wedge::bench {

/// A scenario file, with uncertainty added where it has none, and how many draws of it are measured.
struct Workload {
  std::string name, path;
  std::vector<Override> overrides;
  int draws;
  bool linked = false;  ///< several adversaries at once, with too many games for packs of draws
};

/// textbook, northeast-asia, seven-responders, baltic, two-theatres. Paths are in the source tree.
const std::vector<Workload>& workloads();
const Workload& workload(const std::string& name);  ///< throws std::out_of_range

/// The text of the workload's file; throws std::runtime_error if it cannot be read.
std::string text_of(const Workload& workload);
Scenario<Quantity> load(const Workload& workload);

/// Values of the uncertain keys, draw by draw: the first draws of a Sobol' design with a fixed seed.
std::vector<double> draws_of(const Sampler& sampler, int draws);

/// One draw's values in all lanes of a pack, as solvers of a draw with its games in lanes take it.
std::vector<double> in_all_lanes(std::span<const double> draw);

/// Response games for n players that no scenario is behind: gains uniform in ±0.25, precision 10, resolve gap 0.2. A
/// pure function of n and the index; `count` games, lane by lane.
std::vector<ResponseGame<Pack>> random_games(int n, int count);
/// The payoffs of one of them, utility(k, C) at k·2^n + C, and the steadfast shares.
struct RandomPayoffs {
  std::vector<double> utility, steadfast;
};
RandomPayoffs random_payoffs(int n, int index);
inline constexpr double random_precision = 10.0, random_resolve_gap = 0.2;

}  // namespace wedge::bench
