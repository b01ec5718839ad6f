#include "reader.hpp"

#include <algorithm>

#include "defaults.hpp"
#include "distributions.hpp"
#include "names.hpp"
#include "sources.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

struct Reading {
  const Document& document;
  Spots& spots;
  Report& report;
};

// Visits the rows of one struct with the table that holds its keys.
class TableReader {
 public:
  TableReader(Reading& reading, const toml::table& table, const Spot& place)
      : reading_(reading), table_(table), place_(place) {}

  template <class Struct>
  void read(Struct& out) {
    reading_.spots.put_table(&out, place_);
    Struct::fields(out, *this);
  }

  void knows(std::string_view key) { known_.emplace_back(key); }

  void report_unknown_keys() {
    for (const auto& [key, value] : reading_.document.in_order(table_)) {
      if (std::find(known_.begin(), known_.end(), key->str()) != known_.end()) continue;
      fail(key_spot(*key, place_.key), with_hint("is not a known key", key->str(), known_));
    }
  }

  void operator()(const Text& row, std::string& member) {
    Spot spot;
    if (const toml::node* node = find(row, &member, spot, row.required() ? "a text" : ""))
      member = text_of(*node, spot, row.refers != Refers::free_text, &member);
  }

  void operator()(const Text& row, std::vector<std::string>& members) {
    Spot spot;
    const toml::node* node = find(row, &members, spot, row.required() ? "a list of texts" : "");
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr) {
      reading_.spots.mark_bad(&members);
      fail(spot, "is " + std::string(kind_of(*node)) + "; expected a list of texts");
      return;
    }
    members.resize(list->size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      const toml::node& item = (*list)[i];
      const Spot place = spot_of(item, spot, indexed(spot.key, i));
      reading_.spots.put(&members[i], place.named(spot.key));
      members[i] = text_of(item, place, true, &members[i]);
    }
  }

  void operator()(const Flag& row, bool& member) {
    Spot spot;
    const toml::node* node = find(row, &member, spot, "");
    if (node == nullptr) return;
    if (const auto* truth = node->as_boolean()) {
      member = truth->get();
      return;
    }
    reading_.spots.mark_bad(&member);
    fail(spot, "is " + std::string(kind_of(*node)) + "; expected true or false");
  }

  void operator()(const Number& row, Quantity& member) {
    const bool needed = row.fallback.kind == Default::Kind::required;
    Spot spot;
    const std::string expected = number_in(row.range) + " or a distribution";
    if (const toml::node* node = find(row, &member, spot, needed ? expected : ""))
      member = quantity_of(*node, spot, row.range, &member);
    else if (row.fallback.kind == Default::Kind::number)
      member = row.fallback.number;
    else if (row.fallback.kind == Default::Kind::by_name && member.absent())
      member = without_default(row, spot, expected);
  }

  // A number that cannot be uncertain.
  void operator()(const Number& row, double& member) {
    const bool needed = row.fallback.kind == Default::Kind::required;
    Spot spot;
    member = row.fallback.number;
    if (const toml::node* node = find(row, &member, spot, needed ? number_in(row.range) : ""))
      member = read_number(*node, spot, row.range, reading_.report).value_or(0.0);
  }

  void operator()(const Numbers& row, Keyed<Quantity>& member) {
    const std::string expected = "a table by " + std::string(noun(row.by)) + ", each " + number_in(row.range);
    Spot spot;
    const toml::node* node = find(row, &member, spot, row.required() ? expected : "");
    if (node == nullptr) return;
    const toml::table* table = node->as_table();
    if (table == nullptr) {
      reading_.spots.mark_bad(&member);
      fail(spot, "is " + std::string(kind_of(*node)) + "; expected " + expected);
      return;
    }
    const auto entries = reading_.document.in_order(*table);
    member.entries.reserve(entries.size());  // spots are kept by address
    for (const auto& [key, value] : entries) {
      auto& [name, quantity] = member.entries.emplace_back(key->str(), Quantity());
      const std::string path = dotted(spot.key, key_part(name));
      reading_.spots.put(&name, key_spot(*key, spot.key));
      const Spot place = spot_of(*value, key_spot(*key, spot.key), path);
      reading_.spots.put(&quantity, place);
      reading_.spots.mark_given(&quantity);
      quantity = quantity_of(*value, place, row.range, &quantity);
    }
  }

  template <class Struct>
  void operator()(const Tables& row, Struct& member) {
    static const toml::table none;
    Spot spot;
    const toml::node* node = find(row, nullptr, spot, "");
    const toml::table* table = node == nullptr ? &none : node->as_table();
    if (table == nullptr) {
      fail(spot, "is " + std::string(kind_of(*node)) + "; expected a table, [" + spot.key + "]");
      table = &none;
    }
    read_within(*table, spot, member);
  }

  template <class Struct>
  void operator()(const Tables& row, std::vector<Struct>& members) {
    Spot spot;
    const toml::node* node = find(row, &members, spot, "");
    if (node == nullptr) return;
    if (row.form == Tables::Form::named)
      read_named(*node, spot, members);
    else
      read_list(*node, spot, members);
  }

 private:
  template <class Struct>
  void read_list(const toml::node& node, const Spot& spot, std::vector<Struct>& members) {
    const toml::array* list = node.as_array();
    if (list == nullptr) {
      reading_.spots.mark_bad(&members);
      const std::string header = place_.key.empty() ? ", [[" + spot.key + "]]" : "";
      fail(spot, "is " + std::string(kind_of(node)) + "; expected a list of tables" + header);
      return;
    }
    members.resize(list->size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      const toml::node& item = (*list)[i];
      const toml::table* table = item.as_table();
      if (table == nullptr) {
        fail(spot_of(item, spot, indexed(spot.key, i)), "is " + std::string(kind_of(item)) + "; expected a table");
        continue;
      }
      const auto names = element_names<Struct>(*table);
      const std::string path = names.empty() ? indexed(spot.key, i) : dotted(spot.key, key_part(names.front()));
      read_within(*table, spot_of(item, spot, path), members[i]);
    }
  }

  template <class Struct>
  void read_named(const toml::node& node, const Spot& spot, std::vector<Struct>& members) {
    if constexpr (requires(Struct s) { start_from_default(s); }) {
      const toml::table* table = node.as_table();
      if (table == nullptr) {
        fail(spot, "is " + std::string(kind_of(node)) + "; expected tables by name, [" + spot.key + ".NAME]");
        return;
      }
      const auto entries = reading_.document.in_order(*table);
      members.resize(entries.size());
      for (std::size_t i = 0; i < members.size(); ++i) {
        const auto& [key, value] = entries[i];
        members[i].id = key->str();
        const Spot place = key_spot(*key, spot.key);
        reading_.spots.put(&members[i].id, place);
        if (!value->is_table()) {
          fail(spot_of(*value, place, place.key),
               "is " + std::string(kind_of(*value)) + "; expected a table, [" + place.key + "]");
          continue;
        }
        members[i] = start_from_default(members[i]);
        read_within(*value->as_table(), spot_of(*value, place, place.key), members[i]);
      }
    }
  }

  template <class Struct>
  void read_within(const toml::table& table, const Spot& place, Struct& member) {
    TableReader reader(reading_, table, place);
    reader.read(member);
    reader.report_unknown_keys();
  }

  // The node of a row, with its place recorded for `member`; the table's own place if it is not
  // there. Reports a missing key when `expected` says what is needed.
  template <class Row>
  const toml::node* find(const Row& row, const void* member, Spot& spot, const std::string& expected) {
    knows(row.key);
    const std::string path = dotted(place_.key, row.key);
    const auto at = table_.find(row.key);
    spot = place_.named(path);
    if (at != table_.end())
      spot = spot_of(at->second, key_spot(at->first, place_.key), path);
    else if (!expected.empty())
      fail(spot, "is missing; expected " + expected);
    if (member != nullptr) reading_.spots.put(member, spot);
    if (at == table_.end() && !expected.empty()) reading_.spots.mark_bad(member);
    if (at != table_.end()) reading_.spots.mark_given(member);
    return at == table_.end() ? nullptr : &at->second;
  }

  Quantity without_default(const Number& row, const Spot& spot, const std::string& expected) {
    if (!new_rung_must_give(row.key)) return 0.0;
    fail(spot, "is missing; expected " + expected + " (only " + joined(default_rung_names()) + " have defaults)");
    return {};
  }

  Quantity quantity_of(const toml::node& node, const Spot& spot, const Range& range, const void* member) {
    Quantity quantity = read_quantity(node, spot, range, reading_.document, reading_.report);
    if (quantity.absent()) reading_.spots.mark_bad(member);
    return quantity;
  }

  std::string text_of(const toml::node& node, const Spot& spot, bool not_empty, const void* member) {
    const auto* text = node.as_string();
    if (text != nullptr && !(not_empty && text->get().empty())) return text->get();
    reading_.spots.mark_bad(member);
    fail(spot,
         text == nullptr ? "is " + std::string(kind_of(node)) + "; expected a text" : "is empty; expected a name");
    return {};
  }

  static std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
      out += (i == 0 ? "" : i + 1 < names.size() ? ", " : " and ") + names[i];
    return out;
  }

  // Counted from 1, as people do.
  static std::string indexed(const std::string& path, std::size_t i) {
    return path + "[" + std::to_string(i + 1) + "]";
  }

  Spot spot_of(const toml::node& node, const Spot& fallback, std::string path) const {
    return reading_.document.spot(node.source(), fallback, std::move(path));
  }
  Spot key_spot(const toml::key& key, const std::string& table) const {
    return reading_.document.spot(key.source(), place_, dotted(table, key_part(key.str())));
  }
  void fail(const Spot& spot, std::string message) { reading_.report.add(spot, std::move(message)); }

  Reading& reading_;
  const toml::table& table_;
  Spot place_;
  std::vector<std::string> known_;
};

void check_schema(const toml::table& root, const Document& document, Report& report) {
  constexpr std::int64_t understood = 1;
  const std::string expected = "; expected schema = " + std::to_string(understood);
  const toml::node* node = root.get("schema");
  if (node == nullptr) return report.add({0, 1, 1, "schema"}, "is missing" + expected);
  const Spot spot = document.spot(node->source(), {0, 1, 1, ""}, "schema");
  const auto* number = node->as_integer();
  if (number == nullptr)
    report.add(spot, "is " + std::string(kind_of(*node)) + expected);
  else if (number->get() != understood)
    report.add(spot, std::to_string(number->get()) + " is not a known schema" + expected);
}

}  // namespace

void read_document(const Document& document, Scenario<Quantity>& scenario, Spots& spots, Report& report) {
  Reading reading{document, spots, report};
  TableReader reader(reading, document.root(), {0, 1, 1, ""});
  reader.knows("schema");
  check_schema(document.root(), document, report);
  reader.read(scenario);
  reader.knows("sources");
  check_sources(document, report);
  reader.report_unknown_keys();
}

}  // namespace wedge::reading
