/// Scenarios for tests: the fixture, with keys set as in `vectors.json`.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "sampling/quantile.hpp"
#include "scenario/read.hpp"

namespace wedge::test {

inline std::string data_path(const std::string& name) { return std::string(WEDGE_TEST_DATA) + "/" + name; }

/// Two allies, their patron and a rival.
inline const std::string textbook_file = data_path("textbook.toml");

inline std::string file_text(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline nlohmann::json json_file(const std::string& path) { return nlohmann::json::parse(file_text(path)); }

/// A JSON value as a TOML value.
inline std::string toml_value(const nlohmann::json& value) {
  if (value.is_array()) {
    std::string out = "[";
    for (const auto& item : value) out += toml_value(item) + ", ";
    return out + "]";
  }
  if (value.is_object()) {
    std::string out = "{ ";
    for (const auto& [key, item] : value.items()) out += (out.size() > 2 ? ", " : "") + key + " = " + toml_value(item);
    return out + " }";
  }
  return value.dump();
}

/// `{"key": value}` as overrides; null removes the key.
inline std::vector<Override> overrides_from(const nlohmann::json& set) {
  std::vector<Override> out;
  for (const auto& [key, value] : set.items()) {
    Override change{key, std::nullopt};
    if (!value.is_null()) change.value = toml_value(value);
    out.push_back(change);
  }
  return out;
}

inline Scenario<Quantity> load(const std::string& path, const std::vector<Override>& overrides = {}) {
  return read_scenario(file_text(path), path, overrides).scenario;
}

/// The fixture at its medians, with the keys of a JSON object set.
inline Scenario<double> fixture(const nlohmann::json& set = nlohmann::json::object()) {
  return at_medians(load(data_path("northeast-asia.toml"), overrides_from(set)));
}

}  // namespace wedge::test
