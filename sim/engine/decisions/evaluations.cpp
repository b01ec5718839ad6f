#include "engine/decisions/evaluations.hpp"

#include "engine/decisions/objective.hpp"

namespace wedge::engine {

void Evaluations::remember(std::vector<Evaluation> journal) {
  journal_ = std::move(journal);
  for (std::size_t i = 0; i < journal_.size(); ++i) remembered_.emplace(Key{journal_[i].world, journal_[i].values}, i);
}

std::optional<Evaluation> Evaluations::at(int world, const std::vector<double>& values, const OnDraws& work) {
  const Key key{world, values};
  if (const auto found = place_.find(key); found != place_.end()) return asked_[found->second];
  const auto known = remembered_.find(key);
  if (known != remembered_.end()) {
    asked_.push_back(journal_[known->second]);
  } else {
    const auto with = worlds_[static_cast<std::size_t>(world)]->with(space_.settings(values), work);
    if (!with) return std::nullopt;
    asked_.push_back({world, values, space_.cost(values), with->mean_loss(), with->mean_deterrence(),
                      quantile_of(with->loss, level_), tail_of(with->loss, level_)});
    ++computed_;
  }
  place_.emplace(key, asked_.size() - 1);
  const Evaluation out = asked_.back();
  if (known == remembered_.end() && after_each) after_each();
  return out;
}

const Evaluation* Evaluations::find(int world, const std::vector<double>& values) const {
  const auto found = place_.find(Key{world, values});
  return found == place_.end() ? nullptr : &asked_[found->second];
}

std::vector<Evaluation> Evaluations::all() const {
  std::vector<Evaluation> out(asked_.begin(), asked_.end());
  for (const Evaluation& one : journal_)
    if (!place_.contains(Key{one.world, one.values})) out.push_back(one);
  return out;
}

}  // namespace wedge::engine
