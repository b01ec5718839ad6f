/// Every scenario key, for the reference page (`wedge keys`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wedge {

/// One key with its names in capitals: `defender.ID.posture.REGION`, `tie.A-B.integration`.
struct KeyInfo {
  std::string key;
  std::string unit;      ///< `text` or `list of texts` if it is not numeric
  std::string range;     ///< `0 … 1`, `> 0`, `≥ 0`, `any`; empty if it is not numeric
  std::string fallback;  ///< its default, the rule for it, `none` or `required`
  std::string meaning;
};

/// All keys in the order of the field table.
std::vector<KeyInfo> scenario_keys();

/// The keys that contain `pattern`, then those whose meaning does, or that belong to the tactic of this name in any of
/// its forms (`courting`); or those that match it if it holds `*`. Empty pattern: all.
std::vector<KeyInfo> scenario_keys(std::string_view pattern);

/// Whether a key matches a pattern in which `*` stands for any characters.
bool key_matches(std::string_view pattern, std::string_view key);

}  // namespace wedge
