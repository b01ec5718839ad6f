/// Every number of a scenario as one flat list, in the order of the field table.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "scenario/scenario.hpp"

namespace wedge {

/// One numeric leaf: its dotted key (`defender.us.posture.east-asia`), its row and where it lies.
template <class Value>
struct Leaf {
  std::string key;
  std::string_view unit, meaning;
  Range range;
  Value* value;
};

namespace detail {

// Walks a scenario; collects leaves, texts and list lengths in table order. With `shape` given, list
// lengths and texts are taken from it instead, so that a scenario over another value type gets the
// same shape.
template <class Value>
struct Walk {
  struct Shape {
    std::vector<std::string> texts;
    std::vector<std::size_t> lengths;
  };
  std::vector<Leaf<Value>> leaves;
  Shape shape;
  const Shape* given = nullptr;
  std::size_t next_text = 0, next_length = 0;
  std::string path;

  void text(std::string& member) {
    if (given != nullptr) member = given->texts[next_text++];
    shape.texts.push_back(member);
  }
  template <class Items>
  void length(Items& items) {
    if (given != nullptr) items.resize(given->lengths[next_length++]);
    shape.lengths.push_back(items.size());
  }

  void operator()(const Text&, std::string& member) { text(member); }
  void operator()(const Text&, std::vector<std::string>& members) {
    length(members);
    for (std::string& member : members) text(member);
  }
  void operator()(const Flag&, bool& member) {
    std::string held = member ? "true" : "";
    text(held);
    member = !held.empty();
  }
  void operator()(const Number& row, Value& value) {
    leaves.push_back({path + std::string(row.key), row.unit, row.meaning, row.range, &value});
  }
  void operator()(const Numbers& row, Keyed<Value>& keyed) {
    length(keyed.entries);
    for (auto& [name, value] : keyed.entries) {
      text(name);
      leaves.push_back({path + std::string(row.key) + "." + name, row.unit, row.meaning, row.range, &value});
    }
  }
  template <class Struct>
  void operator()(const Tables& row, Struct& member) {
    within(std::string(row.key) + ".", member);
  }
  template <class Struct>
  void operator()(const Tables& row, std::vector<Struct>& members) {
    length(members);
    for (Struct& member : members) {
      if constexpr (requires { member.id; })
        if (row.form == Tables::Form::named) text(member.id);
      // The name is known only once the texts are in: tables list them first.
      within(std::string(row.key) + ".", member);
    }
  }

  // Never uncertain; reshaped() copies them whole.
  void operator()(const Tables&, std::vector<Correlation>&) {}

  template <class Struct>
  void within(const std::string& step, Struct& member) {
    const std::string before = path;
    path += step;
    const std::size_t first = leaves.size();
    const std::size_t prefix = path.size();
    Struct::fields(member, *this);
    if constexpr (requires { member.name(); })
      for (std::size_t i = first; i < leaves.size(); ++i) leaves[i].key.insert(prefix, member.name() + ".");
    path = before;
  }
};

}  // namespace detail

/// The leaves of a scenario, in table order. Pointers into `scenario`.
template <class Value>
std::vector<Leaf<Value>> leaves(Scenario<Value>& scenario) {
  detail::Walk<Value> walk;
  Scenario<Value>::fields(scenario, walk);
  return std::move(walk.leaves);
}

/// A scenario over `To` with the texts and list lengths of `from`; numbers are value-initialised.
/// Its leaves correspond one to one to those of `from`.
template <class To, class From>
Scenario<To> reshaped(const Scenario<From>& from) {
  Scenario<From> source = from;
  detail::Walk<From> reading;
  Scenario<From>::fields(source, reading);
  const typename detail::Walk<To>::Shape shape{reading.shape.texts, reading.shape.lengths};
  Scenario<To> out{};
  detail::Walk<To> writing;
  writing.given = &shape;
  Scenario<To>::fields(out, writing);
  out.correlations = from.correlations;
  return out;
}

/// Fills in the keys whose default is another key, where they are absent (NaN): a pact's `ad_hoc`
/// (model.ad_hoc), `tactic_precision` (4 × precision), `integration_goal` (integration); and scales the priors of each
/// adversary to sum to 1.
template <class Real>
void settle_defaults(Scenario<Real>& scenario);

}  // namespace wedge
