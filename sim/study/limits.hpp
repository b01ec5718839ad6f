/// How large a study may be, and what it takes.
#pragma once

#include "study/layout.hpp"

namespace wedge {

/// Points, draws and blocks beyond these are refused: they would not be finished, or not be counted.
namespace most {
inline constexpr std::int64_t points = (std::int64_t{1} << 31) - 1;  // result files count in 32 bits
inline constexpr std::int64_t draws = (std::int64_t{1} << 31) - 1;
inline constexpr std::int64_t solutions = std::int64_t{1} << 53;  // points × draws: as far as doubles count
inline constexpr std::int64_t blocks = 10'000'000;                // files of one folder
}  // namespace most

/// The product of the axes' sizes and the draws, in numbers that cannot overflow; InputError that names what is too
/// large. Asked before anything is multiplied in whole numbers.
void require_countable(const StudyLayout& layout);

/// InputError when the parts of a layout, which may come from a file, do not fit each other, or blocks are more than
/// can be. After it every size that the layout has can be computed.
void require_consistent(const StudyLayout& layout);

/// Bytes of a block's sums and draws, in memory and, but for histograms, in its file; not less than they take. Doubles,
/// for a study may be as large as it likes until somebody looks.
double block_memory(const StudyLayout& layout);
double block_bytes(const StudyLayout& layout);
/// The least that a study takes on disk: what its blocks hold beside histograms.
double least_block_bytes(const StudyLayout& layout);

}  // namespace wedge
