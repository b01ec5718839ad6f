/// The group /sensitivity: first-order and total Sobol' indices of every measure.
#pragma once

#include "results/grid.hpp"

namespace wedge {

/// Creates and writes it. For each measure `MEASURE_first`, `MEASURE_total` and their standard
/// errors `…_se`, over `parameter` (with its names in `parameter_label`) and the measure's labels;
/// NaN where the measure does not vary.
void write_sensitivity(hid_t file, const StudyLayout& layout, const IndexSums& sums);

}  // namespace wedge
