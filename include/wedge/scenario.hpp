/// Scenarios: what a game is played about (docs/scenarios.md).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "wedge/error.hpp"

namespace wedge::face {

/// A number of a scenario.
struct Number {
  std::string key;        ///< as `with()` takes it: `defender.jpn.forces`
  double median;          ///< its value, if it is certain
  double low, high;       ///< 5% and 95% quantiles; both the value if it is certain
  bool uncertain, given;  ///< a distribution; written in the scenario (else it is a default)
  std::string unit, meaning;
};

/// Something that a reader of the scenario may want to know: numbers that can have no effect, and why.
struct Note {
  std::string why;  ///< `no effect while …`
  std::vector<std::string> keys;
};

/// A key that scenarios may have, with names in capitals: `tie.A-B.integration`.
struct KeyInfo {
  std::string key, unit, range, fallback, meaning;
};

/// A scenario that has been read and checked. It never changes: `with()` and its like return another one. Cheap to
/// copy. All of them throw InputError, which lists every problem with its place and with what was expected.
class Scenario {
 public:
  static Scenario from_file(const std::string& path);
  /// `name` stands for the file in messages.
  static Scenario from_text(const std::string& toml, const std::string& name = "scenario");

  /// A key as `wedge keys` lists them, with `*` for any name, and its new value. Of a text it is read as TOML: a
  /// number,
  /// `{ uniform = [0.3, 0.7] }`, `["threaten"]`; a bare word is itself.
  Scenario with(const std::string& key, double value) const;
  Scenario with(const std::string& key, const std::string& value) const;
  /// Several changes at once, each `KEY=VALUE`, as `--set` takes them: they are checked together.
  Scenario with(const std::vector<std::string>& changes) const;
  /// Removes a key, which then has its default, or an element: `adversary.rival`.
  Scenario without(const std::string& key) const;
  /// Leaves all other adversaries out.
  Scenario against(const std::string& adversary) const;

  const std::string& id() const;
  const std::string& title() const;
  std::vector<std::string> defenders() const;
  std::vector<std::string> adversaries() const;
  std::vector<std::string> ties() const;  ///< `front-rear`

  std::vector<Number> numbers() const;              ///< all of them, in the order of the reference page
  std::vector<std::string> keys() const;            ///< theirs
  std::vector<std::string> uncertain_keys() const;  ///< of those that are distributions
  std::vector<Note> notes() const;
  /// A file that reads to this scenario: the text itself if nothing was changed.
  std::string to_toml() const;

 private:
  struct State;
  explicit Scenario(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
  friend class Access;
};

/// Every key there is; of those, what contains `pattern`, then what speaks of it (a word of its meaning, a tactic), or
/// what matches it if it has a `*`.
std::vector<KeyInfo> known_keys(const std::string& pattern = "");

/// The crisis as a game tree in Gambit's .efg format. InputError if there are several adversaries, or one that
/// misperceives, or if the tree would be too large. The adversary's last move stands there as its `decisions`, or as
/// `chance` with its probabilities in the solution: gambit-logit then follows the same branch as we do.
std::string export_game(const Scenario& scenario, const std::string& follow_through = "decisions");

}  // namespace wedge::face
