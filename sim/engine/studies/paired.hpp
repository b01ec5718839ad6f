/// Values of one measure at two settings, on the same draws.
#pragma once

#include <cstdint>
#include <vector>

namespace wedge::engine {

/// A mean difference counts if it is so many standard errors from nothing, and so large: below, it is sure and of no
/// matter.
inline constexpr double significant_errors = 3.0;
inline constexpr double smallest_difference = 5e-4;
/// A single draw's difference has a sign beyond what the solver's tolerance can make of nothing.
inline constexpr double smallest_sign = 1e-9;

struct Paired {
  std::int64_t pairs = 0;            ///< draws with a value at both settings; the rest is over these
  double before = 0.0, after = 0.0;  ///< means; NaN without pairs
  double difference = 0.0;           ///< mean of after − before
  double standard_error = 0.0;       ///< of it; NaN with fewer than two pairs
  double rises = 0.0, falls = 0.0;   ///< share of the pairs
};

/// Entry d of both lists is draw d; NaN where it failed or has no value. With `replicates` > 1 draw d belongs to
/// replicate d mod replicates, and the standard error is that of the mean of the replicates' means.
Paired paired(const std::vector<double>& before, const std::vector<double>& after, int replicates);

/// Whether the difference is beyond its error and of matter.
bool counts(const Paired& found);

}  // namespace wedge::engine
