/// `wedge --version --verbose`.
#pragma once

#include <string>

namespace wedge::app {

std::string version_text();

}  // namespace wedge::app
