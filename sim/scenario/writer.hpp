// A document as TOML text.
#pragma once

#include <string>

#include "document.hpp"

namespace wedge::reading {

/// Keeps the order of the file (toml++'s own formatter sorts keys, and the order of targets and
/// rungs has a meaning). Comments are lost. Numbers read back to the same bits.
std::string written(const Document& document);

/// One value of it, on one line, as an override takes it.
std::string written(const Document& document, const toml::node& value);

}  // namespace wedge::reading
