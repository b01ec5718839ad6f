#include "schema.hpp"

#include <type_traits>

#include "defaults.hpp"
#include "names.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

using Kind = SchemaNode::Kind;

std::string capitals(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string fallback_text(const Default& fallback) {
  switch (fallback.kind) {
    case Default::Kind::required:
      return "required";
    case Default::Kind::number:
      return shown(fallback.number);
    case Default::Kind::other_key:
    case Default::Kind::by_name:
      break;
  }
  return std::string(fallback.rule);
}

const std::vector<Rung<Quantity>>& defaults_of(const Rung<Quantity>&) { return default_rungs(); }
const std::vector<TacticCost<Quantity>>& defaults_of(const TacticCost<Quantity>&) { return default_tactics(); }

// Finds one number of a struct by its key.
struct NumberOf {
  std::string_view key;
  double found = 0.0;

  void operator()(const Number& row, const Quantity& value) {
    if (row.key == key) found = value.number();
  }
};

// "probe 0.1, seize 0.45, assault 1".
template <class Struct>
std::string by_default_name(const std::vector<Struct>& defaults, std::string_view key) {
  std::string out;
  for (const Struct& element : defaults) {
    NumberOf number{key};
    Struct::fields(element, number);
    out += (out.empty() ? "" : ", ") + element.name() + " " + shown(number.found);
  }
  return out;
}

template <class Struct>
std::string placeholder_of(const Struct& element, Tables::Form form) {
  if (form == Tables::Form::named) return "NAME";
  if constexpr (requires { element.id; }) return "ID";
  if constexpr (requires { element.host; }) return "FROM-TO-HOST";
  if constexpr (requires { element.from; }) return "FROM-TO";
  if constexpr (requires { element.joins("", ""); }) return "A-B";
  if constexpr (requires { element.by; }) return "BY-A-B";
  return "KEY~KEY";
}

// Visits the rows of a prototype.
struct SchemaBuilder {
  std::vector<SchemaNode> nodes;

  void operator()(const Text& row, const std::string& initial) {
    const std::string fallback = row.required() ? "required" : initial.empty() ? "none" : initial;
    add(Kind::leaf, row, "text", fallback);
  }
  void operator()(const Text& row, const std::vector<std::string>&) {
    add(Kind::leaf, row, "list of texts",
        row.required()                    ? "required"
        : row.refers == Refers::mechanism ? "all"
                                          : "none");
  }
  void operator()(const Flag& row, bool) { add(Kind::leaf, row, "true or false", row.fallback ? "true" : "false"); }
  template <class Value>
  void operator()(const Number& row, const Value&) {
    SchemaNode& node = add(Kind::leaf, row, row.unit, fallback_text(row.fallback));
    node.range = range_text(row.range);
  }
  template <class Value>
  void operator()(const Numbers& row, const Keyed<Value>&) {
    SchemaNode& node = add(Kind::numbers, row, row.unit, row.required() ? "required" : "none");
    node.range = range_text(row.range);
    node.placeholder = capitals(noun(row.by));
  }
  template <class Struct>
  void operator()(const Tables& row, const Struct&) {
    add_tables<Struct>(Kind::table, row);
  }
  template <class Struct>
  void operator()(const Tables& row, const std::vector<Struct>&) {
    const bool named = row.form == Tables::Form::named;
    SchemaNode& node = add_tables<Struct>(named ? Kind::named : Kind::list, row);
    node.placeholder = placeholder_of(Struct(), row.form);
    node.element_names = element_names<Struct>;
    if constexpr (requires(const Struct s) { defaults_of(s); }) {
      const auto& defaults = defaults_of(Struct());
      for (const Struct& element : defaults) node.default_names.push_back(element.name());
      for (SchemaNode& child : node.children) child.fallback = by_default_name(defaults, child.key);
    }
    node.defaults_stay = std::is_same_v<Struct, TacticCost<Quantity>>;
  }

 private:
  template <class Row>
  SchemaNode& add(Kind kind, const Row& row, std::string_view unit, std::string fallback) {
    SchemaNode& node = nodes.emplace_back();
    node.kind = kind;
    node.key = row.key;
    node.unit = unit;
    node.fallback = std::move(fallback);
    node.meaning = row.meaning;
    return node;
  }
  template <class Struct>
  SchemaNode& add_tables(Kind kind, const Tables& row) {
    SchemaBuilder inner;
    Struct prototype;
    Struct::fields(prototype, inner);
    SchemaNode& node = add(kind, row, "", "");
    node.children = std::move(inner.nodes);
    return node;
  }
};

SchemaNode make_schema() {
  SchemaBuilder builder;
  Scenario<Quantity> prototype;
  Scenario<Quantity>::fields(prototype, builder);
  SchemaNode root;
  root.children = std::move(builder.nodes);
  return root;
}

}  // namespace

const SchemaNode* SchemaNode::child(std::string_view name) const {
  for (const SchemaNode& node : children)
    if (node.key == name) return &node;
  return nullptr;
}

std::vector<std::string> SchemaNode::child_keys() const {
  std::vector<std::string> keys;
  for (const SchemaNode& node : children) keys.push_back(node.key);
  return keys;
}

const SchemaNode& schema() {
  static const SchemaNode root = make_schema();
  return root;
}

}  // namespace wedge::reading
