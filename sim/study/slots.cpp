#include "slots.hpp"

#include <utility>

namespace wedge {
namespace {

std::vector<std::string> ids(const auto& items) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(item.name());
  return out;
}

// Adds what is new and returns where all stand.
std::vector<int> merge(std::vector<std::string>& into, const std::vector<std::string>& names) {
  std::vector<int> out;
  for (const std::string& name : names) {
    const auto found = std::find(into.begin(), into.end(), name);
    out.push_back(static_cast<int>(found - into.begin()));
    if (found == into.end()) into.push_back(name);
  }
  return out;
}

// `TARGET RUNG TACTIC AT`, adversary by adversary, each in the order of its actions; after its adversary's name, if
// there are several.
std::vector<std::string> action_labels(const Scenario<Quantity>& scenario) {
  std::vector<std::string> out;
  for (std::size_t j = 0; j < scenario.adversaries.size(); ++j) {
    const CrisisStructure crisis = crisis_structure(scenario, static_cast<int>(j));
    for (const Action& action : crisis.actions) {
      const Target& target = crisis.targets[action.target];
      std::string label = scenario.adversaries.size() > 1 ? scenario.adversaries[j].id + ' ' : "";
      label += scenario.defenders[target.defender].id + ' ' + scenario.rungs[action.rung].id + ' ';
      label += tactic_name(action.tactic);
      char before = ' ';
      for (int k = 0; k < target.size(); ++k)
        if (has(action.at, k)) label += std::exchange(before, '+') + scenario.defenders[target.responders[k]].id;
      out.push_back(std::move(label));
    }
  }
  return out;
}

}  // namespace

void add_variable(StudyLayout& layout, std::string_view name, std::string_view unit, std::string_view meaning,
                  std::vector<std::string> dimensions) {
  Variable variable{std::string(name), std::string(unit), std::string(meaning), std::move(dimensions), layout.slots, 1};
  for (const std::string& dimension : variable.dimensions)
    for (const LabelDimension& known : layout.dimensions)
      if (known.name == dimension) variable.slots *= static_cast<int>(known.labels.size());
  layout.slots += variable.slots;
  layout.variables.push_back(std::move(variable));
}

template <class Value>
SlotLabels::SlotLabels(const Scenario<Value>& s)
    : adversaries(ids(s.adversaries)),
      rungs(ids(s.rungs)),
      tactics(tactic_names()),
      defenders(ids(s.defenders)),
      actors(defenders),
      ties(ids(s.ties)) {
  for (const Adversary<Value>& a : s.adversaries) {
    std::vector<std::string> own;
    for (const auto& [target, prize] : a.prize.entries) own.push_back(target);
    target_.push_back(merge(targets, own));
    type_.push_back(merge(types, ids(a.types)));
    actors.push_back(a.id);
  }
  for (const std::string& target : targets) merge(regions, {s.defenders[s.find(s.defenders, target)].region});
}

template SlotLabels::SlotLabels(const Scenario<Quantity>&);
template SlotLabels::SlotLabels(const Scenario<Pack>&);

std::vector<std::string> SlotLabels::dimensions(Index index) const {
  switch (index) {
    case Index::none:
      return {};
    case Index::type:
      return {"type"};
    case Index::target:
      return {"target"};
    case Index::rung:
      return {"rung"};
    case Index::tactic:
      return {"tactic"};
    case Index::defender:
      return {"defender"};
    case Index::actor:
      return {"actor"};
    case Index::tactic_defender:
      break;
  }
  return {"tactic", "defender"};
}

int SlotLabels::places(Index index) const {
  const auto count = [](const auto& names) { return static_cast<int>(names.size()); };
  const Extents all{.types = count(types),
                    .targets = count(targets),
                    .rungs = count(rungs),
                    .defenders = count(defenders),
                    .adversaries = count(adversaries)};
  return all.entries(index);
}

int SlotLabels::place(int adversary, Index index, int i) const {
  if (index == Index::type) return type_[adversary][i];
  if (index == Index::target) return target_[adversary][i];
  if (index == Index::actor && i == static_cast<int>(defenders.size())) return i + adversary;  // the adversary itself
  return i;
}

void describe_dimensions(const SlotLabels& labels, StudyLayout& layout) {
  layout.dimensions = {{"type", labels.types},     {"target", labels.targets},     {"rung", labels.rungs},
                       {"tactic", labels.tactics}, {"defender", labels.defenders}, {"actor", labels.actors}};
  if (!labels.several()) return;
  layout.dimensions.push_back({"adversary", labels.adversaries});
  layout.dimensions.push_back({"region", labels.regions});
}

void describe_measures(const SlotLabels& labels, StudyLayout& layout) {
  const auto row = [&](const Measure& m, const auto&) {
    std::vector<std::string> dimensions = labels.dimensions(m.by);
    if (labels.several()) dimensions.insert(dimensions.begin(), "adversary");
    add_variable(layout, m.key, m.unit, m.meaning, std::move(dimensions));
  };
  const Measures<double> prototype{};
  Measures<double>::fields(prototype, row);
}

void describe_situation(StudyLayout& layout) {
  add_variable(layout, "overall_deterrence", "probability", "no adversary attacks", {});
  add_variable(layout, "overall_total_loss", "stake", "sum of the targets' expected losses to all adversaries", {});
  add_variable(layout, "overall_loss", "stake",
               "expected share of its stake that a target loses to all adversaries, at most 1", {"target"});
  add_variable(layout, "overall_attack", "probability", "some adversary attacks in the region", {"region"});
  add_variable(layout, "overall_loss_by_region", "stake", "sum of the expected losses of the region's targets",
               {"region"});
}

void describe_slots(const Scenario<Quantity>& scenario, bool balance, StudyLayout& layout) {
  const SlotLabels labels(scenario);
  describe_dimensions(labels, layout);
  layout.dimensions.push_back({"action", action_labels(scenario)});
  if (balance) layout.dimensions.push_back({"tie", labels.ties});
  layout.dimensions.push_back({"tier", {"quick", "careful", "tight", "tightest"}});
  describe_measures(labels, layout);
  if (labels.several()) {
    describe_situation(layout);
    add_variable(layout, "coordination", "stake", "total loss beyond the sum of what each adversary alone would cause",
                 {});
  }
  add_variable(layout, "attack_by_action", "probability",
               "this attack: on whom, at which rung, with which tactic, aimed at whom", {"action"});
  if (balance) {
    add_variable(layout, "dividend", "stake", "loss saved by the tie's integration, dependency left out", {"tie"});
    add_variable(layout, "seam", "stake", "loss added by the tie's dependency", {"tie"});
    add_variable(layout, net_of_tie, "stake", "loss saved by the tie's integration, dependency included", {"tie"});
    add_variable(layout, "dilemma", "probability", "share of draws with net < 0 < dividend", {"tie"});
  }
  add_variable(layout, by_chance.key, by_chance.unit, by_chance.meaning,
               labels.several() ? std::vector<std::string>{"adversary"} : std::vector<std::string>{});
  add_variable(layout, "tier_share", "probability", "share of draws that the solver followed so carefully", {"tier"});
  add_variable(layout, "fragile", "probability", "optimists and pessimists disagree on the outcome, of draws looked at",
               {});
  add_variable(layout, certified_share, "probability",
               "the solution's curve leads back to the start of the principal branch, of draws traced back", {});
  add_variable(layout, wrong_branch_share, "probability",
               "the solution's curve leads back elsewhere, of draws traced back", {});
}

}  // namespace wedge
