#include "wording.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

#include "base/nearest.hpp"

namespace wedge::reading {
namespace {

constexpr std::size_t longest_shown = 60;  // bytes of a name
constexpr std::size_t most_listed = 24;    // names in `expected one of`
constexpr std::size_t most_searched = 1000;

void append_escaped(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte != 0x7f) {
    out += c;
    return;
  }
  char escaped[8];
  std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(byte));
  out += escaped;
}

// Cuts between code points, so that the rest stays valid UTF-8.
std::string_view cut(std::string_view text) {
  if (text.size() <= longest_shown) return text;
  std::size_t end = longest_shown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return text.substr(0, end);
}

std::string in_quotes(std::string_view text, char quote) {
  std::string out(1, quote);
  const std::string_view head = cut(text);
  for (const char c : head) append_escaped(out, c);
  if (head.size() < text.size()) out += "…";
  return out + quote;
}

bool printable(std::string_view name) {
  for (const char c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  return !name.empty() && name.size() <= longest_shown;
}

std::string hint(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.size() > longest_shown || candidates.size() > most_searched) return {};
  std::vector<std::string> usable;
  for (const std::string& candidate : candidates)
    if (printable(candidate)) usable.push_back(candidate);
  if (usable.size() <= most_listed) return suggestion(word, usable);
  const auto near = nearest(word, usable);
  return near ? "did you mean '" + *near + "'?" : std::string();
}

}  // namespace

bool is_identifier(std::string_view name) {
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
  }
  return !name.empty();
}

std::string quoted(std::string_view name) { return in_quotes(name, '\''); }

std::string key_part(std::string_view name) {
  return is_identifier(name) && name.size() <= longest_shown ? std::string(name) : in_quotes(name, '"');
}

std::string dotted(std::string_view before, std::string_view part) {
  if (before.empty()) return std::string(part);
  return std::string(before) + "." + std::string(part);
}

std::string shown(double x) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, x).ptr;
  return {digits, end};
}

std::string range_text(const Range& range) {
  const bool below = std::isfinite(range.low), above = std::isfinite(range.high);
  const std::string low = shown(range.low), high = shown(range.high);
  if (below && above) return low + " … " + high + (range.open_low ? ", above " + low : "");
  if (below) return (range.open_low ? "> " : "≥ ") + low;
  if (above) return "≤ " + high;
  return "any";
}

std::string number_in(const Range& range) {
  const std::string text = range_text(range);
  if (text == "any") return "a number";
  const bool interval = std::isfinite(range.high) && std::isfinite(range.low);
  return (interval ? "a number in " : "a number ") + text;
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

std::string_view noun(Refers refers) {
  switch (refers) {
    case Refers::own_id:
      return "id";
    case Refers::region:
      return "region";
    case Refers::defender:
      return "defender";
    case Refers::pact:
      return "pact";
    case Refers::adversary:
      return "adversary";
    case Refers::actor:
      return "defender or adversary";
    case Refers::mechanism:
      return "mechanism";
    case Refers::selection:
      return "selection";
    case Refers::tactic:
      return "tactic";
    case Refers::hedging:
      return "way of hedging";
    case Refers::key:
      return "key";
    case Refers::free_text:
      break;
  }
  return "text";
}

std::string with_hint(std::string before, std::string_view word, const std::vector<std::string>& candidates) {
  const std::string after = hint(word, candidates);
  return after.empty() ? before : std::move(before) + "; " + after;
}

}  // namespace wedge::reading
