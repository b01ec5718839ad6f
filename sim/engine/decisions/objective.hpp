/// What a choice is judged by: numbers over draws, of which less is better.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace wedge::engine {

enum class Objective {
  loss,      ///< its mean
  quantile,  ///< of the loss
  tail,      ///< mean of the loss beyond the quantile
  regret,    ///< the largest over scenarios of the mean loss less the least that can be reached there
  cost       ///< of reaching a target
};

/// loss, quantile, tail, regret, cost. InputError for other words.
Objective objective_named(const std::string& word);
const char* name_of(Objective aim);

// Values by draw, NaN where it failed, which is left out. NaN without any.
double mean_of(const std::vector<double>& values);
/// Linear between order statistics (R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", 1996, type
/// 7).
double quantile_of(const std::vector<double>& values, double level);
/// The mean of the worst 1 − level of them, the last one counted in part (R. T. Rockafellar and S. Uryasev,
/// "Optimization of Conditional Value-at-Risk", 2000).
double tail_of(const std::vector<double>& values, double level);

/// Of a statistic of draws, by resampling them (B. Efron, "Bootstrap Methods", 1979): `statistic` is asked with lists
/// of as many draws, each from 0 … draws − 1. NaN with fewer than two draws.
double bootstrap_error(std::int64_t draws, const std::function<double(const std::vector<std::size_t>&)>& statistic);

}  // namespace wedge::engine
