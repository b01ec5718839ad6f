#include "measures/situation.hpp"

#include <algorithm>

namespace wedge {
namespace {

// The position of `item`, appended if it is not there.
template <class Item>
int position_in(std::vector<Item>& items, const Item& item) {
  const auto found = std::find(items.begin(), items.end(), item);
  const int position = static_cast<int>(found - items.begin());
  if (found == items.end()) items.push_back(item);
  return position;
}

template <class Real>
Real capped_sum(const std::vector<Real>& loss) {
  Real sum(0.0);
  for (const Real& one : loss) sum += min(one, Real(1.0));
  return sum;
}

}  // namespace

template <class Value>
SituationStructure situation_structure(const Scenario<Value>& s, const std::vector<int>& adversaries) {
  SituationStructure out;
  for (const int adversary : adversaries) {
    out.position.emplace_back();
    for (const auto& [target, prize] : s.adversaries[adversary].prize.entries) {
      const int position = position_in(out.targets, s.find(s.defenders, target));
      out.position.back().push_back(position);
      const int region = position_in(out.regions, s.defenders[out.targets[position]].region);
      if (position == static_cast<int>(out.region_of.size())) out.region_of.push_back(region);
    }
  }
  return out;
}

template <class Real>
void set_situation(const SituationStructure& structure, const std::vector<const Measures<Real>*>& measures,
                   Situation<Real>& out) {
  out.deterrence = Real(1.0);
  out.loss.assign(structure.targets.size(), Real(0.0));
  out.loss_by_region.assign(structure.regions.size(), Real(0.0));
  std::vector<Real> quiet(structure.regions.size(), Real(1.0));
  for (std::size_t j = 0; j < measures.size(); ++j) {
    const Measures<Real>& m = *measures[j];
    out.deterrence *= m.deterrence;
    std::vector<Real> attack(structure.regions.size(), Real(0.0));
    for (std::size_t t = 0; t < m.loss.size(); ++t) {
      const int target = structure.position[j][t];
      out.loss[target] += m.loss[t];
      attack[structure.region_of[target]] += m.attack_by_target[t];
    }
    for (std::size_t r = 0; r < quiet.size(); ++r) quiet[r] *= 1.0 - attack[r];
  }
  for (Real& loss : out.loss) loss = min(loss, Real(1.0));
  for (std::size_t t = 0; t < out.loss.size(); ++t) out.loss_by_region[structure.region_of[t]] += out.loss[t];
  out.attack_by_region.clear();
  for (const Real& q : quiet) out.attack_by_region.push_back(1.0 - q);
  out.total_loss = capped_sum(out.loss);
}

template <class Real>
Real total_loss(const SituationStructure& structure, const std::vector<CrisisSolution<Real>>& solutions) {
  if (solutions.size() == 1) return total_loss(solutions[0]);
  std::vector<Real> loss(structure.targets.size(), Real(0.0));
  for (std::size_t j = 0; j < solutions.size(); ++j) {
    const std::vector<Real> own = losses(solutions[j]);
    for (std::size_t t = 0; t < own.size(); ++t) loss[structure.position[j][t]] += own[t];
  }
  return capped_sum(loss);
}

template <class Real>
IntegrationBalance<Real> integration_balance(const Scenario<Real>& scenario, const std::vector<int>& adversaries,
                                             int tie, const Real& with, const SolverOptions& options) {
  const SituationStructure structure = situation_structure(scenario, adversaries);
  IntegrationBalance<Real> balance{.without = with, .without_dependency = with, .with = with, .status = {}};
  std::fill_n(balance.status, RealTraits<Real>::lanes, Status::solved);
  const auto find = [&](TieTerm term, Real& loss) {
    Mask<Real> counts = !everywhere<Real>();
    for (const int adversary : adversaries)
      counts |= matters(scenario, crisis_structure(scenario, adversary), tie, term);
    if (!any(counts)) return;
    Scenario<Real> changed = scenario;
    switch_off(changed, tie, term);
    const auto solutions = solve_crises(changed, adversaries, options);
    loss = select(counts, total_loss(structure, solutions), loss);
    for (int i = 0; i < RealTraits<Real>::lanes; ++i)
      if (lane(counts, i) && balance.status[i] == Status::solved) balance.status[i] = status_of(solutions, i);
  };
  find(TieTerm::dependency, balance.without_dependency);
  find(TieTerm::integration, balance.without);
  return balance;
}

template SituationStructure situation_structure(const Scenario<Quantity>&, const std::vector<int>&);
template SituationStructure situation_structure(const Scenario<double>&, const std::vector<int>&);
template SituationStructure situation_structure(const Scenario<Pack>&, const std::vector<int>&);
template void set_situation(const SituationStructure&, const std::vector<const Measures<double>*>&, Situation<double>&);
template void set_situation(const SituationStructure&, const std::vector<const Measures<Single>*>&, Situation<Single>&);
template void set_situation(const SituationStructure&, const std::vector<const Measures<Pack>*>&, Situation<Pack>&);
WEDGE_FOR_ONE_GAME(template IntegrationBalance<double> integration_balance(const Scenario<double>&,
                                                                           const std::vector<int>&, int, const double&,
                                                                           const SolverOptions&))
template IntegrationBalance<Pack> integration_balance(const Scenario<Pack>&, const std::vector<int>&, int, const Pack&,
                                                      const SolverOptions&);
WEDGE_FOR_ONE_GAME(template double total_loss(const SituationStructure&, const std::vector<CrisisSolution<double>>&))
template Single total_loss(const SituationStructure&, const std::vector<CrisisSolution<Single>>&);
template Pack total_loss(const SituationStructure&, const std::vector<CrisisSolution<Pack>>&);

}  // namespace wedge
