/// Which uncertain key answers for how much, for a terminal.
#pragma once

#include <string>

#include "study/indices.hpp"

namespace wedge::app {

/// A table of the parameters with the largest total indices; nothing without indices. An index whose standard error is
/// too large is not told: instead how many draws would do.
std::string sensitivity_text(const Sensitivity& found);

}  // namespace wedge::app
