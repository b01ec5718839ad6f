#include <map>

#include "checking.hpp"
#include "defaults.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

bool given(const std::string& name) { return !name.empty(); }

// Visits every row for texts that name something themselves.
struct IdentifierCheck {
  const Checking& checking;

  void check(const std::string& name, const void* member) const {
    if (is_identifier(name)) return;
    checking.fail(member, quoted(name) + " is not a valid name; expected letters, digits, - and _");
  }

  void operator()(const Text& row, const std::string& member) const {
    if (row.refers == Refers::own_id || row.refers == Refers::region)
      if (given(member)) check(member, &member);
  }
  void operator()(const Tables&, const Correlation&) const {}
  template <class Struct>
  void operator()(const Tables&, const Struct& member) const {
    Struct::fields(member, *this);
  }
  template <class Struct>
  void operator()(const Tables& row, const std::vector<Struct>& members) const {
    for (const Struct& member : members) {
      if constexpr (requires { member.id; })
        if (row.form == Tables::Form::named) check(member.id, &member.id);
      Struct::fields(member, *this);
    }
  }
  void operator()(const Text&, const std::vector<std::string>&) const {}
  template <class Row, class Value>
  requires(!std::is_same_v<Row, Tables>) void operator()(const Row&, const Value&) const {}
};

// Reports ids that were met before, with the line of the first.
class Unique {
 public:
  Unique(const Checking& checking, std::string noun) : checking_(checking), noun_(std::move(noun)) {}

  template <class Item>
  Unique& all_of(const std::vector<Item>& items) {
    for (const Item& item : items) {
      if (!given(item.id)) continue;
      const auto [at, fresh] = first_.emplace(item.id, checking_.spots.of(&item.id));
      if (!fresh) report(item.id, at->second);
    }
    return *this;
  }

 private:
  void report(const std::string& id, const Spot& first) const {
    const std::string where = first.source == 0 ? " (line " + std::to_string(first.line) + ")" : std::string();
    checking_.fail(&id, quoted(id) + " is already the id of another " + noun_ + where + "; expected a name of its own");
  }
  const Checking& checking_;
  std::string noun_;
  std::map<std::string, Spot> first_;
};

void check_tactic_names(const Checking& checking) {
  const auto tactics = menu_tactic_names();
  for (const TacticCost<Quantity>& tactic : checking.scenario.tactics) {
    bool known = false;
    for (const std::string& name : tactics) known = known || name == tactic.id;
    if (!known) checking.fail(&tactic.id, with_hint(quoted(tactic.id) + " is not a tactic", tactic.id, tactics));
  }
}

}  // namespace

void check_names(const Checking& checking) {
  const Scenario<Quantity>& scenario = checking.scenario;
  Scenario<Quantity>::fields(scenario, IdentifierCheck{checking});
  Unique(checking, "defender or adversary").all_of(scenario.defenders).all_of(scenario.adversaries);
  Unique(checking, "pact").all_of(scenario.pacts);
  for (const Adversary<Quantity>& adversary : scenario.adversaries)
    Unique(checking, "type of this adversary").all_of(adversary.types);
  check_tactic_names(checking);
}

}  // namespace wedge::reading
