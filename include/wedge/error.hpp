/// Errors that a user can cause and mend.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace wedge {

/// One thing that is wrong with the input, and where it stands.
struct Problem {
  std::string file;     ///< path of the file, or the change (`set KEY=VALUE`) that brought it in
  int line = 0;         ///< from 1; 0 where the input has no lines
  int column = 0;       ///< from 1
  std::string key;      ///< dotted scenario key, e.g. `defender.jpn.forces`; may be empty
  std::string message;  ///< what is wrong; what is expected (and the nearest valid name)

  /// `FILE:LINE:COLUMN: KEY: message`, the parts that are unknown left out.
  std::string text() const;
};

/// Bad input. Carries every problem found, in the order of the file; `what()` has one a line.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

}  // namespace wedge
