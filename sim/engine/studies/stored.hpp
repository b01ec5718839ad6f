/// Results on the disk, as what others are made of.
#pragma once

#include <string>

#include "results/estimates.hpp"

namespace wedge::engine {

/// A file is a result of `wedge run` if HDF5's signature stands at its beginning.
bool is_result(const std::string& file);
/// InputError for a study that is not finished, and for a damaged result.
Estimates whole_estimates(const std::string& file);

}  // namespace wedge::engine
