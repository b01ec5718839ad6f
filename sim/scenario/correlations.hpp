// Correlations of keys that an override has fixed.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "document.hpp"
#include "scenario/read.hpp"

namespace wedge::reading {

/// Takes those correlations of the file out of the document one of whose keys an override has made a plain number, or
/// removed. Returns a note for each.
std::vector<std::string> drop_overridden_correlations(Document& document, std::span<const Override> overrides);

}  // namespace wedge::reading
