#include "depth.hpp"

namespace wedge::reading {
namespace {

// Position just behind the TOML string that begins at `at` (which holds a quote).
std::size_t behind_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
  const bool several_lines = text.substr(at, 3) == triple;
  std::size_t i = at + (several_lines ? 3 : 1);
  while (i < text.size()) {
    if (quote == '"' && text[i] == '\\') {
      i += 2;
    } else if (several_lines && text.substr(i, 3) == triple) {
      // Up to two quotes may stand before the closing three.
      i += 3;
      while (i < text.size() && text[i] == quote) ++i;
      return i;
    } else if (!several_lines && (text[i] == quote || text[i] == '\n')) {
      return i + 1;
    } else {
      ++i;
    }
  }
  return text.size();
}

std::size_t behind_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

TextPlace place_of(std::string_view text, std::size_t at) {
  TextPlace place{1, 1};
  for (std::size_t i = 0; i < at; ++i) {
    ++place.column;
    if (text[i] == '\n') place = {place.line + 1, 1};
  }
  return place;
}

bool may_stand_in_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == ' ' || c == '\t' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::optional<TextPlace> too_many_key_parts(std::string_view text) {
  int parts = 1;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = behind_string(text, i);
      continue;
    }
    if (c == '#') {
      i = behind_line(text, i);
      continue;
    }
    if (c == '.' && ++parts > most_key_parts) return place_of(text, i);
    if (c != '.' && !may_stand_in_key(c)) parts = 1;
    ++i;
  }
  return std::nullopt;
}

}  // namespace wedge::reading
