// Fuzz target: what follows --set and --sweep. A sweep that is accepted has finite values, and as many as it says.
//   options_fuzz corpus-options
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "base/error.hpp"
#include "scenario/read.hpp"
#include "study/study.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const wedge::Sweep sweep = wedge::parse_sweep(text);
    if (sweep.key.empty() || sweep.values.empty() || sweep.values.size() > 1000000) throw std::logic_error("no sweep");
    for (const double value : sweep.values)
      if (!std::isfinite(value)) throw std::logic_error("a value that is no number");
  } catch (const wedge::InputError&) {
  }
  try {
    const wedge::Override change = wedge::parse_override(text);
    wedge::read_scenario(
        "schema = 1\nname = \"s\"\n[[defender]]\nid = \"a\"\nregion = \"r\"\nforces = 1.0\nprecision = 10.0\n"
        "[[adversary]]\nid = \"x\"\nforces = { r = 1.0 }\nprize = { a = 1.0 }\nprecision = 25.0\n",
        "s.toml", {&change, 1});
  } catch (const wedge::InputError&) {
  }
  return 0;
}
