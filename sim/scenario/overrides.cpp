#include "overrides.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "base/error.hpp"
#include "schema.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

using Kind = SchemaNode::Kind;

bool is_bare_word(std::string_view text) {
  const char first = text.empty() ? '\0' : text.front();
  const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
  return letter && is_identifier(text);
}

// Messages have one line, whatever the shell passes on.
std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

// TOML has no number that begins with a point, and shells' users write them: .5 is read as 0.5 wherever no digit stands
// before the point.
std::string with_zero(const std::string& text) {
  std::string out;
  char before = ' ', quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (c == quote)
      quote = 0;
    const bool digit_follows = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    if (quote == 0 && c == '.' && digit_follows && std::string_view(" \t[{,=+-").find(before) != std::string_view::npos)
      out += '0';
    out += before = c;
  }
  return out;
}

struct Path {
  std::string_view head, tail;
};
Path split(std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return {path, {}};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

// The part of `path` behind `name` and a dot; nothing if `path` does not begin with the name.
std::optional<std::string_view> behind(std::string_view name, std::string_view path) {
  if (!path.starts_with(name)) return std::nullopt;
  if (path.size() == name.size()) return std::string_view();
  if (path[name.size()] != '.') return std::nullopt;
  return path.substr(name.size() + 1);
}

// Applies one override. Walks the document along the schema; stops at the first problem.
class Change {
 public:
  Change(const Override& change, const std::string& label, std::size_t source, Report& report)
      : change_(change),
        label_(label),
        report_(report),
        spot_{source, 0, 0, change.alone ? "" : one_line(change.key)} {}

  void apply(toml::table& root) {
    if (change_.alone) return leave_others_out(root);
    const std::string& key = change_.key;
    if (key.starts_with('.') || key.ends_with('.') || key.find("..") != std::string::npos)
      return fail("has an empty part; expected names with a dot between them");
    if (change_.value && !parse_value()) return;
    in_table(root, schema(), key);
    if (done_ || failed_) return;
    if (!miss_.empty()) return fail(miss_);
    fail(change_.value ? "matches nothing in the scenario" : "is not in the file; there is nothing to remove");
  }

 private:
  // Takes all adversaries out but one. An element that cannot be read stays, and is reported when it is read.
  void leave_others_out(toml::table& root) {
    const SchemaNode& node = *schema().child("adversary");
    const std::string id = change_.key.substr(adversary_prefix.size());
    std::vector<std::string> ids;
    toml::array* const list = root.get_as<toml::array>(node.key);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
      if (const toml::table* const each = (*list)[i].as_table())
        for (const std::string& name : node.element_names(*each)) ids.push_back(name);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) return fail(with_hint("is not in this scenario", id, ids));
    for (std::size_t i = list->size(); i-- > 0;) {
      toml::table* const each = (*list)[i].as_table();
      const std::vector<std::string> names = each == nullptr ? std::vector<std::string>{} : node.element_names(*each);
      if (names.empty()) continue;
      if (names.front() == id)
        each->erase("closing_ranks");
      else
        list->erase(list->begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  void in_table(toml::table& table, const SchemaNode& node, std::string_view path) {
    const auto [head, tail] = split(path);
    const SchemaNode* child = node.child(head);
    if (child == nullptr) {
      const std::string found =
          head == "*" ? "'*' stands for a name, not for a key" : quoted(head) + " is not a known key";
      return fail(with_hint(found, head, node.child_keys()));
    }
    if (tail.empty()) return assign(table, child->key);
    switch (child->kind) {
      case Kind::leaf:
        return fail(child->key + " has no parts; set it whole");
      case Kind::numbers:
        return in_numbers(table, *child, tail);
      case Kind::list:
        return in_list(table, *child, tail);
      case Kind::named:
        return in_named(table, *child, tail);
      case Kind::table:
        if (toml::table* inner = sub_table(table, child->key)) in_table(*inner, *child, tail);
        return;
    }
  }

  void in_numbers(toml::table& table, const SchemaNode& node, std::string_view name) {
    if (name.find('.') != std::string_view::npos) return fail("a number has no parts; set it whole");
    toml::table* numbers = sub_table(table, node.key);
    if (numbers == nullptr) return;
    if (name == "*")
      for (const std::string& key : keys_of(*numbers)) assign(*numbers, key);
    else
      assign(*numbers, name);
  }

  void in_named(toml::table& table, const SchemaNode& node, std::string_view path) {
    toml::table* tables = sub_table(table, node.key);
    if (tables == nullptr) return;
    const auto [name, tail] = split(path);
    // Setting a part of the defaults must not take the others away.
    if (change_.value && (tables->empty() || (name == "*" && node.defaults_stay)))
      for (const std::string& each : node.default_names) sub_table(*tables, each);
    const auto names = name == "*" ? keys_of(*tables) : std::vector{std::string(name)};
    for (const std::string& each : names) {
      if (failed_) return;
      if (tail.empty())
        assign(*tables, each);
      else if (toml::table* inner = sub_table(*tables, each))
        in_table(*inner, node, tail);
    }
  }

  void in_list(toml::table& table, const SchemaNode& node, std::string_view path) {
    toml::node* list = table.get(node.key);
    toml::array* elements = list == nullptr ? nullptr : list->as_array();
    std::vector<std::string> candidates;
    bool matched = false;
    for (std::size_t i = 0; elements != nullptr && i < elements->size() && !failed_;) {
      toml::table* element = (*elements)[i].as_table();
      std::optional<std::string_view> tail;
      if (element != nullptr) tail = match(node.element_names(*element), path, candidates);
      bool removed = false;
      if (tail) {
        matched = true;
        removed = in_element(*elements, i, node, *tail);
      }
      if (!removed) ++i;
    }
    if (!matched && !failed_) note_miss(node, path, candidates);
  }

  // Whether the element was removed.
  bool in_element(toml::array& elements, std::size_t i, const SchemaNode& node, std::string_view tail) {
    const auto at = elements.begin() + static_cast<std::ptrdiff_t>(i);
    if (!tail.empty()) {
      in_table(*elements[i].as_table(), node, tail);
      return false;
    }
    done_ = true;
    if (!change_.value) {
      elements.erase(at);
      return true;
    }
    elements.replace(at, std::move(*value().get("value")));
    return false;
  }

  // The rest of the path behind `*` or one of the names (the longest: ids may hold '-', keys '.').
  static std::optional<std::string_view> match(const std::vector<std::string>& names, std::string_view path,
                                               std::vector<std::string>& candidates) {
    if (const auto rest = behind("*", path)) return rest;
    candidates.insert(candidates.end(), names.begin(), names.end());
    for (const std::string& name : names)
      if (const auto rest = behind(name, path)) return rest;
    return std::nullopt;
  }

  // No problem yet: behind a `*`, another element may have what this one has not.
  void note_miss(const SchemaNode& node, std::string_view path, const std::vector<std::string>& candidates) {
    if (!miss_.empty()) return;
    const std::string one = node.key == "types" ? "type" : node.key;
    const std::string_view name = split(path).head;
    miss_ = candidates.empty() ? "the file has no " + one + " to change"
                               : with_hint("there is no " + one + " " + quoted(name), name, candidates);
  }

  void assign(toml::table& table, std::string_view key) {
    if (failed_) return;
    if (change_.value) {
      table.insert_or_assign(new_key(key), std::move(*value().get("value")));
      done_ = true;
    } else if (table.erase(key) > 0) {
      done_ = true;
    }
  }

  // Made if it is not there and there is something to put into it.
  toml::table* sub_table(toml::table& table, std::string_view key) {
    if (const auto at = table.find(key); at != table.end()) {
      if (at->second.is_table()) return at->second.as_table();
      fail(quoted(key) + " is " + std::string(kind_of(at->second)) + " in the file; it has no parts");
      return nullptr;
    }
    if (!change_.value) return nullptr;
    return table.insert_or_assign(new_key(key), toml::table{}).first->second.as_table();
  }

  static std::vector<std::string> keys_of(const toml::table& table) {
    std::vector<std::string> keys;
    for (auto&& [key, value] : table) keys.emplace_back(key.str());
    return keys;
  }

  // Keys carry the override as their place, in the order in which they are made.
  toml::key new_key(std::string_view name) {
    toml::source_region region;
    region.begin = region.end = {1, ++made_};
    region.path = std::make_shared<const std::string>(label_);
    return toml::key(name, region);
  }

  bool parse_value() {
    const std::string& text = *change_.value;
    try {
      line_ = "value = " + text;
      if (value().size() == 1) return true;
      fail(quoted(text) + " is more than one value; expected one TOML value");
    } catch (const InputError& error) {
      if (is_bare_word(text)) {
        line_ = "value = \"" + text + "\"";
        return true;
      }
      if (const std::string whole = with_zero(text); whole != text) {
        line_ = "value = " + whole;
        if (parses()) return true;
      }
      fail(quoted(text) + " is neither a TOML value nor a bare word: " + error.problems().front().message);
    }
    return false;
  }

  bool parses() const {
    try {
      return value().size() == 1;
    } catch (const InputError&) {
      return false;
    }
  }

  // Parsed anew for each use: copies of toml++ nodes forget where they came from.
  toml::table value() const { return parse_toml(line_, label_); }

  void fail(std::string message) {
    failed_ = true;
    report_.add(spot_, std::move(message));
  }

  const Override& change_;
  const std::string& label_;
  Report& report_;
  Spot spot_;
  std::string line_, miss_;
  toml::source_index made_ = 0;
  bool done_ = false, failed_ = false;
};

}  // namespace

std::string label_of(const Override& change) {
  if (change.alone) return one_line("adversary " + change.key.substr(adversary_prefix.size()));
  return one_line("set " + change.key + "=" + change.value.value_or(""));
}

void apply_overrides(Document& document, std::span<const Override> overrides, Report& report) {
  for (std::size_t n = 0; n < overrides.size(); ++n)
    Change(overrides[n], document.sources()[n + 1], n + 1, report).apply(document.root());
}

}  // namespace wedge::reading
