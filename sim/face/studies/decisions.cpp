#include <fmt/format.h>

#include <cmath>

#include "engine/decisions/calibrated.hpp"
#include "engine/decisions/optimised_json.hpp"
#include "face/access.hpp"
#include "face/studies/stoppable.hpp"
#include "wedge/calibration.hpp"
#include "wedge/optimisation.hpp"

namespace wedge::face {
namespace {

std::optional<double> unless_nan(double x) { return std::isnan(x) ? std::nullopt : std::optional(x); }

Outcome outcome_of(const engine::Judged& of) {
  return {of.aim, of.aim_error, of.loss, of.loss_error, of.deterrence, of.deterrence_error};
}

}  // namespace

Optimisation optimise(const Scenario& scenario, const std::string& levers, const OptimiseOptions& options) {
  engine::OptimiseSettings settings{.levers = levers,
                                    .aim = engine::objective_named(options.minimise),
                                    .level = options.level,
                                    .budget = options.budget,
                                    .front = options.front,
                                    .starts = options.starts,
                                    .draws = options.draws,
                                    .seed = fmt::format("{:x}", options.seed)};
  if (!options.target.empty()) settings.target = engine::target_of(options.target);
  engine::Optimised optimised(Access::source(scenario), settings);
  if (!options.output.empty()) optimised.keep_in(options.output, options.force);
  StoppableWork(options.threads, options.stop).run([&](const engine::OnDraws& work) { return optimised.run(work); });
  const engine::Optimum& found = *optimised.optimum();
  Optimisation out{};
  for (std::size_t i = 0; i < found.choice.values.size(); ++i) {
    const engine::PricedLever& lever = optimised.space().levers()[i];
    out.levers.push_back({lever.key, lever.unit, lever.low, lever.high, lever.now, found.choice.values[i],
                          lever.cost(found.choice.values[i]), found.slope[i], unless_nan(found.slope_error[i]),
                          found.edge[i] == engine::Edge::low, found.edge[i] == engine::Edge::high});
  }
  out.cost = found.choice.cost;
  out.reached = found.reached;
  out.budget_binds = found.budget_binds;
  out.before = outcome_of(found.before);
  out.after = outcome_of(found.after);
  out.fresh_before = outcome_of(found.fresh_before);
  out.fresh_after = outcome_of(found.fresh_after);
  out.optimism = found.optimism;
  out.optimism_error = found.optimism_error;
  for (const engine::Chosen& point : optimised.front())
    out.front.push_back({point.budget, point.cost, point.aim, point.loss, point.deterrence, point.values});
  for (std::size_t w = 0; w < found.regret.size(); ++w)
    out.scenarios.push_back({optimised.scenarios()[w].name, found.regret[w], found.best_of_world[w].loss});
  out.settings = optimised.space().settings(found.choice.values);
  out.json = engine::optimum_document(optimised);
  return out;
}

Calibration calibrate(const Scenario& scenario, const std::string& rates, const CalibrateOptions& options) {
  engine::Calibrated calibrated(Access::source(scenario),
                                {rates, options.draws, fmt::format("{:x}", options.seed), options.starts});
  StoppableWork(options.threads, options.stop).run([&](const engine::OnDraws& work) { return calibrated.run(work); });
  const engine::Fit& fit = calibrated.fit();
  Calibration out{};
  for (std::size_t k = 0; k < fit.values.size(); ++k) {
    const engine::PricedLever& key = calibrated.space().levers()[k];
    out.keys.push_back({key.key, key.unit, key.low, key.high, key.now, fit.values[k], unless_nan(fit.error[k])});
  }
  for (std::size_t r = 0; r < fit.found.size(); ++r) {
    const engine::Rate& rate = calibrated.rates()[r];
    out.rates.push_back({rate.measure, rate.at, rate.value, rate.error, calibrated.rates_now()[r], fit.found[r]});
  }
  out.misfit = fit.misfit;
  for (const engine::Direction& direction : fit.untold) {
    out.untold.emplace_back();
    for (const auto& [key, share] : direction.keys)
      out.untold.back().emplace_back(calibrated.space().levers()[key].key, share);
  }
  out.settings = calibrated.space().settings(fit.values);
  out.json = engine::calibration_document(calibrated);
  return out;
}

}  // namespace wedge::face
