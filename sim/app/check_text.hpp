/// A scenario in short (`wedge check`).
#pragma once

#include <string>

#include "scenario/read.hpp"

namespace wedge::app {

std::string check_text(const ReadResult& read);

}  // namespace wedge::app
