// Shared by the tests of reading.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "scenario/numbers.hpp"
#include "scenario/read.hpp"

namespace wedge::reading_tests {

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string fixture() { return file_text(WEDGE_TEST_DATA "/northeast-asia.toml"); }

/// The least that a scenario needs, with room for more keys of the one defender and adversary.
inline std::string small(const std::string& defender = "", const std::string& adversary = "",
                         const std::string& more = "") {
  return "schema = 1\nname = \"small\"\n"
         "[[defender]]\nid = \"a\"\nregion = \"r\"\nforces = 1.0\nprecision = 10.0\n" +
         defender +
         "\n[[defender]]\nid = \"g\"\nforces = 1.0\nprecision = 10.0\n"
         "[[adversary]]\nid = \"x\"\nforces = { r = 1.0 }\nprize = { a = 1.0 }\n"
         "precision = 25.0\n" +
         adversary + "\n" + more;
}

inline std::vector<Override> sets(const std::vector<std::string>& arguments) {
  std::vector<Override> overrides;
  for (const std::string& argument : arguments) overrides.push_back(parse_override(argument));
  return overrides;
}

inline ReadResult read(const std::string& text, const std::vector<std::string>& arguments = {}) {
  return read_scenario(text, "file.toml", sets(arguments));
}

/// The problems, one a line; empty if there are none.
inline std::string problems(const std::string& text, const std::vector<std::string>& arguments = {}) {
  try {
    read(text, arguments);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

/// The number at a dotted key; fails the test if there is none.
inline Quantity at(Scenario<Quantity> scenario, const std::string& key) {
  for (const Leaf<Quantity>& leaf : leaves(scenario))
    if (leaf.key == key) return *leaf.value;
  ADD_FAILURE() << "no key " << key;
  return {};
}

}  // namespace wedge::reading_tests
