#include "sampling/quantile.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <cmath>
#include <limits>

namespace wedge {
namespace {

// Boost works in long double by default: five times slower, for digits beyond those of a table's nodes.
using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

double scaled_beta(double a, double b, double low, double high, double u) {
  return low + (high - low) * boost::math::quantile(boost::math::beta_distribution<double, InDouble>(a, b), u);
}

struct Quantile {
  double u;

  double operator()(const Uniform& d) const { return d.low + u * (d.high - d.low); }
  double operator()(const Triangular& d) const {
    return boost::math::quantile(boost::math::triangular_distribution<>(d.low, d.mode, d.high), u);
  }
  double operator()(const Normal& d) const {
    const boost::math::normal_distribution<> normal(d.mean, d.deviation);
    const double below = std::isinf(d.low) ? 0.0 : boost::math::cdf(normal, d.low);
    const double up_to = std::isinf(d.high) ? 1.0 : boost::math::cdf(normal, d.high);
    const double p = below + u * (up_to - below);
    if (!(p > 0.0 && p < 1.0)) return p > 0.0 ? d.high : d.low;  // the bounds lie far out in one tail
    return std::clamp(boost::math::quantile(normal, p), d.low, d.high);
  }
  double operator()(const Lognormal& d) const {
    const boost::math::lognormal_distribution<> lognormal(std::log(d.median), std::log(d.deviation));
    return boost::math::quantile(lognormal, u);
  }
  double operator()(const Beta& d) const {
    const double width = d.high - d.low, mean = (d.mean - d.low) / width;
    const double variance = d.deviation * d.deviation / (width * width);
    const double total = mean * (1.0 - mean) / variance - 1.0;
    return scaled_beta(mean * total, (1.0 - mean) * total, d.low, d.high, u);
  }
  double operator()(const Pert& d) const {
    const double width = d.high - d.low;
    return scaled_beta(1.0 + 4.0 * (d.mode - d.low) / width, 1.0 + 4.0 * (d.high - d.mode) / width, d.low, d.high, u);
  }
  double operator()(const Choice& d) const {
    std::vector<double> sorted = d.values;
    std::sort(sorted.begin(), sorted.end());
    const auto index = static_cast<std::size_t>(u * static_cast<double>(sorted.size()));
    return sorted[std::min(index, sorted.size() - 1)];
  }
};

}  // namespace

double quantile(const Distribution& distribution, double u) { return std::visit(Quantile{u}, distribution); }

Scenario<double> at_medians(const Scenario<Quantity>& scenario) {
  Scenario<Quantity> source = scenario;
  Scenario<double> out = reshaped<double>(scenario);
  const auto from = leaves(source);
  const auto to = leaves(out);
  for (std::size_t i = 0; i < from.size(); ++i) {
    const Quantity& q = *from[i].value;
    *to[i].value = q.absent()      ? std::numeric_limits<double>::quiet_NaN()
                   : q.uncertain() ? quantile(q.distribution(), 0.5)
                                   : q.number();
  }
  settle_defaults(out);
  return out;
}

int uncertain_count(const Scenario<Quantity>& scenario) {
  Scenario<Quantity> source = scenario;
  const auto all = leaves(source);
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [](const auto& leaf) { return leaf.value->uncertain(); }));
}

}  // namespace wedge
