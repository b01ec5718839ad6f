/// Text of others on a terminal: titles, names and messages may hold anything.
#pragma once

#include <ostream>
#include <streambuf>
#include <string>

namespace wedge::app {

/// Passes on all but control characters (those of one byte, and U+0080 … U+009F): each becomes `�`. Lines and tabs
/// stay.
class PrintableStream : public std::ostream {
 public:
  explicit PrintableStream(std::ostream& to) : std::ostream(nullptr), buffer_(to) { rdbuf(&buffer_); }
  /// The stream behind it, for control characters of our own.
  std::ostream& raw() { return buffer_.to; }

 private:
  struct Buffer : std::streambuf {
    explicit Buffer(std::ostream& behind) : to(behind) {}
    int_type overflow(int_type c) override;
    int sync() override;
    std::ostream& to;
    bool after_c2 = false;  // the first byte of U+0080 … U+00BF was held back
  };
  Buffer buffer_;
};

}  // namespace wedge::app
