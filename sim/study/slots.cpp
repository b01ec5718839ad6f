#include "slots.hpp"

namespace wedge {
namespace {

std::vector<std::string> ids(const auto& items) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(item.name());
  return out;
}

// The label dimensions of an index, last one fastest.
std::vector<std::string> dimensions_of(Index index) {
  switch (index) {
    case Index::none: return {};
    case Index::type: return {"type"};
    case Index::target: return {"target"};
    case Index::rung: return {"rung"};
    case Index::tactic: return {"tactic"};
    case Index::defender: return {"defender"};
    case Index::actor: return {"actor"};
    case Index::tactic_defender: break;
  }
  return {"tactic", "defender"};
}

void add_variable(StudyLayout& layout, std::string_view name, std::string_view unit, std::string_view meaning,
                  std::vector<std::string> dimensions) {
  Variable variable{std::string(name), std::string(unit), std::string(meaning), std::move(dimensions), layout.slots, 1};
  for (const std::string& dimension : variable.dimensions)
    for (const LabelDimension& known : layout.dimensions)
      if (known.name == dimension) variable.slots *= static_cast<int>(known.labels.size());
  layout.slots += variable.slots;
  layout.variables.push_back(std::move(variable));
}

}  // namespace

void describe_slots(const Scenario<Quantity>& scenario, int adversary, StudyLayout& layout) {
  const Adversary<Quantity>& a = scenario.adversaries[adversary];
  std::vector<std::string> targets, tactics, actors = ids(scenario.defenders);
  for (const auto& [target, prize] : a.prize.entries) targets.push_back(target);
  for (int tactic = 0; tactic < tactic_count; ++tactic) tactics.emplace_back(tactic_name(static_cast<Tactic>(tactic)));
  actors.push_back(a.id);
  layout.dimensions = {{"type", ids(a.types)}, {"target", targets}, {"rung", ids(scenario.rungs)}, {"tactic", tactics},
                       {"defender", ids(scenario.defenders)}, {"actor", actors}};
  if (!scenario.ties.empty()) layout.dimensions.push_back({"tie", ids(scenario.ties)});
  layout.dimensions.push_back({"tier", {"quick", "careful", "tight", "tightest"}});
  const auto row = [&](const Measure& m, const auto&) { add_variable(layout, m.key, m.unit, m.meaning, dimensions_of(m.by)); };
  const Measures<double> prototype{};
  Measures<double>::fields(prototype, row);
  if (!scenario.ties.empty()) {
    add_variable(layout, "dividend", "stake", "loss saved by the tie's integration, dependency left out", {"tie"});
    add_variable(layout, "seam", "stake", "loss added by the tie's dependency", {"tie"});
    add_variable(layout, "net", "stake", "loss saved by the tie's integration, dependency included", {"tie"});
    add_variable(layout, "dilemma", "probability", "share of draws with net < 0 < dividend", {"tie"});
  }
  add_variable(layout, "tier_share", "probability", "share of draws that the solver followed so carefully", {"tier"});
  add_variable(layout, "fragile", "probability", "the alliance has several equilibria, of draws looked at", {});
}

}  // namespace wedge
