#include "wedge/scenario/keys.hpp"

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

// Whether `text` matches `pattern`, in which `*` stands for any characters.
bool matches(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t i = star; i <= text.size(); ++i)
    if (matches(rest, text.substr(i))) return true;
  return false;
}

}  // namespace

std::vector<KeyInfo> scenario_keys() {
  std::vector<KeyInfo> keys;
  append_keys(reading::schema(), {}, keys);
  return keys;
}

std::vector<KeyInfo> scenario_keys(std::string_view pattern) {
  const bool has_star = pattern.find('*') != std::string_view::npos;
  std::vector<KeyInfo> chosen;
  for (KeyInfo& info : scenario_keys())
    if (has_star ? matches(pattern, info.key) : info.key.find(pattern) != std::string::npos)
      chosen.push_back(std::move(info));
  return chosen;
}

}  // namespace wedge
