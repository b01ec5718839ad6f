#include "scenario/keys.hpp"

#include <algorithm>
#include <cctype>

#include "scenario/tactics.hpp"
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

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// `threat`, `threaten` and `threatening` mean one tactic; so do `squeeze` and `squeezing`.
bool means_tactic(std::string_view word, std::string_view tactic) {
  constexpr std::size_t enough = 4;
  const std::string_view stem = tactic.ends_with('e') ? tactic.substr(0, tactic.size() - 1) : tactic;
  return word.starts_with(stem) || (word.size() >= enough && tactic.starts_with(word));
}

// Whether a key with names in capitals is one that a tactic alone gives an effect.
bool of_tactic(const std::string& key, const TacticRow& tactic) {
  const std::string end = key.substr(key.rfind('.') + 1);
  const auto named = [&](std::string_view pattern) {
    if (pattern.empty()) return false;
    const std::string_view own = pattern.substr(0, pattern.find(".*"));
    return key_matches(pattern, key) || key.starts_with("adversary.ID." + std::string(own));
  };
  return key == "adversary.ID.tactics" || key == "tactic.NAME.cost" ||
         (key.starts_with("adversary.ID.aims.") && end == tactic.name) ||
         std::any_of(tactic.own_keys.begin(), tactic.own_keys.end(), named) ||
         std::any_of(tactic.common_keys.begin(), tactic.common_keys.end(),
                     [&](std::string_view p) { return !p.empty() && key_matches(p, key); });
}

// Words of its meaning or unit, or of a tactic.
bool speaks_of(const KeyInfo& info, const std::string& word) {
  if (lower_case(info.meaning).find(word) != std::string::npos) return true;
  return std::any_of(std::begin(tactic_table) + 1, std::end(tactic_table), [&](const TacticRow& tactic) {
    return means_tactic(word, tactic.name) && of_tactic(info.key, tactic);
  });
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
  std::vector<KeyInfo> named, meant;
  const std::string word = lower_case(pattern);
  for (KeyInfo& info : scenario_keys())
    if (has_star ? key_matches(pattern, info.key) : info.key.find(pattern) != std::string::npos)
      named.push_back(std::move(info));
    else if (!has_star && speaks_of(info, word))
      meant.push_back(std::move(info));
  named.insert(named.end(), std::make_move_iterator(meant.begin()), std::make_move_iterator(meant.end()));
  return named;
}

}  // namespace wedge
