// The text of a sweep.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/error.hpp"
#include "study/study.hpp"

namespace wedge {
namespace {

constexpr const char* forms = "; expected KEY=LOW:HIGH:COUNT or KEY=V1,V2,…";

// Also one that is not finite, which no key takes.
std::optional<double> number_of(const std::string& text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

double number_in(const std::string& text, const std::string& argument) {
  if (const std::optional<double> value = number_of(text); value && std::isfinite(*value)) return *value;
  fail_input("sweep " + argument, "'" + text + "' is not a number" + forms);
}

// At separators outside quotes and brackets.
std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  char quote = 0;
  int depth = 0;
  for (const char c : text) {
    if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (c == quote)
      quote = 0;
    else if (quote == 0 && (c == '[' || c == '{'))
      ++depth;
    else if (quote == 0 && (c == ']' || c == '}'))
      --depth;
    if (c == separator && quote == 0 && depth == 0)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

}  // namespace

std::vector<std::string> swept_keys(const std::string& key) { return split(key, ','); }
std::vector<std::string> swept_texts(const std::string& values) { return split(values, ','); }

Sweep parse_sweep(const std::string& argument) {
  const std::string expected = std::string(forms) + ", as in tie.rok-jpn.integration=0:1:41";
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size())
    fail_input("sweep " + argument, "has no key or no values" + expected);
  Sweep sweep{argument.substr(0, equals), {}};
  const std::string values = argument.substr(equals + 1);
  const std::vector<std::string> range = split(values, ':');
  if (range.size() == 1) {
    const std::vector<std::string> texts = swept_texts(values);
    const bool numbers =
        std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return number_of(text).has_value(); });
    for (const std::string& text : texts) {
      sweep.values.push_back(numbers ? number_in(text, argument) : static_cast<double>(sweep.values.size()));
      if (text.empty()) fail_input("sweep " + argument, "has an empty value" + expected);
      if (std::count(texts.begin(), texts.end(), text) > 1 && !numbers)
        fail_input("sweep " + argument, "has " + text + " twice; expected each value once");
    }
    if (!numbers) sweep.labels = texts;
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
