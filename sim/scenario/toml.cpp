#define TOML_IMPLEMENTATION
#include "toml.hpp"

#include <string_view>

namespace wedge::reading {

void parser_fault(const char* expected) {
  // parse_key() asserts that a key begins here, then checks it and says where it does not.
  if (std::string_view(expected).starts_with("is_bare_key_character(*cp)")) return;
  throw ParserFault{expected};
}

}  // namespace wedge::reading
