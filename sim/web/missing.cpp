#include <fmt/format.h>

#include <algorithm>

// fmt writes a double as std::to_chars does but for these: no `.0` behind whole numbers, and exponents where they are
// shorter.
namespace std {

to_chars_result to_chars(char* first, char* last, double value) {
  const string text = fmt::format("{}", value);
  if (text.size() > static_cast<size_t>(last - first)) return {last, errc::value_too_large};
  return {copy(text.begin(), text.end(), first), errc()};
}

}  // namespace std
