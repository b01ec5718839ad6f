// The text of a sweep.
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "study/study.hpp"

namespace wedge {
namespace {

double number_in(const std::string& text, const std::string& argument) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    fail_input("sweep " + argument, "'" + text + "' is not a number; expected KEY=LOW:HIGH:COUNT or KEY=V1,V2,…");
  return value;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

}  // namespace

std::vector<std::string> swept_keys(const std::string& key) { return split(key, ','); }

Sweep parse_sweep(const std::string& argument) {
  const std::string expected = "; expected KEY=LOW:HIGH:COUNT or KEY=V1,V2,…, as in tie.rok-jpn.integration=0:1:41";
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size())
    fail_input("sweep " + argument, "has no key or no values" + expected);
  Sweep sweep{argument.substr(0, equals), {}};
  const std::string values = argument.substr(equals + 1);
  const std::vector<std::string> range = split(values, ':');
  if (range.size() == 1) {
    for (const std::string& value : split(values, ',')) sweep.values.push_back(number_in(value, argument));
    return sweep;
  }
  if (range.size() != 3) fail_input("sweep " + argument, "is not a range" + expected);
  const double low = number_in(range[0], argument), high = number_in(range[1], argument),
               count = number_in(range[2], argument);
  if (count != std::floor(count) || count < 2 || count > 1e6)
    fail_input("sweep " + argument, "has a COUNT of '" + range[2] + "'; expected a whole number from 2 to 1000000");
  if (!std::isfinite(high - low))
    fail_input("sweep " + argument, "is wider than a number can be; expected LOW and HIGH closer together");
  for (int i = 0; i < static_cast<int>(count); ++i) {
    const double share = i / (count - 1.0);
    sweep.values.push_back(i + 1 == static_cast<int>(count) ? high : low + (high - low) * share);
  }
  return sweep;
}

}  // namespace wedge
