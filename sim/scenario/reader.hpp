// From a document to a scenario: a visitor of the field table.
#pragma once

#include "document.hpp"
#include "report.hpp"
#include "scenario/scenario.hpp"
#include "spots.hpp"

namespace wedge::reading {

/// Fills `scenario` (blank before) with what the document says, row by row, defaults of the rows
/// included; reports missing, unknown, mistyped and out-of-range keys. What was reported stays
/// absent or empty.
void read_document(const Document& document, Scenario<Quantity>& scenario, Spots& spots, Report& report);

}  // namespace wedge::reading
