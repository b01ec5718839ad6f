#include "scenario/numbers.hpp"

#include "base/real.hpp"

namespace wedge {
namespace {

// Walks a scenario; collects leaves, texts and list lengths in table order. With `shape` given, list
// lengths and texts are taken from it instead, so that a scenario over another value type gets the
// same shape.
template <class Value>
struct NumbersWalk {
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

}  // namespace

template <class Value>
std::vector<Leaf<Value>> leaves(Scenario<Value>& scenario) {
  NumbersWalk<Value> walk;
  Scenario<Value>::fields(scenario, walk);
  return std::move(walk.leaves);
}

template <class To, class From>
Scenario<To> reshaped(const Scenario<From>& from) {
  Scenario<From> source = from;
  NumbersWalk<From> reading;
  Scenario<From>::fields(source, reading);
  const typename NumbersWalk<To>::Shape shape{reading.shape.texts, reading.shape.lengths};
  Scenario<To> out{};
  NumbersWalk<To> writing;
  writing.given = &shape;
  Scenario<To>::fields(out, writing);
  out.correlations = from.correlations;
  return out;
}

template std::vector<Leaf<Quantity>> leaves(Scenario<Quantity>&);
template std::vector<Leaf<double>> leaves(Scenario<double>&);
template std::vector<Leaf<Pack>> leaves(Scenario<Pack>&);
template Scenario<double> reshaped(const Scenario<Quantity>&);
template Scenario<Pack> reshaped(const Scenario<Quantity>&);
template Scenario<Pack> reshaped(const Scenario<double>&);
template Scenario<Quantity> reshaped(const Scenario<double>&);

}  // namespace wedge
