#include "engine/decisions/objective.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "base/nearest.hpp"

namespace wedge::engine {
namespace {

const std::vector<std::string> objective_names{"loss", "quantile", "tail", "regret", "cost"};

std::vector<double> solved_ascending(const std::vector<double>& values) {
  std::vector<double> out;
  for (const double x : values)
    if (!std::isnan(x)) out.push_back(x);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Objective objective_named(const std::string& word) {
  const auto found = std::find(objective_names.begin(), objective_names.end(), word);
  if (found == objective_names.end()) fail_input("minimise " + word, "is no aim; " + suggestion(word, objective_names));
  return static_cast<Objective>(found - objective_names.begin());
}

const char* name_of(Objective aim) { return objective_names[static_cast<std::size_t>(aim)].c_str(); }

double mean_of(const std::vector<double>& values) {
  double sum = 0.0, count = 0.0;
  for (const double x : values)
    if (!std::isnan(x)) sum += x, ++count;
  return count > 0.0 ? sum / count : nan;
}

double quantile_of(const std::vector<double>& values, double level) {
  const std::vector<double> sorted = solved_ascending(values);
  if (sorted.empty()) return nan;
  const double at = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double tail_of(const std::vector<double>& values, double level) {
  const std::vector<double> sorted = solved_ascending(values);
  if (sorted.empty()) return nan;
  const double mass = (1.0 - level) * static_cast<double>(sorted.size());
  double left = mass, sum = 0.0;
  for (std::size_t i = sorted.size(); i-- > 0 && left > 0.0; left -= 1.0) sum += std::min(left, 1.0) * sorted[i];
  return mass > 0.0 ? sum / mass : sorted.back();
}

double bootstrap_error(std::int64_t draws, const std::function<double(const std::vector<std::size_t>&)>& statistic) {
  constexpr int resamples = 200;
  if (draws < 2) return nan;
  std::mt19937_64 random(0x5eed);
  std::vector<std::size_t> picked(static_cast<std::size_t>(draws));
  double mean = 0.0, square = 0.0;
  for (int r = 0; r < resamples; ++r) {
    for (std::size_t& d : picked) d = random() % static_cast<std::uint64_t>(draws);
    const double x = statistic(picked), before = mean;
    mean += (x - mean) / (r + 1);
    square += (x - before) * (x - mean);
  }
  return std::sqrt(square / (resamples - 1));
}

}  // namespace wedge::engine
