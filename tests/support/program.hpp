/// The program as a user meets it: arguments in, text and exit code out.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "app/table.hpp"

namespace wedge::test {

struct Finished {
  int code;
  std::string out, err;
};

inline Finished run_program(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  const int code = app::run(arguments, out, err);
  return {code, out.str(), err.str()};
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The text without its line breaks: sentences are broken anywhere.
inline std::string on_one_line(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// No line is wider than 80 columns.
inline void expect_within_a_page(const std::string& text) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) EXPECT_LE(app::width_of(line), app::page_width) << line;
}

}  // namespace wedge::test
