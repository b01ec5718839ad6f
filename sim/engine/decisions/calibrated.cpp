#include "engine/decisions/calibrated.hpp"

#include <fmt/format.h>

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "base/version.hpp"
#include "engine/decisions/objective.hpp"
#include "engine/json.hpp"
#include "sampling/quantile.hpp"

namespace wedge::engine {
namespace {

constexpr double derivative_step = 0.01;  // of a key's range
constexpr double hardly_any = 1e-2;       // of the largest effect that a direction has
constexpr double in_direction = 0.01;     // of a direction of length 1: what moves less is not in it
constexpr double impossible = 1e-9;       // probabilities beyond are as good as it
constexpr double fine = 1e-6;             // of a key's range: to which the fit is found

// Every uncertain key at its median.
ScenarioSource at_its_medians(ScenarioSource source) {
  const Scenario<Quantity> scenario = read(source).scenario;
  Scenario<double> medians = at_medians(scenario);
  const auto values = leaves(medians);
  const auto numbers = numbers_of(scenario);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i].second.uncertain()) source.set.push_back(fmt::format("{}={}", numbers[i].first, *values[i].value));
  return source;
}

}  // namespace

Calibrated::Calibrated(const ScenarioSource& source, const CalibrateSettings& settings)
    : source_(settings.draws > 0 ? source : at_its_medians(source)),
      settings_(settings),
      scenario_(read(source_).scenario),
      common_(
          {scenario_},
          {.draws = std::max<std::int64_t>(settings.draws, 1), .seed = settings.seed, .balance = false, .looks = true}),
      as_it_is_(common_.study(source_, scenario_)),
      file_(read_rates(text_of(settings.rates), settings.rates, scenario_, as_it_is_->layout())),
      space_(file_.keys) {
  for (const PricedLever& key : space_.levers())
    for (const double end : {key.low, key.high}) {
      ScenarioSource there = source_;
      there.set.push_back(fmt::format("{}={}", key.key, end));
      try {
        read(there);
      } catch (const InputError& error) {
        throw InputError({Problem{settings.rates, key.spot.line, key.spot.column, key.key, error.what()}});
      }
    }
}

bool Calibrated::have_errors() const {
  return std::all_of(rates().begin(), rates().end(), [](const Rate& rate) { return rate.error.has_value(); });
}

std::int64_t Calibrated::draws() const {
  const SearchSettings search{.starts = settings_.starts};
  return std::max<std::int64_t>(settings_.draws, 1) * (2 * search.evaluations(space_.size()) + 2 * space_.size() + 2);
}

std::optional<std::vector<double>> Calibrated::rates_with(const std::vector<std::string>& changes,
                                                          const OnDraws& work) const {
  ScenarioSource changed = source_;
  changed.set.insert(changed.set.end(), changes.begin(), changes.end());
  const auto study = common_.study(changed, read(changed).scenario);
  std::vector<int> slots;
  for (const Rate& rate : rates()) slots.push_back(rate.slot);
  const auto values = values_of(*study, slots, work.threads, work.stop, work.draws_done);
  if (!values) return std::nullopt;
  std::vector<double> out;
  for (const std::vector<double>& of_rate : *values) out.push_back(mean_of(of_rate));
  return out;
}

// With `by_odds` the difference of probabilities is that of their log-odds, so weighted that it is the same near the
// rate: in a logit model these go on changing where the probabilities themselves are flat.
std::optional<double> Calibrated::misfit_at(const std::vector<double>& values, bool by_odds,
                                            const OnDraws& work) const {
  const auto found = rates_with(space_.settings(values), work);
  if (!found) return std::nullopt;
  double sum = 0.0;
  for (std::size_t r = 0; r < found->size(); ++r) {
    const double wanted = rates()[r].value;
    double off = (*found)[r] - wanted;
    if (by_odds && wanted > 0.0 && wanted < 1.0 && !std::isnan(off)) {
      const double there = std::clamp((*found)[r], impossible, 1.0 - impossible);
      off = wanted * (1.0 - wanted) * (std::log(there / (1.0 - there)) - std::log(wanted / (1.0 - wanted)));
    }
    sum += rates()[r].weight * off * off;
  }
  return sum;
}

bool Calibrated::run(const OnDraws& work) {
  const auto now = rates_with({}, work);
  if (!now) return false;
  now_ = *now;
  for (std::size_t r = 0; r < now_.size(); ++r)
    if (std::isnan(now_[r])) {
      const Rate& rate = rates()[r];
      throw InputError({Problem{settings_.rates, rate.spot.line, rate.spot.column, rate.spot.key,
                                "has no value in the scenario as it is; expected a measure that it has"}});
    }
  const SearchSettings search{.starts = settings_.starts, .seed = seed_of(settings_.seed), .tolerance = fine};
  std::optional<Place> best;
  for (const bool by_odds : {true, false}) {
    const auto misfit = [&](const std::vector<double>& values) { return misfit_at(values, by_odds, work); };
    best = least_value({space_, misfit, {}, true}, search, best ? std::vector<Place>{*best} : std::vector<Place>{});
    if (!best) return false;
  }
  fit_.values = space_.values(*best);
  const auto found = rates_with(space_.settings(fit_.values), work);
  const auto sum = found ? misfit_at(fit_.values, false, work) : std::nullopt;
  if (!sum) return false;
  fit_.found = *found;
  fit_.misfit = *sum;
  return find_directions(work);
}

// The derivatives of the weighted rates by the keys, each over its range, and the directions in which they are small.
bool Calibrated::find_directions(const OnDraws& work) {
  const int keys = space_.size(), count = static_cast<int>(rates().size());
  const Place here = space_.place(fit_.values);
  Eigen::MatrixXd derivatives(count, keys);
  for (int k = 0; k < keys; ++k) {
    Place below = here, above = here;
    below[k] = std::max(0.0, here[k] - derivative_step), above[k] = std::min(1.0, here[k] + derivative_step);
    const auto left = rates_with(space_.settings(space_.values(below)), work);
    const auto right = left ? rates_with(space_.settings(space_.values(above)), work) : std::nullopt;
    if (!right) return false;
    for (int r = 0; r < count; ++r)
      derivatives(r, k) = std::sqrt(rates()[r].weight) * ((*right)[r] - (*left)[r]) / (above[k] - below[k]);
  }
  if (!derivatives.allFinite()) throw std::runtime_error(source_.file + ": some rates have no value near the fit");
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(derivatives, Eigen::ComputeFullV);
  const auto& singular = svd.singularValues();
  const double most = singular.size() > 0 ? singular[0] : 0.0;
  fit_.singular.assign(singular.data(), singular.data() + singular.size());
  std::vector<double> variance(static_cast<std::size_t>(keys), 0.0);
  for (int d = 0; d < keys; ++d) {
    const double effect = d < singular.size() ? singular[d] : 0.0;
    const auto direction = svd.matrixV().col(d);
    if (effect > hardly_any * most) {
      for (int k = 0; k < keys; ++k) variance[k] += direction[k] * direction[k] / (effect * effect);
      continue;
    }
    Direction untold;
    for (int k = 0; k < keys; ++k)
      if (std::abs(direction[k]) >= in_direction) {
        untold.keys.emplace_back(k, direction[k]);
        variance[k] = nan;
      }
    fit_.untold.push_back(std::move(untold));
  }
  fit_.error.clear();
  for (int k = 0; k < keys; ++k) {
    const PricedLever& key = space_.levers()[k];
    const double by_place = key.by_ratio ? fit_.values[k] * std::log(key.high / key.low) : key.high - key.low;
    fit_.error.push_back(have_errors() ? std::sqrt(variance[k]) * by_place : nan);
  }
  return true;
}

std::string calibration_document(const Calibrated& calibrated) {
  const Fit& fit = calibrated.fit();
  Json document = {{"program", "wedge " + std::string(version)},
                   {"scenario", calibrated.source().file},
                   {"set", calibrated.source().set},
                   {"rates_file", calibrated.settings().rates},
                   {"draws", calibrated.settings().draws},
                   {"seed", calibrated.settings().seed},
                   {"misfit", json_number(fit.misfit)},
                   {"rates", Json::array()},
                   {"keys", Json::array()},
                   {"singular_values", fit.singular},
                   {"untold", Json::array()}};
  for (std::size_t r = 0; r < fit.found.size(); ++r) {
    const Rate& rate = calibrated.rates()[r];
    document["rates"].push_back({{"measure", rate.measure},
                                 {"at", rate.at},
                                 {"value", rate.value},
                                 {"error", rate.error ? json_number(*rate.error) : Json(nullptr)},
                                 {"weight", rate.weight},
                                 {"now", json_number(calibrated.rates_now()[r])},
                                 {"found", json_number(fit.found[r])}});
  }
  for (std::size_t k = 0; k < fit.values.size(); ++k) {
    const PricedLever& key = calibrated.space().levers()[k];
    document["keys"].push_back({{"key", key.key},
                                {"unit", key.unit},
                                {"low", key.low},
                                {"high", key.high},
                                {"now", json_number(key.now)},
                                {"value", fit.values[k]},
                                {"standard_error", json_number(fit.error[k])}});
  }
  for (const Direction& direction : fit.untold) {
    Json keys = Json::object();
    for (const auto& [key, share] : direction.keys) keys[calibrated.space().levers()[key].key] = share;
    document["untold"].push_back(std::move(keys));
  }
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
