#include "wedge/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/exported_game.hpp"
#include "engine/idle_keys.hpp"
#include "face/access.hpp"
#include "sampling/quantile.hpp"
#include "scenario/keys.hpp"

namespace wedge::face {
namespace {

std::vector<std::string> names_of(const auto& items) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(item.name());
  return out;
}

std::string text_of(double value) { return fmt::format("{}", value); }

}  // namespace

Scenario::Scenario(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Scenario Scenario::from_file(const std::string& path) { return from_text(engine::text_of(path), path); }

Scenario Scenario::from_text(const std::string& toml, const std::string& name) {
  engine::ScenarioSource source{name.empty() ? "scenario" : name, {}, "", toml};
  ReadResult read = engine::read(source);
  return Scenario(std::make_shared<State>(State{std::move(source), std::move(read)}));
}

Scenario Scenario::with(const std::string& key, double value) const { return with({key + "=" + text_of(value)}); }

Scenario Scenario::with(const std::string& key, const std::string& value) const { return with({key + "=" + value}); }

Scenario Scenario::with(const std::vector<std::string>& changes) const {
  engine::ScenarioSource source = state_->source;
  source.set.insert(source.set.end(), changes.begin(), changes.end());
  ReadResult read = engine::read(source);
  return Scenario(std::make_shared<State>(State{std::move(source), std::move(read)}));
}

Scenario Scenario::without(const std::string& key) const { return with({key + "="}); }

Scenario Scenario::against(const std::string& adversary) const {
  engine::ScenarioSource source = state_->source;
  source.adversary = adversary;
  ReadResult read = engine::read(source);
  return Scenario(std::make_shared<State>(State{std::move(source), std::move(read)}));
}

const std::string& Scenario::id() const { return state_->read.scenario.id; }
const std::string& Scenario::title() const { return state_->read.scenario.title; }
std::vector<std::string> Scenario::defenders() const { return names_of(state_->read.scenario.defenders); }
std::vector<std::string> Scenario::adversaries() const { return names_of(state_->read.scenario.adversaries); }
std::vector<std::string> Scenario::ties() const { return names_of(state_->read.scenario.ties); }

std::vector<Number> Scenario::numbers() const {
  auto scenario = state_->read.scenario;
  auto medians = at_medians(scenario);
  const auto written = leaves(scenario);
  const auto settled = leaves(medians);
  const std::vector<std::string>& given = state_->read.given;
  std::vector<Number> out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const Quantity& q = *written[i].value;
    const double median = *settled[i].value;
    const auto at = [&](double u) { return q.uncertain() ? quantile(q.distribution(), u) : median; };
    out.push_back({written[i].key, median, at(0.05), at(0.95), q.uncertain(),
                   std::find(given.begin(), given.end(), written[i].key) != given.end(), std::string(written[i].unit),
                   std::string(written[i].meaning)});
  }
  return out;
}

std::vector<std::string> Scenario::keys() const {
  std::vector<std::string> out;
  for (const Number& number : numbers()) out.push_back(number.key);
  return out;
}

std::vector<std::string> Scenario::uncertain_keys() const {
  std::vector<std::string> out;
  for (const Number& number : numbers())
    if (number.uncertain) out.push_back(number.key);
  return out;
}

std::vector<Note> Scenario::notes() const {
  std::vector<Note> out;
  for (const engine::IdleKeys& idle : engine::idle_keys(state_->read)) out.push_back({idle.why, idle.keys});
  return out;
}

std::string Scenario::to_toml() const { return state_->read.toml; }

std::vector<KeyInfo> known_keys(const std::string& pattern) {
  std::vector<KeyInfo> out;
  for (const wedge::KeyInfo& key : scenario_keys(pattern))
    out.push_back({key.key, key.unit, key.range, key.fallback, key.meaning});
  return out;
}

std::string export_game(const Scenario& scenario, const std::string& follow_through) {
  return engine::exported_game(Access::read(scenario).scenario, follow_through);
}

}  // namespace wedge::face
