#include "engine/studies/mechanisms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/studies/common_draws.hpp"
#include "sampling/quantile.hpp"
#include "scenario/keys.hpp"

namespace wedge::engine {
namespace {

// A mechanism that ends when the numbers of these keys are 0.
struct MechanismRow {
  const char *name, *meaning;
  std::vector<std::string> patterns;
};

const std::vector<MechanismRow>& mechanism_rows() {
  static const std::vector<MechanismRow> all{
      {"synergy", "forces that fight together are worth more than their sum", {"commitment.*.synergy"}},
      {"basing", "a supporter's force runs through the bases of a host", {"basing.*.gain", "basing.*.dependency"}},
      {"risk of threats", "a nuclear threat may get out of hand", {"rung.*.escalation_risk"}},
      {"onset of squeezes", "a squeeze is in force before the allies decide", {"adversary.*.onset"}},
      {"stake by affinity", "who is close cares more for the other's defence", {"model.solidarity"}},
      {"cost of coming in", "supporting costs something at home", {"commitment.*.entry"}},
      {"penalty of standing aside", "treaty, audience, reputation", {"commitment.*.penalty"}},
      {"types of defenders", "steadfast or wavering: nobody knows", {"defender.*.resolve_gap"}},
      {"slowness of pacts", "their procedures take time", {"pact.*.decision_days", "pact.*.fallback_days"}},
      {"hybrid resilience", "practice denies part of the gain of hybrid attacks", {"rung.*.hybrid"}},
      {"shared protection",
       "partners pool missile defence, practice and relief",
       {"tie.*.sharing", "tie.*.assistance"}},
  };
  return all;
}

const MechanismRow& other_adversaries() {
  static const MechanismRow row{"other adversaries",
                                "simultaneous crises compete for forces and attention, and adversaries close ranks",
                                {"rung.*.demand", "adversary.*.closing_ranks.*"}};
  return row;
}

// What sets the numbers of these keys to 0 where they are something else.
std::vector<std::string> to_zero(const Scenario<Quantity>& scenario, const std::vector<std::string>& patterns) {
  std::vector<std::string> out;
  for (const auto& [key, quantity] : numbers_of(scenario)) {
    if (quantity.absent() || (!quantity.uncertain() && quantity.number() == 0.0)) continue;
    if (std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return key_matches(p, key); }))
      out.push_back(key + "=0");
  }
  return out;
}

double median_of(const Quantity& quantity) {
  return quantity.uncertain() ? quantile(quantity.distribution(), 0.5) : quantity.number();
}

std::string menu_text(const std::vector<std::string>& names) {
  return names.empty() ? "[]" : fmt::format("[\"{}\"]", fmt::join(names, "\", \""));
}

}  // namespace

Mechanisms::Mechanisms(const Scenario<Quantity>& scenario) {
  for (const Tie<Quantity>& tie : scenario.ties)
    add("dependency of " + tie.name(), "who stands aside leaves a hole where forces are integrated",
        to_zero(scenario, {fmt::format("commitment.{}-{}.dependency", tie.between[0], tie.between[1]),
                           fmt::format("commitment.{}-{}.dependency", tie.between[1], tie.between[0])}));
  add_numbers(scenario);
  add_tactics(scenario);
  add_signalling(scenario);
  add_types(scenario);
  add_perceptions(scenario);
}

void Mechanisms::add(const std::string& name, const std::string& meaning, std::vector<std::string> off) {
  if (off.empty()) return;
  all_.push_back({name, meaning, std::move(off)});
  tactic_.resize(all_.size());
}

void Mechanisms::add_numbers(const Scenario<Quantity>& scenario) {
  for (const MechanismRow& row : mechanism_rows()) add(row.name, row.meaning, to_zero(scenario, row.patterns));
  if (scenario.adversaries.size() < 2) return;
  add(other_adversaries().name, other_adversaries().meaning, to_zero(scenario, other_adversaries().patterns));
}

// Responders decide at the prior.
void Mechanisms::add_signalling(const Scenario<Quantity>& scenario) {
  const bool several = std::any_of(scenario.adversaries.begin(), scenario.adversaries.end(),
                                   [](const Adversary<Quantity>& adversary) { return adversary.types.size() > 1; });
  if (several && scenario.model.signalling)
    add("signalling", "what an adversary does tells what it is", {"model.signalling=false"});
}

// All are of the mean type: what one does no longer tells which it is.
void Mechanisms::add_types(const Scenario<Quantity>& scenario) {
  std::vector<std::string> off;
  for (const Adversary<Quantity>& adversary : scenario.adversaries) {
    double all = 0.0, prize = 0.0, cost = 0.0;
    for (const Type<Quantity>& type : adversary.types) {
      const double prior = median_of(type.prior);
      all += prior, prize += prior * median_of(type.prize), cost += prior * median_of(type.cost);
    }
    if (adversary.types.size() < 2 || all <= 0.0) continue;
    for (const Type<Quantity>& type : adversary.types) {
      const std::string key = "adversary." + adversary.id + ".types." + type.id;
      off.push_back(fmt::format("{}.prize={}", key, prize / all));
      off.push_back(fmt::format("{}.cost={}", key, cost / all));
    }
  }
  add("types of adversaries", "one may want more, or fear less, than another", std::move(off));
}

// Without the key an adversary believes what the public does. A key that is drawn cannot go without moving the draws of
// others: it gets the public's number, if that is one.
void Mechanisms::add_perceptions(const Scenario<Quantity>& scenario) {
  std::vector<std::string> off;
  for (const Adversary<Quantity>& adversary : scenario.adversaries)
    for (const auto& [defender, perceived] : adversary.perceives.entries) {
      const std::string key = "adversary." + adversary.id + ".perceives." + defender;
      const auto about = std::find_if(scenario.defenders.begin(), scenario.defenders.end(),
                                      [&, id = defender](const auto& each) { return each.id == id; });
      if (!perceived.uncertain())
        off.push_back(key + "=");
      else if (!about->steadfast.uncertain())
        off.push_back(fmt::format("{}={}", key, about->steadfast.number()));
      else
        left_out_.push_back(key + " and the public's belief are both uncertain: it stays as it is");
    }
  add("misperception", "an adversary believes else than the public", std::move(off));
}

void Mechanisms::add_tactics(const Scenario<Quantity>& scenario) {
  for (const Adversary<Quantity>& adversary : scenario.adversaries) menus_.push_back({adversary.id, adversary.tactics});
  for (const TacticRow& row : tactics_to_choose()) {
    const std::string tactic(row.name);
    const bool used = std::any_of(menus_.begin(), menus_.end(), [&](const Menu& menu) {
      return std::find(menu.tactics.begin(), menu.tactics.end(), tactic) != menu.tactics.end();
    });
    if (!used) continue;
    all_.push_back({"tactic: " + tactic, "it is on some adversary's menu", {}});
    tactic_.push_back(tactic);
    all_.back().off = off(MechanismSet{1} << (all_.size() - 1));
  }
}

std::vector<std::string> Mechanisms::off(MechanismSet which) const {
  std::vector<std::string> out;
  for (int m = 0; m < count(); ++m)
    if ((which >> m & 1) && tactic_[m].empty()) out.insert(out.end(), all_[m].off.begin(), all_[m].off.end());
  const auto goes = [&](const std::string& tactic) {
    for (int m = 0; m < count(); ++m)
      if ((which >> m & 1) && tactic_[m] == tactic) return true;
    return false;
  };
  for (const Menu& menu : menus_) {
    std::vector<std::string> left;
    for (const std::string& tactic : menu.tactics)
      if (!goes(tactic)) left.push_back(tactic);
    if (left.size() == menu.tactics.size()) continue;
    out.push_back(fmt::format("adversary.{}.tactics={}", menu.adversary, menu_text(left)));
  }
  return out;
}

}  // namespace wedge::engine
