/// The tactics, a row each: everything that is known of one beside its equations. Defaults, check, menu, measures, text
/// and the layout of results are loops over the rows.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wedge {

/// `count` is none of them, but how many there are.
enum class Tactic { none, threaten, squeeze, court, count };
inline constexpr int tactic_count = static_cast<int>(Tactic::count);

/// Whom a tactic can be aimed at. Allies are the responders other than the victim.
enum class Aim { nobody, responders, allies };

/// With what whoever is aimed at and supports is threatened.
enum class Threat { none, nuclear, economic };

/// Keys or patterns of keys; the rest is empty.
using KeyPatterns = std::array<std::string_view, 8>;

struct TacticRow {
  Tactic tactic;
  std::string_view name;
  double default_cost;
  Aim aim;
  Threat threat;
  KeyPatterns own_keys;     ///< of an adversary: idle without it in its menu
  KeyPatterns common_keys;  ///< of everybody else: idle if it is in nobody's
  std::string_view phrase;  ///< goes on after "X attacks Y"; {} is whom it is aimed at
};

inline constexpr TacticRow tactic_table[tactic_count]{
    {.tactic = Tactic::none,
     .name = "none",
     .default_cost = 0.0,
     .aim = Aim::nobody,
     .threat = Threat::none,
     .own_keys = {},
     .common_keys = {},
     .phrase = " without a threat or an offer"},
    {.tactic = Tactic::threaten,
     .name = "threaten",
     .default_cost = 0.02,
     .aim = Aim::responders,
     .threat = Threat::nuclear,
     .own_keys = {"arsenal", "strike_effect", "cover", "execution_cost", "arsenal_growth", "cap_agreed", "cap_lapse",
                  "brink"},
     .common_keys = {"defender.*.vulnerability", "defender.*.missile_defence", "defender.*.retaliation",
                     "rung.*.escalation_risk", "model.saturation"},
     .phrase = ", threatening {} with a strike"},
    {.tactic = Tactic::squeeze,
     .name = "squeeze",
     .default_cost = 0.01,
     .aim = Aim::responders,
     .threat = Threat::economic,
     .own_keys = {"leverage", "leverage_cost", "exposure.*", "onset"},
     .common_keys = {"defender.*.economic_resilience", "tie.*.assistance"},
     .phrase = ", threatening {} with an economic squeeze"},
    {.tactic = Tactic::court,
     .name = "court",
     .default_cost = 0.005,
     .aim = Aim::allies,  // one does not pay the victim to concede
     .threat = Threat::none,
     .own_keys = {"largesse", "reliability"},
     .common_keys = {},
     .phrase = ", offering to pay {} for standing aside"},
};

constexpr const TacticRow& row_of(Tactic tactic) { return tactic_table[static_cast<int>(tactic)]; }
constexpr std::string_view tactic_name(Tactic tactic) { return row_of(tactic).name; }

/// The tactics that a menu can name: all but `none`, which is always there.
constexpr std::span<const TacticRow> tactics_to_choose() { return std::span(tactic_table).subspan(1); }

/// Names of all, `none` first.
inline std::vector<std::string> tactic_names() {
  std::vector<std::string> names;
  for (const TacticRow& row : tactic_table) names.emplace_back(row.name);
  return names;
}

namespace detail {

consteval bool every_tactic_has_its_row() {
  for (int tactic = 0; tactic < tactic_count; ++tactic) {
    const TacticRow& row = tactic_table[tactic];
    const bool aims = row.aim != Aim::nobody, none = row.tactic == Tactic::none;
    if (row.tactic != static_cast<Tactic>(tactic) || row.name.empty() || row.phrase.empty() || aims == none)
      return false;
    for (int other = 0; other < tactic; ++other)
      if (tactic_table[other].name == row.name) return false;
  }
  return true;
}
static_assert(every_tactic_has_its_row(), "a tactic of the enumeration has no row of its own, or stands out of order");

// A text about the tactics to choose, made by the compiler: rows of the field table hold views.
class Listing {
 public:
  consteval Listing(std::string_view before, std::string_view after) {
    append(before);
    for (const TacticRow& row : tactics_to_choose()) {
      if (row.tactic != tactics_to_choose().front().tactic) append(", ");
      append(row.name);
    }
    append(after);
  }
  constexpr operator std::string_view() const { return {letters_.data(), size_}; }

 private:
  consteval void append(std::string_view text) {
    for (const char letter : text) letters_[size_++] = letter;
  }
  std::array<char, 200> letters_{};
  std::size_t size_ = 0;
};

}  // namespace detail

inline constexpr detail::Listing tactic_list{"", ""};
inline constexpr detail::Listing tactic_menu{"its menu, any of ", "; none is always there"};

}  // namespace wedge
