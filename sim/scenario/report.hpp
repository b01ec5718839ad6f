// Problems of the input, collected with their places and thrown together.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace wedge::reading {

/// Where a value stands, and its dotted key.
struct Spot {
  std::size_t source = 0;  ///< 0: the file; n: the n-th override
  int line = 0, column = 0;
  std::string key;

  /// The place, under another key.
  Spot named(std::string other) const { return {source, line, column, std::move(other)}; }
};

class Report {
 public:
  /// `sources`: the file's name, then a label for each override.
  explicit Report(std::vector<std::string> sources) : sources_(std::move(sources)) {}

  void add(const Spot& spot, std::string message) { findings_.push_back({spot, std::move(message)}); }
  bool empty() const { return findings_.empty(); }
  /// Throws InputError with all problems, sorted by place, if there are any.
  void throw_if_any();

 private:
  struct Finding {
    Spot spot;
    std::string message;
  };
  std::vector<std::string> sources_;
  std::vector<Finding> findings_;
};

}  // namespace wedge::reading
