// A numeric key: a number or a distribution (model.md, "Uncertain numbers"), checked against the key's range.
#pragma once

#include "document.hpp"
#include "report.hpp"
#include "scenario/field.hpp"
#include "scenario/quantity.hpp"

namespace wedge::reading {

/// The number of an integer or floating-point node within `range`; reports what is wrong else.
std::optional<double> read_number(const toml::node& node, const Spot& spot, const Range& range, Report& report);

/// The number or distribution of a node; absent, and reported, if it is neither or out of range.
Quantity read_quantity(const toml::node& node, const Spot& spot, const Range& range, const Document& document,
                       Report& report);

}  // namespace wedge::reading
