// KEY=VALUE: changes to the document before it is read.
#pragma once

#include <span>
#include <string>

#include "document.hpp"
#include "report.hpp"
#include "scenario/read.hpp"

namespace wedge::reading {

/// Before the id of an adversary in a key.
inline const std::string adversary_prefix = "adversary.";

/// `set KEY=VALUE`, the name of the source in messages; `adversary ID` where all others are left out.
std::string label_of(const Override& override_);

/// Applies the overrides in their order; the n-th one is the document's source n + 1.
void apply_overrides(Document& document, std::span<const Override> overrides, Report& report);

}  // namespace wedge::reading
