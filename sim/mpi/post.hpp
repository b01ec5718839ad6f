/// How messages get from rank to rank.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

namespace wedge::mpi {

struct Letter {
  int from = 0;
  std::string message;
};

/// A rank cannot be reached, or should be heard and is not. Nothing that it and those behind it have can be waited for.
struct RankLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Post {
 public:
  virtual ~Post() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;
  /// Returns before it has arrived. Messages between two ranks arrive in their order. RankLost when it fails.
  virtual void send(int to, std::string message) = 0;
  /// The next message that is there, if one is. RankLost when that fails.
  virtual std::optional<Letter> receive() = 0;
};

}  // namespace wedge::mpi
