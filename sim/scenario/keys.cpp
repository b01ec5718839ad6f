#include "scenario/keys.hpp"

#include "schema.hpp"
#include "wording.hpp"

namespace wedge {
namespace {

using reading::SchemaNode;

void append_keys(const SchemaNode& node, const std::string& path, std::vector<KeyInfo>& keys) {
  for (const SchemaNode& child : node.children) {
    std::string key = reading::dotted(path, child.key);
    if (!child.placeholder.empty()) key += "." + child.placeholder;
    if (child.children.empty())
      keys.push_back({key, child.unit, child.range, child.fallback, child.meaning});
    else
      append_keys(child, key, keys);
  }
}

}  // namespace

// Going back to the last star alone is enough, and keeps hostile patterns from taking for ever.
bool key_matches(std::string_view pattern, std::string_view key) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t p = 0, k = 0, star = none, resume = 0;
  while (k < key.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = k;
    } else if (p < pattern.size() && pattern[p] == key[k]) {
      ++p;
      ++k;
    } else if (star != none) {
      p = star + 1;
      k = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::vector<KeyInfo> scenario_keys() {
  std::vector<KeyInfo> keys;
  append_keys(reading::schema(), {}, keys);
  return keys;
}

std::vector<KeyInfo> scenario_keys(std::string_view pattern) {
  const bool has_star = pattern.find('*') != std::string_view::npos;
  std::vector<KeyInfo> chosen;
  for (KeyInfo& info : scenario_keys())
    if (has_star ? key_matches(pattern, info.key) : info.key.find(pattern) != std::string::npos)
      chosen.push_back(std::move(info));
  return chosen;
}

}  // namespace wedge
