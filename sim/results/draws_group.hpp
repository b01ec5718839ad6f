/// The group /draws: every uncertain input and every measure of every draw.
#pragma once

#include <vector>

#include "results/grid.hpp"

namespace wedge {

/// It has scales of its own, so that a reader who opens the group alone finds the axes' values and
/// the labels. Inputs lie over `draw` alone, for a draw has the same ones at every point; measures
/// and `status` lie over the axes and `draw`. What did not run is NaN, and −1 in `status`.
class DrawsGroup {
 public:
  DrawsGroup(hid_t file, const StudyLayout& layout);
  void write(const Block& block, const Draws& draws);

 private:
  void write_inputs(const Block& block, const Draws& draws);

  const StudyLayout& layout_;
  hdf5::Handle group_;
  Grid grid_;
  std::vector<Grid::Dataset> inputs_, measures_;
  Grid::Dataset status_;
  std::vector<bool> inputs_written_;  // by group of draws
};

}  // namespace wedge
