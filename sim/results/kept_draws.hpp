/// The draws that a result keeps, read again for a study with more of them.
#pragma once

#include <filesystem>

#include "study/study.hpp"

namespace wedge {

/// The values and statuses of any block's draws; −1 is the status of one that the result does not have. Several threads
/// may ask. `layout`: of the study with more draws, the result's own but for their number and how they are cut into
/// blocks; `draws`: how many the result has at a point. The file stays open as long as the function lives.
/// runtime_error, here and there, if it cannot be read.
KnownDraws kept_draws(const std::filesystem::path& result, const StudyLayout& layout, std::int64_t draws);

}  // namespace wedge
