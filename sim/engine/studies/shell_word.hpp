/// Words for shells.
#pragma once

#include <string>

namespace wedge::engine {

/// A word as bash reads it back, on one line and without control characters.
std::string shell_word(const std::string& word);

}  // namespace wedge::engine
