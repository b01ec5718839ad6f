/// From points of the unit cube to draws of a scenario.
#pragma once

#include <memory>
#include <span>

#include "base/real.hpp"
#include "sampling/quantile.hpp"

namespace wedge {

class QuantileTable;

/// A quantile function made fast: tabulated over the normal score z with cubic interpolation where the function
/// itself is slow. Within 1e-9 of it, relative to the distribution's central 90% range. A whole table would take some
/// milliseconds: of one the parts that draws fall into are made, once, and equal distributions share it as long as any
/// of them lives, of any sampler.
class Marginal {
 public:
  explicit Marginal(const Distribution& distribution);
  double at(double u) const;               ///< u in (0, 1)
  double at_normal_score(double z) const;  ///< u = Φ(z)

 private:
  Distribution distribution_;
  std::shared_ptr<const QuantileTable> table_;  // none: the function is fast enough as it is
};

/// Φ⁻¹.
double normal_score(double u);

/// The uncertain keys of a scenario and how they are drawn: one dimension of the unit cube each, in the order of the
/// field table; correlated ones by a Gaussian copula. Throws InputError naming the keys if the correlations cannot
/// hold together.
class Sampler {
 public:
  explicit Sampler(const Scenario<Quantity>& scenario);

  int dimensions() const { return static_cast<int>(marginals_.size()); }
  const std::vector<std::string>& keys() const { return keys_; }  ///< by dimension
  /// Position among the leaves (numbers.hpp) of each dimension.
  const std::vector<int>& leaf() const { return leaf_; }

  /// Values of the uncertain keys at one point; both spans have `dimensions` entries.
  void values(std::span<const double> point, std::span<double> out) const;

 private:
  std::vector<std::string> keys_;
  std::vector<int> leaf_;
  std::vector<Marginal> marginals_;
  std::vector<int> coupled_;      // dimensions that take part in a correlation
  std::vector<double> cholesky_;  // lower triangle among them, by rows
};

}  // namespace wedge
