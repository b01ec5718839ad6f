/// The rows of the field table: what each scenario key is.
///
/// Every struct of a scenario lists its members once, in a static function `fields(self, row)`, as
/// pairs (row of the table, member). Reading, checking, `--set`, sweeping, sampling, storing and the
/// reference page (`wedge keys`) are visitors of these functions; none of them knows a key by name.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wedge {

/// Closed at both ends unless said otherwise.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool open_low = false;

  bool contains(double x) const { return (open_low ? x > low : x >= low) && x <= high; }
};
inline constexpr Range any_number{};
inline constexpr Range not_negative{0.0};
inline constexpr Range positive{0.0, std::numeric_limits<double>::infinity(), true};
inline constexpr Range unit_interval{0.0, 1.0};

/// Whether a key without a default has to be given.
enum class Presence { required, optional };

/// The value of a key when the file leaves it out.
struct Default {
  enum class Kind { required, number, other_key, by_name } kind = Kind::number;
  double number = 0.0;
  std::string_view rule{};  ///< for other_key: the rule in words
};
inline constexpr Default required{Default::Kind::required};
inline constexpr Default by_default_zero{};
constexpr Default by_default(double number) { return {Default::Kind::number, number}; }
constexpr Default from_key(std::string_view rule) { return {Default::Kind::other_key, 0.0, rule}; }
/// The default is that of the default rung or tactic of the same name.
inline constexpr Default by_name{Default::Kind::by_name};

/// A numeric key: a number or a distribution.
struct Number {
  std::string_view key, unit;
  Range range;
  Default fallback;
  std::string_view meaning;
};

/// The kind of thing that a text key refers to; the reader checks that it exists.
enum class Refers {
  free_text,
  own_id,
  region,
  defender,
  pact,
  adversary,
  actor,
  selection,
  tactic,
  mechanism,
  hedging,
  key
};

/// A text key, or a list of texts.
struct Text {
  std::string_view key;
  Refers refers;
  Presence presence;
  std::string_view meaning;

  bool required() const { return presence == Presence::required; }
};

/// A key that is true or false.
struct Flag {
  std::string_view key;
  bool fallback;  ///< its value when the file leaves it out: what its member begins as
  std::string_view meaning;
};

/// A table of numbers by name (`prize = { rok = 1.0 }`): keys are regions or defenders. Left out: empty.
struct Numbers {
  std::string_view key, unit;
  Range range;
  Refers by;
  Presence presence;
  std::string_view meaning;

  bool required() const { return presence == Presence::required; }
};

/// One table (`[model]`), a list of tables (`[[defender]]`, `types = [...]`), or tables by name (`[rung.NAME]`).
struct Tables {
  std::string_view key;
  enum class Form { one, list, named } form;
  std::string_view meaning;
};

/// Numbers by name, in the order of the file.
template <class Value>
struct Keyed {
  std::vector<std::pair<std::string, Value>> entries;

  /// Position of `name`, or −1.
  int find(std::string_view name) const {
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (entries[i].first == name) return static_cast<int>(i);
    return -1;
  }
};

}  // namespace wedge
