/// What settings of the levers do, each asked of the model once, and kept.
#pragma once

#include <deque>
#include <map>

#include "engine/decisions/levers.hpp"

namespace wedge::engine {

/// What one setting does in one world, on the draws of the search.
struct Evaluation {
  int world = 0;               ///< 0: the file; then the scenarios of the levers' file
  std::vector<double> values;  ///< of the levers
  double cost = 0.0, loss = 0.0, deterrence = 0.0;
  double quantile = 0.0, tail = 0.0;  ///< of the loss
};

class Evaluations {
 public:
  /// By world.
  Evaluations(const LeverSpace& space, const std::vector<std::unique_ptr<CommonOutcomes>>& worlds, double level)
      : space_(space), worlds_(worlds), level_(level) {}

  /// What an earlier run has found: it is not asked again.
  void remember(std::vector<Evaluation> journal);
  /// Nothing if it was stopped.
  std::optional<Evaluation> at(int world, const std::vector<double>& values, const OnDraws& work);

  /// Of those that were asked for; null if it was not.
  const Evaluation* find(int world, const std::vector<double>& values) const;
  /// In the order in which they were asked for.
  const std::deque<Evaluation>& asked() const { return asked_; }
  /// These, then what is remembered and was not asked for.
  std::vector<Evaluation> all() const;
  std::int64_t computed() const { return computed_; }

  std::function<void()> after_each;  ///< of those that are computed

 private:
  using Key = std::pair<int, std::vector<double>>;
  const LeverSpace& space_;
  const std::vector<std::unique_ptr<CommonOutcomes>>& worlds_;
  double level_;
  std::deque<Evaluation> asked_;
  std::map<Key, std::size_t> place_;  // among the asked
  std::vector<Evaluation> journal_;
  std::map<Key, std::size_t> remembered_;  // in the journal
  std::int64_t computed_ = 0;
};

}  // namespace wedge::engine
