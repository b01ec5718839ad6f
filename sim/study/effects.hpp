/// Elementary effects (Morris, 1991): how far a measure moves when one uncertain key alone is moved.
#pragma once

#include <span>
#include <vector>

namespace wedge {

/// Moves these coordinates of a point of the unit cube by one half, up from the lower half and down from the upper one.
/// Returns the step of the first: ½ or −½.
double moved_by_half(std::span<double> point, std::span<const int> coordinates);

/// Sums over draws. A draw is one set of inputs and, for each parameter, the same with that parameter moved; its
/// elementary effect is the difference of the outputs over the step: the change for the whole range of the key, in
/// probability. Arrays are by batch, parameter, slot; the batches say how certain the means are.
struct EffectSums {
  static constexpr int batches = 16;
  int parameters = 0, slots = 0;
  std::vector<double> count, mean, m2;  ///< of the effects
  std::vector<double> size;             ///< mean of their absolute values

  EffectSums() = default;
  EffectSums(int parameters, int slots);
  /// Adds one draw: a row of `slots` outputs, those with each parameter moved, and the steps. What is NaN on either
  /// side is left out there.
  void add(int batch, const double* outputs, const double* moved, std::span<const double> steps);
  void merge(const EffectSums& other);
};

/// Morris's μ* (Campolongo, Cariboni and Saltelli, Environmental Modelling & Software 22, 2007), μ and σ, in the
/// measure's unit, with jackknife standard errors over the batches.
struct Effects {
  double mu_star, mu_star_error;  ///< mean absolute effect: how much the parameter matters
  double mu, mu_error;            ///< mean effect: in which direction; smaller in size where both occur
  double sigma, sigma_error;      ///< their standard deviation: 0 where the measure is linear in it and by itself
};

/// NaN where no draw has an effect; sigma with fewer than two.
Effects effects_of(const EffectSums& sums, int parameter, int slot);

}  // namespace wedge
