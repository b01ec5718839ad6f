/// A local minimum in the unit cube, without derivatives (NLopt).
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace wedge::engine {

/// A place in the unit cube of what is chosen.
using Place = std::vector<double>;

/// A number at a place; nothing if the work was stopped.
using AtPlace = std::function<std::optional<double>(const Place&)>;

struct LocalProblem {
  int dimensions = 1;
  AtPlace objective;   ///< to be small; of the size of 1. NaN: as bad as the worst that was met
  AtPlace constraint;  ///< to be at most 0, where there is one
  bool smooth = true;
};

struct LocalSettings {
  double step = 0.2;        ///< of the first trials
  double tolerance = 1e-4;  ///< of the place
  int most = 200;           ///< evaluations
};

/// Goes down from `start` and returns where it ended: by BOBYQA, where there is a constraint by COBYLA (M. J. D.
/// Powell, 2009 and 1994), where the objective is not smooth by SBPLX (after T. Rowan's Subplex, 1990). The constraint
/// may be missed by a little. Nothing if the work was stopped.
std::optional<Place> local_minimum(const LocalProblem& problem, const Place& start, const LocalSettings& settings);

}  // namespace wedge::engine
