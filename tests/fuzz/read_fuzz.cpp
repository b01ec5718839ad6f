// Fuzz target: no bytes may crash the reading of a scenario or break its promises.
//   read_fuzz -dict=toml.dict -max_len=4096 corpus
#include <cstddef>
#include <cstdint>

#include "read_case.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wedge::fuzz::read_case({reinterpret_cast<const char*>(data), size});
  return 0;
}
