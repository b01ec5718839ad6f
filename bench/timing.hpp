/// Times cases with Google Benchmark.
#pragma once

#include "case.hpp"

namespace wedge::bench {

struct TimingOptions {
  int repetitions = 5;
  double min_seconds = 0.1;  ///< of one repetition
  bool progress = true;      ///< name each case on stderr when its turn comes
};

/// Nanoseconds for one of a case's `amount`, one number a repetition.
struct Timing {
  Case what;
  std::vector<double> samples;

  double median() const;
  double least() const;
};

/// In the order of `cases`.
std::vector<Timing> time_cases(const std::vector<Case>& cases, const TimingOptions& options);

}  // namespace wedge::bench
