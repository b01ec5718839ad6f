#include "sampling/sampler.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <atomic>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <mutex>
#include <numbers>
#include <utility>

#include "base/error.hpp"
#include "base/nan.hpp"

namespace wedge {
namespace {

// The table covers ±8.3 normal scores: all of (0, 1) that a double of 53 random bits can name.
constexpr double table_reach = 8.3;
constexpr int table_cells = 4096;
constexpr double table_step = 2.0 * table_reach / table_cells;

double probability_of(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

bool needs_table(const Distribution& d) {
  return std::holds_alternative<Normal>(d) || std::holds_alternative<Beta>(d) || std::holds_alternative<Pert>(d);
}

// A triangle L with L Lᵀ = the matrix, which may be singular: what follows from others has no part of its own. Empty
// when the matrix has a negative eigenvalue.
std::vector<double> factor_of(const Eigen::MatrixXd& matrix) {
  Eigen::MatrixXd lower;
  const Eigen::LLT<Eigen::MatrixXd> definite(matrix);
  if (definite.info() == Eigen::Success) {
    lower = definite.matrixL();
  } else {
    constexpr double nothing = 1e-9;
    lower = Eigen::MatrixXd::Zero(matrix.rows(), matrix.cols());
    for (Eigen::Index j = 0; j < matrix.rows(); ++j) {
      const double own = matrix(j, j) - lower.row(j).head(j).squaredNorm();
      if (own < -nothing) return {};
      if (own > nothing) lower(j, j) = std::sqrt(own);
      for (Eigen::Index i = j + 1; i < matrix.rows(); ++i) {
        const double left = matrix(i, j) - lower.row(i).head(j).dot(lower.row(j).head(j));
        if (own > nothing)
          lower(i, j) = left / lower(j, j);
        else if (std::abs(left) > std::sqrt(nothing))
          return {};
      }
    }
  }
  std::vector<double> out;
  for (Eigen::Index i = 0; i < lower.rows(); ++i)
    for (Eigen::Index j = 0; j <= i; ++j) out.push_back(lower(i, j));
  return out;
}

}  // namespace

double normal_score(double u) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * u); }

// Its nodes are made when they are first asked for, most of the far ones never; two threads that make one make the
// same.
class QuantileTable {
 public:
  explicit QuantileTable(const Distribution& distribution) : distribution_(distribution), nodes_(table_cells + 1) {
    for (std::atomic<double>& node : nodes_) node.store(nan, std::memory_order_relaxed);
  }
  double node(int i) const {
    const double known = nodes_[i].load(std::memory_order_relaxed);
    if (!std::isnan(known)) return known;
    const double made = quantile(distribution_, std::min(probability_of(-table_reach + i * table_step), 1.0 - 0x1p-53));
    nodes_[i].store(made, std::memory_order_relaxed);
    return made;
  }
  // Per cell, by fourth-order differences; the ends are flat beyond notice.
  double slope(int i) const {
    if (i < 2 || i + 2 > table_cells) return 0.0;
    return (8.0 * (node(i + 1) - node(i - 1)) - (node(i + 2) - node(i - 2))) / 12.0;
  }

 private:
  const Distribution distribution_;
  mutable std::vector<std::atomic<double>> nodes_;  // NaN: not made yet
};

namespace {

// The table of a distribution: that of somebody else, if there is one.
std::shared_ptr<const QuantileTable> table_of(const Distribution& distribution) {
  static std::mutex mutex;
  static std::vector<std::pair<Distribution, std::weak_ptr<const QuantileTable>>> known;
  const std::lock_guard lock(mutex);
  std::erase_if(known, [](const auto& each) { return each.second.expired(); });
  for (const auto& [other, table] : known)
    if (other == distribution)
      if (auto alive = table.lock()) return alive;
  auto made = std::make_shared<const QuantileTable>(distribution);
  known.emplace_back(distribution, made);
  return made;
}

}  // namespace

Marginal::Marginal(const Distribution& distribution) : distribution_(distribution) {
  if (needs_table(distribution)) table_ = table_of(distribution);
}

double Marginal::at(double u) const {
  return table_ == nullptr ? quantile(distribution_, u) : at_normal_score(normal_score(u));
}

double Marginal::at_normal_score(double z) const {
  if (table_ == nullptr) return quantile(distribution_, std::clamp(probability_of(z), 0x1p-54, 1.0 - 0x1p-53));
  const double position = std::clamp((z + table_reach) / table_step, 0.0, static_cast<double>(table_cells));
  const int i = std::min(static_cast<int>(position), table_cells - 1);
  const double t = position - i, s = 1.0 - t;  // cubic Hermite on one cell
  return s * s * ((1.0 + 2.0 * t) * table_->node(i) + t * table_->slope(i)) +
         t * t * ((1.0 + 2.0 * s) * table_->node(i + 1) - s * table_->slope(i + 1));
}

Sampler::Sampler(const Scenario<Quantity>& scenario) {
  Scenario<Quantity> source = scenario;
  const auto all = leaves(source);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].value->uncertain()) continue;
    keys_.push_back(all[i].key);
    leaf_.push_back(static_cast<int>(i));
    marginals_.emplace_back(all[i].value->distribution());
  }
  const auto dimension = [&](const std::string& key) {
    return static_cast<int>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
  };
  std::vector<const Correlation*> live;  // a key that is swept or set to a number is no longer uncertain
  for (const Correlation& c : scenario.correlations)
    if (dimension(c.between[0]) < dimensions() && dimension(c.between[1]) < dimensions()) live.push_back(&c);
  for (const Correlation* c : live)
    for (const std::string& key : c->between)
      if (std::find(coupled_.begin(), coupled_.end(), dimension(key)) == coupled_.end())
        coupled_.push_back(dimension(key));
  std::sort(coupled_.begin(), coupled_.end());
  const auto place = [&](const std::string& key) {
    return std::find(coupled_.begin(), coupled_.end(), dimension(key)) - coupled_.begin();
  };
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(coupled_.size(), coupled_.size());
  for (const Correlation* c : live)
    matrix(place(c->between[0]), place(c->between[1])) = matrix(place(c->between[1]), place(c->between[0])) = c->value;
  cholesky_ = factor_of(matrix);
  if (cholesky_.empty() && !coupled_.empty()) {
    std::string names;
    for (const int j : coupled_) names += (names.empty() ? "" : ", ") + keys_[j];
    fail_input("correlation", "no joint distribution of " + names +
                                  " has these correlations; expected a matrix without negative eigenvalues");
  }
}

void Sampler::values(std::span<const double> point, std::span<double> out) const {
  for (int j = 0; j < dimensions(); ++j) out[j] = marginals_[j].at(point[j]);
  std::size_t entry = 0;
  for (std::size_t i = 0; i < coupled_.size(); ++i) {
    double score = 0.0;
    for (std::size_t j = 0; j <= i; ++j) score += cholesky_[entry++] * normal_score(point[coupled_[j]]);
    out[coupled_[i]] = marginals_[coupled_[i]].at_normal_score(score);
  }
}

}  // namespace wedge
