/// The group /sensitivity: of every measure the Sobol' indices, first-order and total, or the elementary effects.
#pragma once

#include "results/grid.hpp"

namespace wedge {

/// Creates and writes it. For each measure `MEASURE_first` and `MEASURE_total`, or `MEASURE_mu_star`, `MEASURE_mu` and
/// `MEASURE_sigma`, and their standard errors `…_se`, over `parameter` (with its names in `parameter_label`) and the
/// measure's labels; NaN where the measure does not vary.
void write_sensitivity(hid_t file, const StudyLayout& layout, const Sums& sums);

/// The effects of a parameter on a slot. Correlated keys that are one parameter together move with it, each its own
/// way: their effect has a size and no sign.
Effects stored_effects(const StudyLayout& layout, const Sums& sums, int parameter, int slot);

}  // namespace wedge
