#include <algorithm>
#include <type_traits>

#include "checking.hpp"
#include "defaults.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Visits every row for names that refer to something.
struct ReferenceCheck {
  const Checking& checking;

  void check(Refers refers, const std::string& name, const void* member) const {
    static const std::vector<std::string> selections{"principal", "cohesive", "fractured"};
    static const std::vector<std::string> tactics = menu_tactic_names();
    switch (refers) {
      case Refers::defender:
        if (checking.defenders_known) expect(checking.defenders, refers, name, member);
        break;
      case Refers::pact:
        if (checking.pacts_known) expect(checking.pacts, refers, name, member);
        break;
      case Refers::actor:
        if (checking.defenders_known && checking.adversaries_known) expect(checking.actors, refers, name, member);
        break;
      case Refers::mechanism:
        expect(mechanism_names(), refers, name, member);
        break;
      case Refers::adversary:
        if (checking.adversaries_known) expect(checking.adversaries, refers, name, member);
        break;
      case Refers::region:
        if (checking.regions_known) expect(checking.regions, refers, name, member);
        break;
      case Refers::selection:
        expect(selections, refers, name, member);
        break;
      case Refers::tactic:
        expect(tactics, refers, name, member);
        break;
      case Refers::hedging:
        expect(hedging_names(), refers, name, member);
        break;
      case Refers::free_text:
      case Refers::own_id:
      case Refers::key:
        break;
    }
  }

  void expect(const std::vector<std::string>& names, Refers refers, const std::string& name, const void* member) const {
    if (name.empty() || contains(names, name)) return;
    const std::string what(noun(refers));
    if (names.empty())
      checking.fail(member, "there is no " + what + " " + quoted(name) + "; the scenario has no " + what + " at all");
    else
      checking.fail(member, with_hint("there is no " + what + " " + quoted(name), name, names));
  }

  void operator()(const Text& row, const std::string& member) const {
    if (row.refers != Refers::region) check(row.refers, member, &member);
  }
  void operator()(const Text& row, const std::vector<std::string>& members) const {
    for (const std::string& member : members) check(row.refers, member, &member);
  }
  void operator()(const Flag&, bool) const {}
  template <class Value>
  void operator()(const Number&, const Value&) const {}
  template <class Value>
  void operator()(const Numbers& row, const Keyed<Value>& member) const {
    for (const auto& [name, value] : member.entries) check(row.by, name, &name);
  }
  template <class Struct>
  void operator()(const Tables&, const Struct& member) const {
    Struct::fields(member, *this);
  }
  template <class Struct>
  void operator()(const Tables&, const std::vector<Struct>& members) const {
    for (const Struct& member : members) Struct::fields(member, *this);
  }
};

}  // namespace

Checking::Checking(const Scenario<Quantity>& read, const Spots& where, Report& to)
    : scenario(read), spots(where), report(to) {
  defenders_known = !spots.bad(&scenario.defenders);
  regions_known = defenders_known;
  for (const Defender<Quantity>& each : scenario.defenders) {
    defenders.push_back(each.id);
    defenders_known = defenders_known && !each.id.empty();
    regions_known = regions_known && !spots.bad(&each.region) && spots.has_table(&each);
    if (!each.region.empty() && !contains(regions, each.region)) regions.push_back(each.region);
  }
  pacts_known = !spots.bad(&scenario.pacts);
  for (const Pact<Quantity>& each : scenario.pacts) {
    pacts.push_back(each.id);
    pacts_known = pacts_known && !each.id.empty();
  }
  adversaries_known = !spots.bad(&scenario.adversaries);
  for (const Adversary<Quantity>& each : scenario.adversaries) {
    adversaries.push_back(each.id);
    adversaries_known = adversaries_known && !each.id.empty();
  }
  actors = defenders;
  actors.insert(actors.end(), adversaries.begin(), adversaries.end());
}

const Defender<Quantity>* Checking::defender(std::string_view id) const {
  const int found = id.empty() ? -1 : scenario.find(scenario.defenders, id);
  return found < 0 ? nullptr : &scenario.defenders[static_cast<std::size_t>(found)];
}

void check_references(const Checking& checking) {
  Scenario<Quantity>::fields(checking.scenario, ReferenceCheck{checking});
}

}  // namespace wedge::reading
