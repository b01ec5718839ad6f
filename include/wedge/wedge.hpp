/// Wedge as a library (docs/library.md): all that is promised, as `wedge::Scenario`, `wedge::solve` and so on.
///
///     const auto scenario = wedge::Scenario::from_file("textbook.toml").with("tie.front-rear.affinity", -0.3);
///     std::cout << wedge::solve(scenario).at("deterrence") << '\n';
#pragma once

#include "wedge/calibration.hpp"
#include "wedge/chronicle.hpp"
#include "wedge/claims.hpp"
#include "wedge/comparison.hpp"
#include "wedge/error.hpp"
#include "wedge/explanation.hpp"
#include "wedge/measure.hpp"
#include "wedge/optimisation.hpp"
#include "wedge/reproduction.hpp"
#include "wedge/result.hpp"
#include "wedge/sample.hpp"
#include "wedge/scenario.hpp"
#include "wedge/solution.hpp"
#include "wedge/stop.hpp"
#include "wedge/study.hpp"

namespace wedge {

using namespace face;

/// `0.2.0`.
const char* library_version();

}  // namespace wedge
