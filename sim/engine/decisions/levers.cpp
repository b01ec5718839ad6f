#include "engine/decisions/levers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/claims/part.hpp"
#include "sampling/quantile.hpp"
#include "scenario/keys.hpp"

namespace wedge::engine {

double PricedLever::cost(double x) const {
  if (table.empty()) return rate * std::abs(x - now);
  if (x <= table.front().first) return table.front().second;
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto& [left, before] = table[i - 1];
    const auto& [right, after] = table[i];
    if (x <= right) return before + (after - before) * (x - left) / (right - left);
  }
  return table.back().second;
}

double PricedLever::cheapest() const {
  double best = std::clamp(now, low, high);
  for (const double x : {low, high})
    if (cost(x) < cost(best)) best = x;
  for (const auto& [value, price] : table)
    if (value >= low && value <= high && price < cost(best)) best = value;
  return best;
}

std::vector<double> LeverSpace::values(const Place& place) const {
  std::vector<double> out;
  for (std::size_t i = 0; i < levers_.size(); ++i) {
    const PricedLever& l = levers_[i];
    const double within = l.by_ratio ? l.low * std::pow(l.high / l.low, place[i]) : l.low + place[i] * (l.high - l.low);
    const double x = place[i] >= 1.0 ? l.high : std::min(within, l.high);
    out.push_back(std::abs(x - l.now) <= 1e-12 * (l.high - l.low) ? l.now : x);  // to the cube and back is not exact
  }
  return out;
}

Place LeverSpace::place(const std::vector<double>& values) const {
  Place out;
  for (std::size_t i = 0; i < levers_.size(); ++i) {
    const PricedLever& l = levers_[i];
    const double x = std::clamp(values[i], l.low, l.high);
    out.push_back(l.by_ratio ? std::log(x / l.low) / std::log(l.high / l.low) : (x - l.low) / (l.high - l.low));
  }
  return out;
}

Place LeverSpace::now() const {
  std::vector<double> values;
  for (const PricedLever& l : levers_) values.push_back(l.now);
  return place(values);
}

double LeverSpace::cost(const std::vector<double>& values) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < levers_.size(); ++i) sum += levers_[i].cost(values[i]);
  return sum;
}

Place LeverSpace::cheapest() const {
  std::vector<double> values;
  for (const PricedLever& l : levers_) values.push_back(l.cheapest());
  return place(values);
}

Place LeverSpace::within(double budget, const Place& goal) const {
  if (cost_at(goal) <= budget) return goal;
  const Place from = cheapest();
  const std::vector<double> there = values(goal), here = values(from);
  std::vector<bool> free;
  for (std::size_t i = 0; i < levers_.size(); ++i)
    free.push_back(levers_[i].cost(there[i]) <= levers_[i].cost(here[i]));
  const auto at = [&](double share) {
    Place out = from;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = free[i] ? goal[i] : from[i] + share * (goal[i] - from[i]);
    return out;
  };
  // Costs need not rise on the way: the farthest of some steps that can be paid for, then between it and the next.
  constexpr int steps = 64, halvings = 50;
  double low = 0.0, high = 1.0 / steps;
  for (int i = 1; i < steps; ++i)
    if (cost_at(at(static_cast<double>(i) / steps)) <= budget)
      low = static_cast<double>(i) / steps, high = static_cast<double>(i + 1) / steps;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (cost_at(at(middle)) <= budget ? low : high) = middle;
  }
  return at(low);
}

std::vector<std::string> LeverSpace::settings(const std::vector<double>& values) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < levers_.size(); ++i) out.push_back(fmt::format("{}={}", levers_[i].key, values[i]));
  return out;
}

namespace {

struct Numbers {
  Scenario<Quantity> scenario;
  Scenario<double> medians;
  std::vector<Leaf<Quantity>> rows;
  std::vector<Leaf<double>> values;
  std::vector<std::string> keys;

  explicit Numbers(const Scenario<Quantity>& of) : scenario(of), medians(at_medians(of)) {
    rows = leaves(scenario);
    values = leaves(medians);
    for (const auto& row : rows) keys.push_back(row.key);
  }
  Numbers(const Numbers&) = delete;
};

// A bound: as it is given, or the end of the key's range.
std::optional<double> bound_of(Part& part, const char* name, const Range& range, double end) {
  const std::optional<double> given = part.number(name);
  if (!given) {
    if (part.has(name)) return std::nullopt;
    if (std::isfinite(end)) return end;
    part.fail(part.spot_of(name), fmt::format("is missing; the key's range, {}, has no end there: expected a number",
                                              reading::range_text(range)));
    return std::nullopt;
  }
  if (range.contains(*given)) return given;
  part.fail(part.spot_of(name), fmt::format("{} is outside of the key's range; expected {}", reading::shown(*given),
                                            reading::number_in(range)));
  return std::nullopt;
}

// `cost = 2.0` or `cost = [[0, 0], [0.5, 1], [1, 3]]`.
void read_cost(Part& part, PricedLever& lever) {
  const toml::node* node = part.find("cost", "");
  if (node == nullptr) return;
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    lever.rate = part.cost("cost").value_or(0.0);
    return;
  }
  const auto wrong = [&](const char* expected) {
    part.fail(part.spot_of("cost"), std::string("is no table of costs; expected ") + expected);
    lever.table.clear();
  };
  for (const toml::node& item : *list) {
    const toml::array* pair = item.as_array();
    const auto x = pair != nullptr && pair->size() == 2 ? (*pair)[0].value<double>() : std::nullopt;
    const auto price = pair != nullptr && pair->size() == 2 ? (*pair)[1].value<double>() : std::nullopt;
    if (!x || !price || !std::isfinite(*x) || !(*price >= 0.0) || !std::isfinite(*price))
      return wrong("[[value, cost], …] with costs of 0 or more");
    if (!lever.table.empty() && *x <= lever.table.back().first) return wrong("values that ascend");
    lever.table.emplace_back(*x, *price);
  }
  if (lever.table.size() < 2) return wrong("two values at least");
}

}  // namespace

std::vector<PricedLever> bounded_numbers(Part& root, std::string_view table, const Scenario<Quantity>& scenario,
                                         const reading::Report& report,
                                         const std::function<void(Part&, PricedLever&)>& more) {
  const Numbers numbers(scenario);
  std::vector<PricedLever> out;
  for (Part& part : root.parts(table, "one or more [[" + std::string(table) + "]]")) {
    const std::string key = part.text("key", true);
    PricedLever common{};
    more(part, common);
    bool any = false;
    for (std::size_t i = 0; i < numbers.rows.size(); ++i) {
      const Range& range = numbers.rows[i].range;
      if (key.empty() || !key_matches(key, numbers.rows[i].key)) continue;
      const bool said = any;
      any = true;
      PricedLever lever = common;
      lever.key = numbers.rows[i].key;
      lever.unit = numbers.rows[i].unit;
      lever.now = *numbers.values[i].value;
      lever.spot = part.spot_of("key").named(lever.key);
      if (said && !report.empty()) continue;  // what is wrong with the bounds is said once
      const auto low = bound_of(part, "low", range, range.open_low ? -HUGE_VAL : range.low);
      const auto high = bound_of(part, "high", range, range.high);
      if (!low || !high) continue;
      lever.low = *low, lever.high = *high;
      const std::vector<std::pair<double, double>>& costs = lever.table;
      if (lever.low >= lever.high)
        part.fail(part.spot_of(part.has("low") ? "low" : "high"),
                  fmt::format("the bounds leave nothing to choose; expected low below high, and found {} and {}",
                              reading::shown(lever.low), reading::shown(lever.high)));
      else if (!costs.empty() && (costs.front().first > lever.low || costs.back().first < lever.high))
        part.fail(part.spot_of("cost"), fmt::format("says nothing of some values; expected a table from {} to {}",
                                                    reading::shown(lever.low), reading::shown(lever.high)));
      else if (std::any_of(out.begin(), out.end(), [&](const auto& l) { return l.key == lever.key; }))
        part.fail(lever.spot, "stands there already; expected each once");
      else
        out.push_back(std::move(lever));
    }
    if (!any) {
      for (const char* const name : {"low", "high"}) part.number(name);
      if (!key.empty())
        part.fail(part.spot_of("key"), reading::with_hint("is no number of the scenario", key, numbers.keys));
    }
    part.nothing_else();
  }
  return out;
}

LeversFile read_levers(const std::string& text, const std::string& file, const Scenario<Quantity>& scenario) {
  const reading::Document document(text, {file});
  reading::Report report(document.sources());
  Part root(document, report, document.root(), reading::Spot{0, 1, 1, ""});
  LeversFile out{bounded_numbers(root, "lever", scenario, report, read_cost), {}};
  for (Part& part : root.parts("scenario", "")) {
    World next{part.text("name", true), {}, part.spot()};
    for (const Override& change : part.overrides("set", false))
      next.set.push_back(change.key + "=" + change.value.value_or(""));
    part.nothing_else();
    if (std::any_of(out.worlds.begin(), out.worlds.end(), [&](const World& w) { return w.name == next.name; }))
      report.add(next.spot, "is the name of two scenarios; expected one of each");
    out.worlds.push_back(std::move(next));
  }
  root.nothing_else();
  report.throw_if_any();
  return out;
}

}  // namespace wedge::engine
