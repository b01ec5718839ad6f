// A guard before parsing: toml++ limits the nesting of values but not the parts of a dotted key,
// and the destructor of a table that is 100,000 levels deep overflows the stack.
#pragma once

#include <optional>
#include <string_view>

namespace wedge::reading {

inline constexpr int most_key_parts = 16;

struct TextPlace {
  int line, column;  // from 1; columns in bytes
};

/// The first place where a key outside of texts and comments has more than `most_key_parts` parts.
std::optional<TextPlace> too_many_key_parts(std::string_view text);

}  // namespace wedge::reading
