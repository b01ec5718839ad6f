#include <algorithm>
#include <map>
#include <set>

#include "checking.hpp"
#include "correlations.hpp"
#include "defaults.hpp"
#include "reader.hpp"
#include "scenario/keys.hpp"
#include "scenario/numbers.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

// The numbers of a scenario by key, defaults included.
class LeafTable {
 public:
  enum class State { certain, uncertain, reported };

  LeafTable(Scenario<Quantity>& scenario, const Spots& spots) {
    Scenario<Quantity> whole = scenario;
    fill_in_defaults(whole);
    for (const Leaf<Quantity>& leaf : leaves(whole))
      states_[leaf.key] = leaf.value->uncertain() ? State::uncertain : State::certain;
    for (const Leaf<Quantity>& leaf : leaves(scenario))
      if (spots.bad(leaf.value)) states_[leaf.key] = State::reported;
    // A tie may be named in either order.
    for (const Tie<Quantity>& tie : scenario.ties)
      if (tie.between.size() == 2)
        swapped_["tie." + tie.between[1] + "-" + tie.between[0] + "."] = "tie." + tie.name() + ".";
  }

  /// The key as leaves() has it.
  std::string canonical(const std::string& key) const {
    const std::size_t dot = key.rfind('.');
    if (states_.contains(key) || dot == std::string::npos) return key;
    const auto found = swapped_.find(key.substr(0, dot + 1));
    return found == swapped_.end() ? key : found->second + key.substr(dot + 1);
  }
  const State* find(const std::string& key) const {
    const auto found = states_.find(key);
    return found == states_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> uncertain_keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, state] : states_)
      if (state == State::uncertain) keys.push_back(key);
    return keys;
  }

 private:
  std::map<std::string, State> states_;
  std::map<std::string, std::string> swapped_;
};

void check_key(const Checking& checking, const LeafTable& table, const std::string& key) {
  const auto* state = table.find(key);
  if (state == nullptr)
    checking.fail(&key,
                  with_hint("there is no number " + quoted(key) + " in the scenario", key, table.uncertain_keys()));
  else if (*state == LeafTable::State::certain)
    checking.fail(&key, quoted(key) + " is a plain number; expected a key with a distribution");
}

}  // namespace

namespace {

// Whether an override sets or removes the number, or something that holds it.
bool touches(const Override& change, const LeafTable& table, const std::string& key) {
  if (change.alone)
    return key_matches("adversary.*", key) &&
           (!key_matches(change.key + ".*", key) || key_matches(change.key + ".closing_ranks.*", key));
  const std::string pattern = table.canonical(change.key);
  return key_matches(pattern, key) || key_matches(pattern + ".*", key);
}

}  // namespace

std::vector<std::string> drop_overridden_correlations(Document& document, std::span<const Override> overrides) {
  toml::array* const list = document.root().get_as<toml::array>("correlation");
  if (overrides.empty() || list == nullptr) return {};
  Scenario<Quantity> scenario;
  Spots spots;
  Report unused(document.sources());
  read_document(document, scenario, spots, unused);
  if (scenario.correlations.size() != list->size()) return {};  // reported when it is read
  const LeafTable table(scenario, spots);
  std::vector<std::string> notes;
  for (std::size_t i = list->size(); i-- > 0;) {
    const std::vector<std::string>& keys = scenario.correlations[i].between;
    if (spots.of(&keys).source != 0 || keys.size() != 2) continue;
    const auto fixed = std::find_if(keys.begin(), keys.end(), [&](const std::string& given) {
      const std::string key = table.canonical(given);
      const auto* const state = table.find(key);
      const bool certain = state == nullptr || *state == LeafTable::State::certain;
      return certain &&
             std::any_of(overrides.begin(), overrides.end(), [&](const Override& o) { return touches(o, table, key); });
    });
    if (fixed == keys.end()) continue;
    notes.push_back(quoted(*fixed) + " is no longer uncertain: its correlation with " +
                    quoted(fixed == keys.begin() ? keys[1] : keys[0]) + " is dropped");
    list->erase(list->begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (list->empty()) document.root().erase("correlation");
  std::reverse(notes.begin(), notes.end());
  return notes;
}

void check_correlations(const Checking& checking, Scenario<Quantity>& scenario) {
  if (scenario.correlations.empty()) return;
  const LeafTable table(scenario, checking.spots);
  std::set<std::set<std::string>> met;
  for (Correlation& correlation : scenario.correlations) {
    std::vector<std::string>& keys = correlation.between;
    if (checking.spots.bad(&keys)) continue;
    if (keys.size() != 2) {
      checking.fail(&keys, "names " + std::to_string(keys.size()) + "; expected two uncertain keys");
      continue;
    }
    for (std::string& key : keys) {
      key = table.canonical(key);
      if (!key.empty()) check_key(checking, table, key);
    }
    if (keys[0].empty() || keys[1].empty()) continue;
    if (keys[0] == keys[1])
      checking.fail(&keys[1], "couples " + quoted(keys[0]) + " to itself; expected two keys");
    else if (!met.insert({keys[0], keys[1]}).second)
      checking.fail(&keys, "couples " + quoted(keys[0]) + " and " + quoted(keys[1]) +
                               " a second time; expected one correlation for each two keys");
  }
}

}  // namespace wedge::reading
