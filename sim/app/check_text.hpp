/// A scenario in short (`wedge check`).
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace wedge::app {

/// Notes come first: those of the file itself, and `more`.
std::string check_text(const ReadResult& read, const std::vector<std::string>& more = {});

}  // namespace wedge::app
