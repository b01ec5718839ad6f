#include "campaign/hedging.hpp"

#include <algorithm>
#include <cmath>

#include "base/nan.hpp"
#include "campaign/tiers.hpp"
#include "measures/expectation.hpp"

namespace wedge {
namespace {

// The state with this option taken; nothing where there is none.
bool take_option(const Scenario<double>& s, int ally, int tie, HedgeOption option, CampaignState& state) {
  if (option == HedgeOption::as_it_is) return true;
  if (option == HedgeOption::more_forces) {
    state.defenders[ally].forces += s.campaign.effort_step * s.defenders[ally].forces;
    return s.campaign.effort_step > 0.0;
  }
  if (tie < 0) return false;
  double& integration = state.ties[tie].integration;
  const double before = integration, step = option == HedgeOption::closer ? integration_step : -integration_step;
  integration = std::clamp(before + step, 0.0, 1.0);
  return integration != before;
}

// Expected welfare of a defender in one adversary's crisis, eq. (10).
template <class Real>
Real welfare(const CrisisSolution<Real>& s, int defender) {
  Real sum(0.0);
  std::vector<Real> coalition;
  for (int g = 0; g < s.games(); ++g) {
    const std::vector<int>& responders = s.target_of(g).responders;
    const auto at = std::find(responders.begin(), responders.end(), defender);
    if (at == responders.end()) continue;
    const int k = static_cast<int>(at - responders.begin());
    const Payoffs<Real> payoffs = s.payoffs(g);
    coalition_probabilities(s.support(g), coalition);
    for (int type = 0; type < s.types(); ++type)
      sum += s.game.prior[type] * s.strategy(g, type) *
             expectation(coalition, [&](Coalition c) { return payoffs.utility(type, k, c); });
  }
  return sum;
}

// Logit among what is worth something; the last one if rounding leaves nothing.
int chosen(std::initializer_list<double> worth, double precision, double u) {
  double top = -std::numeric_limits<double>::infinity(), total = 0.0;
  for (const double w : worth)
    if (!std::isnan(w)) top = std::max(top, w);
  const auto weight = [&](double w) { return std::isnan(w) ? 0.0 : exp(precision * (w - top)); };
  for (const double w : worth) total += weight(w);
  int last = 0, i = 0;
  for (const double w : worth) {
    if (!std::isnan(w)) {
      last = i;
      u -= weight(w) / total;
      if (u < 0.0) return i;
    }
    ++i;
  }
  return last;
}

}  // namespace

Hedge hedge_chosen(const HedgeWorth& worth, double precision, double discount, double cost_of_forces,
                   double u_of_integration, double u_of_forces) {
  constexpr double most_patient = 1e-6;  // a discount of 1 would ask for infinite precision
  const double sharp = precision / std::max(1.0 - discount, most_patient);
  const auto of = [&worth](HedgeOption option) { return worth[static_cast<int>(option)]; };
  const double now = of(HedgeOption::as_it_is);
  Hedge out;
  if (std::isnan(now)) return out;
  const int moves[] = {0, 1, -1};
  out.integration = moves[chosen({now, of(HedgeOption::closer), of(HedgeOption::looser)}, sharp, u_of_integration)];
  out.forces = chosen({now, of(HedgeOption::more_forces) - cost_of_forces}, sharp, u_of_forces) == 1;
  return out;
}

template <class Real>
HedgingSolver<Real>::HedgingSolver(const Scenario<Real>& blank, const CampaignFrame& frame,
                                   CampaignLoader<Real>& loader, ForesightSolver<Real>& foresight,
                                   const SolverOptions& options)
    : blank_(blank), frame_(frame), loader_(loader), foresight_(foresight), options_(options) {}

template <class Real>
std::vector<typename HedgingSolver<Real>::Task> HedgingSolver<Real>::tasks_of(HedgingCase& one,
                                                                              const std::vector<bool>& lost) {
  std::vector<Task> out;
  const Scenario<double>& s = loader_.draw(one.row);
  for (int k = 0; k < static_cast<int>(lost.size()); ++k) {
    if (s.defenders[k].global() || lost[k]) continue;
    int patron = -1;
    doubt_of_patron(s, frame_, *one.state, k, patron);
    if (patron < 0) continue;
    for (int option = 0; option < hedge_options; ++option) {
      Task task{&one, k, option, *one.state};
      if (take_option(s, k, frame_.tie_between(k, patron), static_cast<HedgeOption>(option), task.state))
        out.push_back(std::move(task));
    }
  }
  return out;
}

template <class Real>
void HedgingSolver<Real>::weigh(std::span<HedgingCase> cases, const std::vector<bool>& lost) {
  std::vector<Task> all;
  for (HedgingCase& one : cases) {
    HedgeWorth nothing;
    nothing.fill(nan);
    one.worth->assign(lost.size(), nothing);
    for (Task& task : tasks_of(one, lost)) {
      (*one.worth)[task.ally][task.option] = 0.0;
      all.push_back(std::move(task));
    }
  }
  for (int j = 0; j < static_cast<int>(frame_.targets_of.size()); ++j) {
    const auto answers = foresight_.answering(j, lost);
    std::vector<const Task*> tasks;
    for (const Task& task : all)
      if (answers[task.ally] && loader_.draw(task.campaign->row).adversaries[j].opportunity > 0.0)
        tasks.push_back(&task);
    if (tasks.empty()) continue;
    CrisisSolver<Real>& solver = foresight_.solver_for(j, lost);
    const auto solve = [&](std::span<const Task* const> pack, const SolverOptions& options,
                           std::vector<const Task*>* difficult) {
      std::vector<typename CampaignLoader<Real>::Lane> lanes;
      std::vector<const ForesightCase*> foresight;
      for (const Task* const task : pack) {
        lanes.push_back({task->campaign->row, &task->state});
        foresight.push_back(task->campaign->foresight);
      }
      const Scenario<Real>& scenario = loader_.load(lanes);
      foresight_.set_outlooks(foresight);
      const auto& solutions = solver.solve(scenario, options, &loader_.reputation());
      for (int i = 0; i < static_cast<int>(pack.size()); ++i) {
        const Task& task = *pack[i];
        const Status status = status_of(solutions, i);
        if (status == Status::solved)
          (*task.campaign->worth)[task.ally][task.option] +=
              loader_.numbers(i).adversaries[j].opportunity * lane(welfare(solutions[0], task.ally), i);
        else if (difficult != nullptr)
          difficult->push_back(pack[i]);
        else
          task.campaign->status = status;
      }
    };
    solve_in_tiers<Real>(std::move(tasks), options_, solve);
  }
}

WEDGE_FOR_ONE_GAME(template class HedgingSolver<double>)
template class HedgingSolver<Pack>;

}  // namespace wedge
