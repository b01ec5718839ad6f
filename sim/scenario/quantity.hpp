/// A scenario value: a number, or a distribution that says how uncertain the number is.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace wedge {

/// model.md, "Uncertain numbers". All parameters are in the unit of the key that bears the distribution.
struct Uniform {
  double low, high;  ///< low < high
  bool operator==(const Uniform&) const = default;
};
struct Triangular {
  double low, mode, high;  ///< low ≤ mode ≤ high, low < high
  bool operator==(const Triangular&) const = default;
};
/// Truncated to [low, high]; both may be infinite.
struct Normal {
  double mean, deviation;  ///< of the untruncated normal; deviation > 0
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool operator==(const Normal&) const = default;
};
struct Lognormal {
  double median, deviation;  ///< median > 0; geometric standard deviation > 1
  bool operator==(const Lognormal&) const = default;
};
/// Scaled to [low, high].
struct Beta {
  double mean, deviation;  ///< of the scaled variable: low < mean < high, deviation² < (mean−low)(high−mean)
  double low = 0.0, high = 1.0;
  bool operator==(const Beta&) const = default;
};
/// Beta with mean (low + 4 mode + high)/6 and shapes 1 + 4(mode−low)/(high−low), 1 + 4(high−mode)/(high−low).
struct Pert {
  double low, mode, high;  ///< low ≤ mode ≤ high, low < high
  bool operator==(const Pert&) const = default;
};
/// Each value with the same probability.
struct Choice {
  std::vector<double> values;  ///< not empty
  bool operator==(const Choice&) const = default;
};

using Distribution = std::variant<Uniform, Triangular, Normal, Lognormal, Beta, Pert, Choice>;

/// Least and greatest value that the distribution can take (±∞ where unbounded).
struct Support {
  double low, high;
};
Support support_of(const Distribution& distribution);

/// A numeric key as the user wrote it. `Absent` stays only where the default is another key
/// (`tactic_precision`, a pact's `ad_hoc`); see settle_defaults().
class Quantity {
 public:
  Quantity() = default;
  Quantity(double number) : value_(number) {}
  Quantity(Distribution distribution) : value_(std::move(distribution)) {}

  bool absent() const { return std::holds_alternative<std::monostate>(value_); }
  bool uncertain() const { return std::holds_alternative<Distribution>(value_); }
  /// The number. Requires that it is one.
  double number() const { return std::get<double>(value_); }
  /// The distribution. Requires uncertain().
  const Distribution& distribution() const { return std::get<Distribution>(value_); }
  /// The number's own value twice, or the distribution's support. Requires !absent().
  Support support() const { return uncertain() ? support_of(distribution()) : Support{number(), number()}; }

 private:
  std::variant<std::monostate, double, Distribution> value_;
};

/// As a scenario file has it, `0.5` or `{ pert = [0.1, 0.2, 0.4] }`, with all digits; empty if it is absent.
std::string toml_text(const Quantity& quantity);

}  // namespace wedge
