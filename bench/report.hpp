/// Time beside counted work: the bound, and how much of it is reached.
#pragma once

#include <nlohmann/json.hpp>

#include "timing.hpp"

namespace wedge::bench {

using Json = nlohmann::ordered_json;

/// One object: `machine`, `primitives` (ns per double) and `benchmarks` by case: `unit`, `clock`, `ns` (median),
/// `samples`, and where operations were counted `operations` per unit, `bound_ns` = Σ operations × cost, `fraction` =
/// bound / time.
Json report(const std::vector<Timing>& timings, const Json& primitives, const Json& operations);

/// A report for people, as Markdown tables.
std::string as_text(const Json& report);

/// Standard output of another program, parsed. Throws std::runtime_error if it fails.
Json output_of(const std::string& command);

}  // namespace wedge::bench
