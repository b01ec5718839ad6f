#include "engine/studies/break_even.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "base/nearest.hpp"
#include "sampling/quantile.hpp"
#include "scenario/keys.hpp"
#include "scenario/wording.hpp"

namespace wedge::engine {
namespace {

constexpr double beyond_now = 4.0;       // of a range without end
constexpr double share_of_range = 1e-4;  // to which a root is found
constexpr int goals = static_cast<int>(Goal::count);

const std::vector<std::string>& usual_levers() {
  static const std::vector<std::string> all{"tie.*.integration",  "tie.*.affinity",        "tie.*.sharing",
                                            "defender.*.forces",  "defender.*.redundancy", "defender.*.missile_defence",
                                            "adversary.*.arsenal"};
  return all;
}

std::vector<Lever> levers_of(const Scenario<Quantity>& scenario, const std::vector<std::string>& asked) {
  Scenario<Quantity> copy = scenario;
  Scenario<double> medians = at_medians(scenario);
  const auto rows = leaves(copy);
  const auto values = leaves(medians);
  std::vector<Lever> out;
  std::vector<std::string> keys;
  for (const auto& row : rows) {
    keys.push_back(row.key);
    const std::size_t first = row.key.find('.'), last = row.key.rfind('.');
    if (first != last) keys.push_back(row.key.substr(0, first) + ".*" + row.key.substr(last));
  }
  for (const std::string& pattern : asked.empty() ? usual_levers() : asked) {
    bool any = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!key_matches(pattern, rows[i].key)) continue;
      any = true;
      const bool known = std::any_of(out.begin(), out.end(), [&](const Lever& l) { return l.key == rows[i].key; });
      if (known) continue;
      const double now = *values[i].value;
      const Range& range = rows[i].range;
      const double far = beyond_now * std::max(std::abs(now), 0.25);
      const double high = std::isfinite(range.high) ? range.high : far;
      const double low = std::isfinite(range.low) ? range.low : -far;
      out.push_back(
          {rows[i].key, std::string(rows[i].unit), now, range.open_low ? low + 1e-3 * (high - low) : low, high});
    }
    if (!any && !asked.empty())
      fail_input("lever " + pattern, reading::with_hint("is no number of the scenario", pattern, keys));
  }
  return out;
}

struct Stopped {};

}  // namespace

BreakEvens::BreakEvens(const ScenarioSource& source, const BreakEvenSettings& settings)
    : outcomes_(source, settings.draws, settings.seed),
      settings_(settings),
      levers_(levers_of(outcomes_.scenario(), settings.levers)) {
  if (settings.deterrence && !(*settings.deterrence > 0.0 && *settings.deterrence < 1.0))
    fail_input("deterrence",
               fmt::format("{} is no level to reach; expected a probability between 0 and 1", *settings.deterrence));
  std::vector<std::string> ties;
  for (const auto& tie : outcomes_.scenario().ties) ties.push_back(tie.name());
  if (!settings.tie.empty() && std::find(ties.begin(), ties.end(), settings.tie) == ties.end())
    fail_input("tie " + settings.tie, "is no tie of the scenario; " + suggestion(settings.tie, ties));
}

std::int64_t BreakEvens::draws() const {
  return outcomes_.draws() * static_cast<std::int64_t>(1 + outcomes_.scenario().ties.size() + 16 * levers_.size());
}

// Loss over half of what it is, deterrence under its level, net of the tie: each is 0 where its goal is reached.
std::optional<std::array<double, goals>> BreakEvens::measure(const Lever& lever, double x, const OnDraws& work) const {
  const std::string change = fmt::format("{}={}", lever.key, x);
  const auto with = outcomes_.with({change}, work);
  if (!with) return std::nullopt;
  std::array<double, goals> out{with->mean_loss() - 0.5 * loss_, with->mean_deterrence() - level_, nan};
  if (tie_.empty()) return out;
  const auto without = outcomes_.with({change, "tie." + tie_ + ".integration=0"}, work);
  if (!without) return std::nullopt;
  out[static_cast<int>(Goal::net_turns)] = outcomes_.difference(with->loss, without->loss).difference;
  return out;
}

bool BreakEvens::look_at_now(const OnDraws& work) {
  const auto now = outcomes_.with({}, work);
  if (!now) return false;
  loss_ = now->mean_loss();
  deterrence_ = now->mean_deterrence();
  level_ = settings_.deterrence.value_or(0.5 * (1.0 + deterrence_));
  for (const auto& tie : outcomes_.scenario().ties) {
    if (!settings_.tie.empty() && tie.name() != settings_.tie) continue;
    const auto without = outcomes_.with({"tie." + tie.name() + ".integration=0"}, work);
    if (!without) return false;
    const double net = outcomes_.difference(now->loss, without->loss).difference;
    if (tie_.empty() || std::abs(net) > std::abs(net_)) tie_ = tie.name(), net_ = net;
  }
  return true;
}

bool BreakEvens::find(const Lever& lever, const OnDraws& work) {
  std::map<double, std::array<double, goals>> known;
  const auto at = [&](double x) {
    const auto found = known.find(x);
    if (found != known.end()) return found->second;
    const auto values = measure(lever, x, work);
    if (!values) throw Stopped();
    return known.emplace(x, *values).first->second;
  };
  BreakEven out{lever, false, {}};
  try {
    std::vector<double> grid{lever.low, 0.5 * (lever.low + lever.now), lever.now, 0.5 * (lever.now + lever.high),
                             lever.high};
    grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
    double most = 0.0;
    for (const double x : grid)
      for (int g = 0; g < 2; ++g) most = std::max(most, std::abs(at(x)[g] - at(grid[0])[g]));
    out.idle = most < smallest_sign;
    for (int g = 0; g < goals && !out.idle; ++g)
      for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
        const double a = grid[i], b = grid[i + 1];
        if (!(at(a)[g] * at(b)[g] < 0.0)) continue;
        std::uintmax_t steps = 30;
        const auto [low, high] = boost::math::tools::toms748_solve(
            [&](double x) { return at(x)[g]; }, a, b, at(a)[g], at(b)[g],
            [&](double u, double v) { return std::abs(v - u) <= share_of_range * (lever.high - lever.low); }, steps);
        const double root = 0.5 * (low + high);
        if (!out.value[g] || std::abs(root - lever.now) < std::abs(*out.value[g] - lever.now)) out.value[g] = root;
      }
  } catch (const Stopped&) {
    return false;
  }
  found_.push_back(std::move(out));
  return true;
}

bool BreakEvens::run(const OnDraws& work) {
  if (!look_at_now(work)) return false;
  return std::all_of(levers_.begin(), levers_.end(), [&](const Lever& lever) { return find(lever, work); });
}

}  // namespace wedge::engine
