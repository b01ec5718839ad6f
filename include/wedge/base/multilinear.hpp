/// Functions that are linear in each of m variables, as sums of monomials.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace wedge {

/// In place: values at the corners of the unit cube (index = bits of the variables that are 1) become
/// the coefficients of the monomials (Möbius transform). Size is a power of two.
template <class Real>
void to_monomials(std::span<Real> corners) {
  for (std::size_t bit = 1; bit < corners.size(); bit <<= 1)
    for (std::size_t s = 0; s < corners.size(); ++s)
      if (s & bit) corners[s] -= corners[s ^ bit];
}

/// Evaluates multilinear functions and their gradients at one point: variables are contracted from the
/// last to the first, 2^m − 1 multiply-adds for the value and as many for the gradient.
template <class Real>
class MultilinearPoint {
 public:
  MultilinearPoint() = default;
  explicit MultilinearPoint(int most_variables)
      : levels_(std::size_t{2} << most_variables), monomials_(std::size_t{1} << most_variables) {}

  /// Moves to the point `x`; at most `most_variables` coordinates.
  void move_to(std::span<const Real> x) {
    x_ = x;
    monomials_[0] = Real(1.0);
    for (std::size_t j = 0; j < x.size(); ++j) {
      const std::size_t half = std::size_t{1} << j;
      for (std::size_t s = 0; s < half; ++s) monomials_[s + half] = monomials_[s] * x[j];
    }
  }

  /// f(x) for the function with these 2^m coefficients.
  Real value(std::span<const Real> coefficients) const {
    Real sum(0.0);
    for (std::size_t s = 0; s < coefficients.size(); ++s) sum += coefficients[s] * monomials_[s];
    return sum;
  }

  /// f(x); `gradient` (m entries) becomes ∂f/∂x.
  Real value_and_gradient(std::span<const Real> coefficients, std::span<Real> gradient) {
    const Real* upper = coefficients.data();
    Real* next = levels_.data();
    for (std::size_t j = x_.size(); j-- > 0;) {
      const std::size_t half = std::size_t{1} << j;
      Real slope(0.0);
      for (std::size_t s = 0; s < half; ++s) {
        next[s] = upper[s] + x_[j] * upper[s + half];
        slope += monomials_[s] * upper[s + half];
      }
      gradient[j] = slope;
      upper = next;
      next += half;
    }
    return upper[0];
  }

 private:
  std::span<const Real> x_;
  std::vector<Real> levels_, monomials_;
};

}  // namespace wedge
