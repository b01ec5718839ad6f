/// Games and our solutions of them as NumPy arrays, for comparison with other solvers.
#pragma once

#include <filesystem>

namespace wedge::bench {

/// Writes `response-3/` (random games) and `northeast-asia/` (the joint game of each draw) into `folder`: one .npy file
/// an array, draws first, and `about.json` with our time per draw on these very draws. `draws`: a multiple of 8.
void export_games(const std::filesystem::path& folder, int draws);

}  // namespace wedge::bench
