/// The program as a user meets it: arguments in, text and exit code out.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "app/commands.hpp"

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

}  // namespace wedge::test
