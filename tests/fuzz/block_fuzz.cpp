// Fuzz target: no bytes pass for a block that are not one, and none crash the check. (What has a right seal was made by
// the program, and is all that ever reaches the HDF5 library.)
//   block_fuzz corpus-block
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "results/block_file.hpp"
#include "results/sha256.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string study(64, 'a');
  if (!wedge::block_flaw(bytes, 3, study).empty()) return 0;
  // The seal: a hash of 64 digits and a line's end, over all before.
  const std::string_view sealed = bytes.substr(0, size - 65);
  if (wedge::sha256(sealed) != bytes.substr(sealed.size(), 64))
    throw std::logic_error("a block that its seal does not confirm");
  if (wedge::block_flaw(bytes, 4, study).empty()) throw std::logic_error("a block of two numbers");
  return 0;
}
