// `[sources]`: where the numbers of a scenario come from.
#pragma once

#include <vector>

#include "document.hpp"
#include "report.hpp"
#include "scenario/read.hpp"

namespace wedge::reading {

/// Reports `sources` if it is not a table. What is in it is free.
void check_sources(const Document& document, Report& report);

/// The texts in it, those of inner tables included.
std::vector<Source> sources_of(const Document& document);

}  // namespace wedge::reading
