// The shape of a scenario file as a tree, made from the field table; for what must walk it without
// a scenario at hand: overrides and the reference page.
#pragma once

#include <string>
#include <vector>

#include "toml.hpp"

namespace wedge::reading {

struct SchemaNode {
  enum class Kind {
    leaf,     // a number, a text or a list of texts
    numbers,  // numbers by name
    table,    // one table
    list,     // a list of tables
    named     // tables by name
  } kind = Kind::table;
  std::string key;
  std::string placeholder;                     // of the name in the dotted key: ID, A-B, REGION; empty without one
  std::string unit, range, fallback, meaning;  // as shown on the reference page
  std::vector<SchemaNode> children;
  std::vector<std::string> default_names;  // of tables by name that the file may leave out
  bool defaults_stay = false;              // and that are there even beside others
  // The names of one element of a list (several if they are symmetric).
  std::vector<std::string> (*element_names)(const toml::table&) = nullptr;

  const SchemaNode* child(std::string_view name) const;
  std::vector<std::string> child_keys() const;
};

/// The root: a table.
const SchemaNode& schema();

}  // namespace wedge::reading
