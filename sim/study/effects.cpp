#include "study/effects.hpp"

#include <cmath>

#include "base/nan.hpp"
#include "jackknife.hpp"
#include "moments.hpp"

namespace wedge {
namespace {

struct EffectMeans {
  double mu_star = nan, mu = nan, sigma = nan;
};

// Over all batches but one.
EffectMeans means_without(const EffectSums& s, int parameter, int slot, int left_out) {
  double count = 0.0, mean = 0.0, m2 = 0.0, sized = 0.0, size = 0.0, unused = 0.0;
  for (int batch = 0; batch < EffectSums::batches; ++batch) {
    if (batch == left_out) continue;
    const int i = (batch * s.parameters + parameter) * s.slots + slot;
    merge_moments(count, mean, m2, s.count[i], s.mean[i], s.m2[i]);
    merge_moments(sized, size, unused, s.count[i], s.size[i], 0.0);
  }
  if (count == 0.0) return {};
  return {size, mean, count > 1.0 ? std::sqrt(m2 / (count - 1.0)) : nan};
}

}  // namespace

double moved_by_half(std::span<double> point, std::span<const int> coordinates) {
  const double step = point[coordinates[0]] < 0.5 ? 0.5 : -0.5;
  for (const int i : coordinates) point[i] += point[i] < 0.5 ? 0.5 : -0.5;
  return step;
}

EffectSums::EffectSums(int p, int s) : parameters(p), slots(s) {
  for (auto* array : {&count, &mean, &m2, &size}) array->assign(static_cast<std::size_t>(batches) * p * s, 0.0);
}

void EffectSums::add(int batch, const double* outputs, const double* moved, std::span<const double> steps) {
  for (int parameter = 0; parameter < parameters; ++parameter)
    for (int slot = 0; slot < slots; ++slot) {
      const double effect = (moved[parameter * slots + slot] - outputs[slot]) / steps[parameter];
      if (std::isnan(effect)) continue;
      const int i = (batch * parameters + parameter) * slots + slot;
      double counted = count[i], unused = 0.0;
      merge_moments(counted, size[i], unused, 1.0, std::abs(effect), 0.0);
      merge_moments(count[i], mean[i], m2[i], 1.0, effect, 0.0);
    }
}

void EffectSums::merge(const EffectSums& other) {
  for (std::size_t i = 0; i < count.size(); ++i) {
    double counted = count[i], unused = 0.0;
    merge_moments(counted, size[i], unused, other.count[i], other.size[i], 0.0);
    merge_moments(count[i], mean[i], m2[i], other.count[i], other.mean[i], other.m2[i]);
  }
}

Effects effects_of(const EffectSums& sums, int parameter, int slot) {
  double mu_star[EffectSums::batches], mu[EffectSums::batches], sigma[EffectSums::batches];
  for (int batch = 0; batch < EffectSums::batches; ++batch) {
    const EffectMeans without = means_without(sums, parameter, slot, batch);
    mu_star[batch] = without.mu_star, mu[batch] = without.mu, sigma[batch] = without.sigma;
  }
  const EffectMeans all = means_without(sums, parameter, slot, -1);
  return {all.mu_star, jackknife_error(mu_star), all.mu, jackknife_error(mu), all.sigma, jackknife_error(sigma)};
}

}  // namespace wedge
