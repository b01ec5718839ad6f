/// An optimum as JSON, and what of an optimisation is kept in a file.
#pragma once

#include <string>

#include "engine/decisions/optimised.hpp"

namespace wedge::engine {

/// The document of `wedge optimise --format json`.
std::string optimum_document(const Optimised& optimised);
/// Of one that was stopped: the best that was looked at, not judged on fresh draws; null where nothing could be judged.
std::string best_so_far_document(const Optimised& optimised);

/// Of what was kept: the names of the columns of evaluations, in the file's order.
const std::vector<std::string>& evaluation_columns();

}  // namespace wedge::engine
