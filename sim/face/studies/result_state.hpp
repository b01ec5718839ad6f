/// The engine's estimates behind a result of the face.
#pragma once

#include "results/estimates.hpp"
#include "wedge/result.hpp"

namespace wedge::face {

/// With the labels of its dimensions.
MeasureInfo info_of(const Variable& variable, const std::vector<LabelDimension>& dimensions);

class ResultAccess {
 public:
  static Result made(Estimates estimates);
};

}  // namespace wedge::face
