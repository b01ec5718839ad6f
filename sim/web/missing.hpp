// What the standard library of Debian's emscripten (libc++ 13) lacks, as the standard has it. Included before
// everything else in the build for the page, and in no other.
#pragma once

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <type_traits>

namespace std {

template <class To, class From>
constexpr To bit_cast(const From& from) noexcept {
  static_assert(sizeof(To) == sizeof(From) && is_trivially_copyable_v<To> && is_trivially_copyable_v<From>);
  return __builtin_bit_cast(To, from);
}

// The shortest text that reads back as the same number.
to_chars_result to_chars(char* first, char* last, double value);

inline from_chars_result from_chars(const char* first, const char* last, double& value) {
  const string text(first, last);
  char* end = nullptr;
  const double read = strtod(text.c_str(), &end);
  if (end == text.c_str()) return {first, errc::invalid_argument};
  value = read;
  return {first + (end - text.c_str()), errc()};
}

}  // namespace std
