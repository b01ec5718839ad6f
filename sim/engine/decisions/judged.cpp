// What an optimum is worth: on the draws that it was found on and on fresh ones, and where it would go.
#include <algorithm>
#include <cmath>

#include "base/nan.hpp"
#include "engine/decisions/optimised.hpp"

namespace wedge::engine {
namespace {

constexpr std::uint64_t another = 0x9e3779b97f4a7c15;  // seed: any that nobody chooses
constexpr double slope_step = 0.01;                    // of a lever's range
constexpr double at_an_edge = 1e-6;                    // of a lever's range
constexpr double left_of_a_budget = 1e-3;              // that binds all the same

double with_error(const CommonOutcomes& outcomes, const std::vector<double>& values, double& error) {
  const Paired from_nothing = outcomes.difference(std::vector<double>(values.size(), 0.0), values);
  error = from_nothing.standard_error;
  return mean_of(values);
}

std::vector<double> picked_from(const std::vector<double>& values, const std::vector<std::size_t>& draws) {
  std::vector<double> out;
  for (const std::size_t d : draws) out.push_back(values[d]);
  return out;
}

}  // namespace

std::optional<std::vector<Optimised::Values>> Optimised::values_at(const Worlds& worlds,
                                                                   const std::vector<std::string>& changes,
                                                                   const OnDraws& work) const {
  std::vector<Values> out;
  for (const auto& world : worlds) {
    auto values = world->with(changes, work);
    if (!values) return std::nullopt;
    out.push_back(std::move(*values));
  }
  return out;
}

// By world, what could be had there; nothing for the file itself.
std::optional<std::vector<Optimised::Values>> Optimised::values_of_best(const Worlds& worlds,
                                                                        const OnDraws& work) const {
  std::vector<Values> out(1);
  for (std::size_t w = 0; w < best_of_world_.size(); ++w) {
    auto values = worlds[w + 1]->with(space_.settings(best_of_world_[w].values), work);
    if (!values) return std::nullopt;
    out.push_back(std::move(*values));
  }
  return out;
}

// The aim over all draws, or over those that were picked.
double Optimised::aim_over(const std::vector<Values>& values, const std::vector<Values>& best,
                           const std::vector<std::size_t>* draws) const {
  const auto of = [&](const std::vector<double>& all) { return draws == nullptr ? all : picked_from(all, *draws); };
  switch (settings_.aim) {
    case Objective::quantile:
      return quantile_of(of(values[0].loss), settings_.level);
    case Objective::tail:
      return tail_of(of(values[0].loss), settings_.level);
    case Objective::loss:
    case Objective::cost:
      return mean_of(of(of_deterrence() ? values[0].deterrence : values[0].loss));
    case Objective::regret:
      break;
  }
  double most = -HUGE_VAL;
  for (std::size_t w = 1; w < values.size(); ++w)
    most = std::max(most, mean_of(of(values[w].loss)) - mean_of(of(best[w].loss)));
  return most;
}

Judged Optimised::judged(const Worlds& worlds, const std::vector<Values>& values,
                         const std::vector<Values>& best) const {
  Judged out;
  const std::vector<double>& loss = values[0].loss;
  out.solved = std::count_if(loss.begin(), loss.end(), [](double x) { return !std::isnan(x); });
  out.loss = with_error(*worlds[0], loss, out.loss_error);
  out.deterrence = with_error(*worlds[0], values[0].deterrence, out.deterrence_error);
  out.aim = aim_over(values, best, nullptr);
  if (settings_.aim == Objective::loss || settings_.aim == Objective::cost)
    out.aim_error = of_deterrence() ? out.deterrence_error : out.loss_error;
  else
    out.aim_error = bootstrap_error(static_cast<std::int64_t>(loss.size()), [&](const std::vector<std::size_t>& draws) {
      return aim_over(values, best, &draws);
    });
  return out;
}

// Of after − before, on the same draws.
double Optimised::improvement_error(const Worlds& worlds, const std::vector<Values>& before,
                                    const std::vector<Values>& after, const std::vector<Values>& best) const {
  if (settings_.aim == Objective::loss || settings_.aim == Objective::cost)
    return of_deterrence() ? worlds[0]->difference(before[0].deterrence, after[0].deterrence).standard_error
                           : worlds[0]->difference(before[0].loss, after[0].loss).standard_error;
  return bootstrap_error(static_cast<std::int64_t>(before[0].loss.size()), [&](const std::vector<std::size_t>& draws) {
    return aim_over(after, best, &draws) - aim_over(before, best, &draws);
  });
}

std::int64_t Optimised::fresh_draws() const { return std::max<std::int64_t>(1024, 4 * settings_.draws); }

bool Optimised::judge(const OnDraws& work) {
  Optimum& found = *optimum_;
  const std::vector<std::string> chosen = space_.settings(found.choice.values);
  const std::uint64_t fresh_seed = seed() ^ another;
  if (fresh_.empty())
    for (std::size_t w = 0; w < worlds_.size(); ++w) {
      ScenarioSource source = source_;
      if (w > 0) source.set.insert(source.set.end(), file_.worlds[w - 1].set.begin(), file_.worlds[w - 1].set.end());
      char digits[17];
      std::snprintf(digits, sizeof digits, "%llx", static_cast<unsigned long long>(fresh_seed));
      fresh_.push_back(std::make_unique<CommonOutcomes>(source, fresh_draws(), digits));
    }
  const struct {
    const Worlds& worlds;
    Judged &before, &after;
  } sides[]{{worlds_, found.before, found.after}, {fresh_, found.fresh_before, found.fresh_after}};
  double square = 0.0;
  for (const auto& side : sides) {
    const auto best = values_of_best(side.worlds, work);
    const auto before = best ? values_at(side.worlds, {}, work) : std::nullopt;
    const auto after = before ? values_at(side.worlds, chosen, work) : std::nullopt;
    if (!after) return false;
    side.before = judged(side.worlds, *before, *best);
    side.after = judged(side.worlds, *after, *best);
    const double error = improvement_error(side.worlds, *before, *after, *best);
    square += error * error;
  }
  const double sign = of_deterrence() ? 1.0 : -1.0;
  found.promised = sign * (found.after.aim - found.before.aim);
  found.kept = sign * (found.fresh_after.aim - found.fresh_before.aim);
  found.optimism = found.promised - found.kept;
  found.optimism_error = std::sqrt(square);
  return true;
}

bool Optimised::find_slopes(const OnDraws& work) {
  Optimum& found = *optimum_;
  const Place here = space_.place(found.choice.values);
  found.slope.clear(), found.slope_error.clear(), found.edge.clear();
  for (std::size_t i = 0; i < here.size(); ++i) {
    found.edge.push_back(here[i] <= at_an_edge ? Edge::low : here[i] >= 1.0 - at_an_edge ? Edge::high : Edge::none);
    Place below = here, above = here;
    below[i] = std::max(0.0, here[i] - slope_step), above[i] = std::min(1.0, here[i] + slope_step);
    const std::vector<double> low = space_.values(below), high = space_.values(above);
    const double run = high[i] - low[i];
    if (settings_.aim == Objective::loss || settings_.aim == Objective::cost) {
      const auto left = worlds_[0]->with(space_.settings(low), work);
      const auto right = left ? worlds_[0]->with(space_.settings(high), work) : std::nullopt;
      if (!right) return false;
      const Paired rise = of_deterrence() ? worlds_[0]->difference(left->deterrence, right->deterrence)
                                          : worlds_[0]->difference(left->loss, right->loss);
      found.slope.push_back(rise.difference / run);
      found.slope_error.push_back(rise.standard_error / run);
      continue;
    }
    double ends[2];
    for (const int end : {0, 1}) {
      const std::vector<double>& values = end == 0 ? low : high;
      if (settings_.aim == Objective::regret) {
        const auto regret = regret_at(values, work);
        if (!regret) return false;
        ends[end] = *regret;
      } else {
        const auto there = evaluations_.at(0, values, work);
        if (!there) return false;
        ends[end] = aim_of(*there);
      }
    }
    found.slope.push_back((ends[1] - ends[0]) / run);
    found.slope_error.push_back(nan);
  }
  const std::optional<double>& budget = settings_.budget;
  found.budget_binds = budget && *budget - found.choice.cost <= left_of_a_budget * *budget;
  return true;
}

}  // namespace wedge::engine
