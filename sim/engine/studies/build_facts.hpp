/// What a bug report needs to know of the program and its machine.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace wedge::engine {

/// Names and what there is to say of them, in the order in which they are read.
std::vector<std::pair<std::string, std::string>> build_facts();

}  // namespace wedge::engine
