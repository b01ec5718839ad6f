/// Files that come with the program: beside it when it is installed, else in the checkout that it was built from.
#pragma once

#include <filesystem>

namespace wedge::app {

/// `installed`: its path in the program's data folder; `checkout`: in the checkout. There may be none.
std::filesystem::path shipped(const std::filesystem::path& installed, const std::filesystem::path& checkout);

}  // namespace wedge::app
