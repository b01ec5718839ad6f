/// What a scenario is to be fitted to: RATES.toml.
#pragma once

#include "engine/decisions/levers.hpp"

namespace wedge::engine {

/// A number that a measure of the study is to have.
struct Rate {
  std::string measure;
  std::vector<std::string> at;  ///< labels of its dimensions, in order
  double value = 0.0;
  std::optional<double> error{};  ///< standard error of the value
  double weight = 1.0;            ///< of the squared difference; 1 / error² with an error
  int slot = 0;                   ///< of a draw's measures
  reading::Spot spot{};

  std::string name() const;  ///< `attack_by_target front`
};

struct RatesFile {
  std::vector<PricedLever> keys;
  std::vector<Rate> rates;
};

/// `[[key]] key, low, high` and `[[rate]] measure, at, value, error or weight`. Bounds that are positive and far from
/// each other are searched by ratio. InputError with every problem and its place.
RatesFile read_rates(const std::string& text, const std::string& file, const Scenario<Quantity>& scenario,
                     const StudyLayout& layout);

}  // namespace wedge::engine
