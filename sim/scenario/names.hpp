// The names of the elements of a list of tables, before the list is read.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.hpp"
#include "toml.hpp"

namespace wedge::reading {

// A visitor that takes the texts of a table as far as they are texts, and nothing else.
struct TextsOnly {
  const toml::table& table;

  void operator()(const Text& row, std::string& member) const {
    if (const auto* text = table[row.key].as_string()) member = text->get();
  }
  void operator()(const Text& row, std::vector<std::string>& members) const {
    const toml::array* list = table[row.key].as_array();
    if (list == nullptr) return;
    for (const toml::node& node : *list)
      if (const auto* text = node.as_string()) members.push_back(text->get());
  }
  template <class Row, class Member>
  void operator()(const Row&, Member&) const {}
};

/// Both orders for what is symmetric; empty where an id or an end is missing.
template <class Struct>
std::vector<std::string> element_names(const toml::table& table) {
  Struct element;
  Struct::fields(element, TextsOnly{table});
  if constexpr (requires { element.id; }) {
    return element.id.empty() ? std::vector<std::string>{} : std::vector{element.id};
  } else if constexpr (requires { element.from; }) {
    bool whole = !element.from.empty() && !element.to.empty();
    if constexpr (requires { element.host; }) whole = whole && !element.host.empty();
    return whole ? std::vector{element.name()} : std::vector<std::string>{};
  } else {
    const std::string name = element.name();
    if (name.empty() || element.between[0].empty() || element.between[1].empty()) return {};
    if constexpr (requires { element.by; })
      if (element.by.empty()) return {};
    std::swap(element.between[0], element.between[1]);
    return {name, element.name()};
  }
}

}  // namespace wedge::reading
