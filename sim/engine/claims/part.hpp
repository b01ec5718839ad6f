/// Files that are written in the same language as scenarios, table by table, with every mistake at its place.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/document.hpp"
#include "scenario/read.hpp"
#include "scenario/report.hpp"
#include "scenario/wording.hpp"
#include "scenario/writer.hpp"

namespace wedge::engine {

/// One table of a file. Keys are asked for one by one; what nobody asked for is unknown.
class Part {
 public:
  Part(const reading::Document& document, reading::Report& report, const toml::table& table, reading::Spot spot)
      : document_(document), report_(report), table_(table), spot_(std::move(spot)) {}

  const reading::Spot& spot() const { return spot_; }
  const reading::Document& document() const { return document_; }
  void name(const std::string& key) { spot_.key = key; }
  void fail(const reading::Spot& spot, std::string message) const { report_.add(spot, std::move(message)); }

  bool has(std::string_view key) const { return table_.contains(key); }
  reading::Spot spot_of(std::string_view key) const {
    const auto at = table_.find(key);
    const reading::Spot here = spot_.named(reading::dotted(spot_.key, reading::key_part(key)));
    if (at == table_.end()) return here;
    return document_.spot(at->first.source(), here, here.key);
  }

  /// The value; null, and reported if `expected` is not empty, if it is not there.
  const toml::node* find(std::string_view key, std::string_view expected) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr && !expected.empty()) fail(spot_of(key), "is missing; expected " + std::string(expected));
    return node;
  }

  std::string text(std::string_view key, bool required) {
    const toml::node* node = find(key, required ? "a text" : "");
    if (node == nullptr) return {};
    const auto* value = node->as_string();
    if (value != nullptr && !value->get().empty()) return value->get();
    fail(spot_of(key), value == nullptr ? mistyped(*node, "a text") : "is empty; expected a text");
    return {};
  }

  int count(std::string_view key) {
    const toml::node* node = find(key, "");
    if (node == nullptr) return 0;
    const auto* value = node->as_integer();
    if (value != nullptr && value->get() >= 1 && value->get() <= 1'000'000) return static_cast<int>(value->get());
    fail(spot_of(key),
         value == nullptr ? mistyped(*node, "a number of draws") : "is out of range; expected 1 … 1000000");
    return 0;
  }

  /// A number that is not negative; nothing, and reported if it is something else, if it is not there.
  std::optional<double> cost(std::string_view key) {
    const toml::node* node = find(key, "");
    if (node == nullptr) return std::nullopt;
    const std::optional<double> value = node->value<double>();
    if (node->is_number() && value && *value >= 0.0 && std::isfinite(*value)) return value;
    fail(spot_of(key),
         node->is_number() ? "is out of range; expected a cost, 0 or more" : mistyped(*node, "a cost, 0 or more"));
    return std::nullopt;
  }

  /// Any number; nothing, and reported if it is something else, if it is not there.
  std::optional<double> number(std::string_view key, std::string_view expected = "") {
    const toml::node* node = find(key, expected);
    if (node == nullptr) return std::nullopt;
    const std::optional<double> value = node->value<double>();
    if (node->is_number() && value && std::isfinite(*value)) return value;
    fail(spot_of(key), mistyped(*node, "a number"));
    return std::nullopt;
  }

  bool flag(std::string_view key) {
    const toml::node* node = find(key, "");
    if (node == nullptr) return false;
    if (const auto* value = node->as_boolean()) return value->get();
    fail(spot_of(key), mistyped(*node, "true or false"));
    return false;
  }

  /// A table of keys and values; a value of "" removes the key, as in `--set KEY=`.
  std::vector<Override> overrides(std::string_view key, bool required) {
    std::vector<Override> out;
    const toml::node* node = find(key, required ? "a table of scenario keys and values" : "");
    if (node == nullptr) return out;
    const toml::table* table = node->as_table();
    if (table == nullptr) {
      fail(spot_of(key), mistyped(*node, "a table of scenario keys and values"));
      return out;
    }
    for (const auto& [name, value] : document_.in_order(*table)) {
      const auto* word = value->as_string();
      Override change{std::string(name->str()), std::nullopt};
      if (word == nullptr || !word->get().empty()) change.value = reading::written(document_, *value);
      out.push_back(std::move(change));
    }
    return out;
  }

  /// The names and texts of a table.
  std::vector<std::pair<std::string, std::string>> texts(std::string_view key, bool required,
                                                         std::string_view expected) {
    std::vector<std::pair<std::string, std::string>> out;
    const toml::node* node = find(key, required ? expected : "");
    if (node == nullptr) return out;
    const toml::table* table = node->as_table();
    if (table == nullptr || table->empty()) {
      fail(spot_of(key), mistyped(*node, expected));
      return out;
    }
    for (const auto& [name, value] : document_.in_order(*table)) {
      const auto* word = value->as_string();
      if (word == nullptr) fail(spot_of(key), reading::quoted(name->str()) + " " + mistyped(*value, "a text"));
      out.emplace_back(name->str(), word == nullptr ? "" : word->get());
    }
    return out;
  }

  std::vector<Part> parts(std::string_view key, std::string_view expected) {
    std::vector<Part> out;
    const toml::node* node = find(key, expected);
    if (node == nullptr) return out;
    const toml::array* list = node->as_array();
    if (list == nullptr) fail(spot_of(key), mistyped(*node, "a list of tables"));
    if (list != nullptr && list->empty() && !expected.empty())
      fail(spot_of(key), "is empty; expected " + std::string(expected));
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const toml::node& item = (*list)[i];
      const std::string path = reading::dotted(spot_.key, std::string(key) + "[" + std::to_string(i + 1) + "]");
      const reading::Spot place = document_.spot(item.source(), spot_of(key), path);
      if (item.is_table())
        out.emplace_back(document_, report_, *item.as_table(), place);
      else
        fail(place, mistyped(item, "a table"));
    }
    return out;
  }

  void nothing_else() const {
    for (const auto& [key, value] : document_.in_order(table_))
      if (std::find(known_.begin(), known_.end(), key->str()) == known_.end())
        fail(spot_of(key->str()), reading::with_hint("is not a known key", key->str(), known_));
  }

 private:
  static std::string mistyped(const toml::node& node, std::string_view expected) {
    return "is " + std::string(reading::kind_of(node)) + "; expected " + std::string(expected);
  }

  const reading::Document& document_;
  reading::Report& report_;
  const toml::table& table_;
  reading::Spot spot_;
  std::vector<std::string> known_;
};

}  // namespace wedge::engine
