/// Errors that a user can cause and mend.
#pragma once

#include "wedge/error.hpp"

namespace wedge {

/// A problem that is not tied to a place in a file (a command-line option, say).
[[noreturn]] void fail_input(std::string key, std::string message);

}  // namespace wedge
