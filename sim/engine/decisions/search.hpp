/// The best of what levers can do, from many starts, all of them the same whenever it is asked.
#pragma once

#include <cstdint>

#include "engine/decisions/levers.hpp"

namespace wedge::engine {

/// A number at values of the levers; NaN if there is none; nothing if the work was stopped.
using AtValues = std::function<std::optional<double>(const std::vector<double>&)>;

struct SearchSettings {
  int starts = 4;  ///< how many of the screen are followed
  std::uint64_t seed = 0x5eed;
  double tolerance = 1e-4;                                         ///< of the place
  int most(int dimensions) const { return 60 + 20 * dimensions; }  ///< evaluations of a local search
  int screen(int dimensions) const { return 1 + 2 * dimensions + covering(dimensions); }
  int covering(int dimensions) const { return 8 + 4 * dimensions; }  ///< of these, from a Latin hypercube
  /// About, and at most.
  std::int64_t evaluations(int dimensions) const { return screen(dimensions) + (starts + 1) * most(dimensions); }
};

/// The places at which a search begins to look: now, each lever alone at each of its ends, and a Latin hypercube.
std::vector<Place> screen_of(const LeverSpace& space, const SearchSettings& settings);

struct SearchProblem {
  const LeverSpace& space;
  AtValues value;                ///< that is to be small
  std::optional<double> budget;  ///< that the levers' cost keeps to; at least their least cost
  bool smooth = true;
};

/// The place with the least value, of those that the budget pays for; levers that change nothing stay as they are.
/// `also`: other places to look at. Nothing if the work was stopped.
std::optional<Place> least_value(const SearchProblem& problem, const SearchSettings& settings,
                                 const std::vector<Place>& also = {});

struct Reached {
  Place place;
  bool reached = false;  ///< else the place is the nearest to it that was found
};

/// The place that costs least of those where `shortfall` is 0 or less. Nothing if the work was stopped.
std::optional<Reached> least_cost(const LeverSpace& space, const AtValues& shortfall, const SearchSettings& settings);

}  // namespace wedge::engine
