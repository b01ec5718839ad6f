/// Count, mean and sum of squared distances from the mean, merged.
#pragma once

namespace wedge {

/// Chan, Golub and LeVeque's update of (count, mean, M2) by another set.
inline void merge_moments(double& count, double& mean, double& m2, double other_count, double other_mean,
                          double other_m2) {
  if (other_count == 0.0) return;
  const double total = count + other_count, distance = other_mean - mean;
  mean += distance * other_count / total;
  m2 += other_m2 + distance * distance * count * other_count / total;
  count = total;
}

}  // namespace wedge
