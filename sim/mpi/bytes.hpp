/// Values as bytes and back, for messages between processes of one program on one kind of machine.
#pragma once

#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace wedge::mpi {

class Writer {
 public:
  template <class Number>
  void number(Number value) {
    static_assert(std::is_arithmetic_v<Number>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view text) {
    number(text.size());
    out_ += text;
  }
  template <class Number>
  void numbers(const std::vector<Number>& values) {
    static_assert(std::is_arithmetic_v<Number>);
    number(values.size());
    if (!values.empty()) out_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number));
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// Reads in the order of writing. runtime_error when the bytes end too early.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  template <class Number>
  Number number() {
    Number value;
    std::memcpy(&value, next(sizeof value).data(), sizeof value);
    return value;
  }
  std::string text() { return std::string(next(number<std::size_t>())); }
  template <class Number>
  std::vector<Number> numbers() {
    const auto count = number<std::size_t>();
    if (count > left_.size() / sizeof(Number)) next(left_.size() + 1);
    std::vector<Number> values(count);
    if (count > 0) std::memcpy(values.data(), next(count * sizeof(Number)).data(), count * sizeof(Number));
    return values;
  }

 private:
  std::string_view next(std::size_t size) {
    if (size > left_.size()) throw std::runtime_error("a message between ranks is cut short");
    const std::string_view out = left_.substr(0, size);
    left_.remove_prefix(size);
    return out;
  }
  std::string_view left_;
};

}  // namespace wedge::mpi
