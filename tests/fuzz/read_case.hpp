// What must hold of reading for any bytes. Shared by the fuzz target and the test that runs the
// corpus without a fuzzer.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "scenario/numbers.hpp"
#include "scenario/read.hpp"

namespace wedge::fuzz {

inline void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

/// The overrides behind the file's end: one `KEY=VALUE` a line.
inline std::vector<Override> overrides_in(std::string_view lines) {
  std::vector<Override> overrides;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    overrides.push_back(parse_override(std::string(lines.substr(0, end))));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return overrides;
}

/// Same keys in the same order, same numbers to the last bit, same kinds of distribution.
inline bool same(Scenario<Quantity> a, Scenario<Quantity> b) {
  const auto left = leaves(a), right = leaves(b);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const Quantity &x = *left[i].value, &y = *right[i].value;
    if (left[i].key != right[i].key || x.absent() != y.absent() || x.uncertain() != y.uncertain()) return false;
    if (x.absent()) continue;
    if (x.support().low != y.support().low || x.support().high != y.support().high) return false;
    if (x.uncertain() && x.distribution().index() != y.distribution().index()) return false;
  }
  return a.correlations.size() == b.correlations.size();
}

/// Bytes up to a NUL are the file; what follows is overrides. Throws std::logic_error if reading
/// breaks one of its promises, and nothing else.
inline void read_case(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  const std::string text(bytes.substr(0, end));
  ReadResult result;
  try {
    const auto overrides = overrides_in(bytes.substr(std::min(end + 1, bytes.size())));
    result = read_scenario(text, "case.toml", overrides);
  } catch (const InputError& error) {
    require(!error.problems().empty(), "an input error without a problem");
    for (const Problem& problem : error.problems()) {
      require(!problem.message.empty(), "a problem without a message");
      require(problem.text().find('\n') == std::string::npos, "a problem of several lines");
    }
    return;
  }
  try {
    const ReadResult again = read_scenario(result.toml, "again.toml");
    require(same(result.scenario, again.scenario), "the written scenario differs");
  } catch (const InputError& error) {
    throw std::logic_error(std::string("the written scenario is not read: ") + error.what());
  }
}

}  // namespace wedge::fuzz
