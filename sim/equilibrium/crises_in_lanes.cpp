#include "equilibrium/crises_in_lanes.hpp"

#include "scenario/numbers.hpp"

namespace wedge {
namespace {

void take_over(const CrisisSolution<Single>& found, CrisisSolution<double>& out) {
  const auto take = [](const std::vector<Single>& from, std::vector<double>& to) {
    to.resize(from.size());
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = lane(from[i], 0);
  };
  const JointSolution<Single>& from = found.joint;
  JointSolution<double>& to = out.joint;
  take(found.weight, out.weight);
  take(from.benefit, to.benefit);
  take(from.support, to.support);
  take(from.perceived, to.perceived);
  take(from.belief, to.belief);
  take(from.log_strategy, to.log_strategy);
  take(from.strategy, to.strategy);
  take(from.value, to.value);
  to.residual = lane(from.residual, 0);
  to.fold = from.fold;
  to.tier = lane(from.tier, 0);
  to.parked = lane(from.parked, 0);
  to.status[0] = from.status[0];
}

}  // namespace

CrisesInLanes::CrisesInLanes(const Scenario<double>& structure, const std::vector<int>& adversaries,
                             const std::vector<bool>& lost)
    : scenario_(reshaped<Pack>(structure)), solver_(scenario_, adversaries, lost) {}

void CrisesInLanes::load(const Scenario<double>& numbers) {
  Scenario<double> from = numbers;
  const auto of_draw = leaves(from);
  const auto here = leaves(scenario_);
  for (std::size_t i = 0; i < here.size(); ++i) *here[i].value = Pack(*of_draw[i].value);
  solver_.load(scenario_);
}

void CrisesInLanes::solve_loaded(const SolverOptions& options, bool wanted, std::vector<CrisisSolution<double>>& out) {
  const auto& found = solver_.solve_loaded(options, wanted);
  for (std::size_t j = 0; j < found.size(); ++j) take_over(found[j], out[j]);
}

Fragility<double> CrisesInLanes::loaded_fragile(Effort effort) {
  const Fragility<Single> found = solver_.loaded_fragile(effort);
  return {found.fragile, found.decided};
}

Certificate<double> CrisesInLanes::certify(bool todo) {
  const Certificate<Single> found = solver_.certify(todo);
  return {found.certified, found.elsewhere};
}

}  // namespace wedge
