/// One finished block as the bytes of a file: an HDF5 file made in memory and, after its end, a
/// seal.
///
/// The seal is a line of text with the block's number, its study's hash and the SHA-256 of
/// everything before the hash. A file is trusted by its seal alone, so that damaged bytes never
/// reach the HDF5 library; HDF5 readers do not look beyond the end that the file states, and open
/// it as it is.
#pragma once

#include <string>
#include <string_view>

#include "study/layout.hpp"

namespace wedge {

inline constexpr const char* block_format = "wedge-block 1.1";

std::string block_file_name(int number);

/// The bytes of a block's file. Equal sums and draws give equal bytes.
std::string encode_block(const Block& block, const Sums& sums, const Draws& draws, const std::string& study_sha256);

/// Encodes a block; runtime_error, naming the block, when HDF5 fails.
std::string sealed_block(const Block& block, const Sums& sums, const Draws& draws, const std::string& study_sha256);

/// The flaw of a block's file; empty when it can be trusted.
std::string block_flaw(std::string_view bytes, int number, const std::string& study_sha256);

/// The sums in a file without flaw, and its draws. What is handed over has their sizes.
Sums decode_block(std::string_view bytes, Sums empty, Draws* draws = nullptr);

}  // namespace wedge
