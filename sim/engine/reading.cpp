#include "engine/reading.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/error.hpp"

namespace wedge::engine {

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf()) || in.bad()) {
    // An empty file sets failbit on the copy but is no error of the system.
    if (in && in.peek() == std::ifstream::traits_type::eof() && !in.bad()) return {};
    fail_input(file,
               std::string("cannot be read (") + std::strerror(errno ? errno : EIO) + "); expected a scenario file");
  }
  return text.str();
}

const std::string& text_of(const ScenarioSource& source) {
  if (!source.text) source.text = text_of(source.file);
  return *source.text;
}

std::vector<Override> overrides_of(const ScenarioSource& source) {
  std::vector<Override> overrides;
  for (const std::string& change : source.set) overrides.push_back(parse_override(change));
  if (!source.adversary.empty()) overrides.push_back(only_adversary(source.adversary));
  return overrides;
}

ReadResult read(const ScenarioSource& source) {
  return read_scenario(text_of(source), source.file, overrides_of(source));
}

std::uint64_t seed_of(const std::string& text) {
  const std::string digits = text.starts_with("0x") ? text.substr(2) : text;
  const char* const end = digits.data() + digits.size();
  std::uint64_t seed = 0;
  const auto [last, error] = std::from_chars(digits.data(), end, seed, 16);
  if (error != std::errc() || last != end)
    fail_input("seed " + text, "is not a seed; expected up to 16 hexadecimal digits");
  return seed;
}

}  // namespace wedge::engine
