// The kernel. This file and the model are compiled once more for every instruction set, with the name of the function
// that makes the kernel given by the build.
#include "study/kernel.hpp"

#include <algorithm>
#include <numeric>

#include "base/nan.hpp"
#include "campaign_kernel.hpp"
#include "sampling/drawn.hpp"
#include "slots.hpp"

#ifndef WEDGE_MAKE_KERNEL
#define WEDGE_MAKE_KERNEL make_kernel_v2
#endif

namespace wedge {
namespace {

constexpr int lanes = RealTraits<Pack>::lanes;

std::vector<int> everybody(std::size_t count) {
  std::vector<int> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

class PackKernel : public DrawKernel {
 public:
  explicit PackKernel(const KernelTask& task)
      : task_(task),
        drawn_(task.scenario),
        blank_(reshaped<Pack>(task.scenario)),
        labels_(task.scenario),
        situation_(situation_structure(blank_, everybody(blank_.adversaries.size()))),
        solver_(blank_, everybody(blank_.adversaries.size())),
        pack_(task.leaves.size() * lanes) {
    for (int j = 0; j < static_cast<int>(blank_.adversaries.size()); ++j) {
      measurers_.emplace_back(crisis_structure(blank_, j), static_cast<int>(blank_.defenders.size()));
      if (labels_.several()) alone_.push_back(std::make_unique<CrisisSolver<Pack>>(blank_, std::vector<int>{j}));
    }
    StudyLayout layout;
    describe_slots(task.scenario, task.balance, layout);
    width_ = layout.slots;
  }

  void run(const DrawBatch& batch, DrawRows& out) override {
    values_ = batch.values;
    const int draws = static_cast<int>(batch.look.size());
    out.status.assign(draws, static_cast<std::uint8_t>(Status::branch_lost));
    out.slots.assign(draws * width_, nan);
    separate_.assign(draws, 0.0);
    losses_.assign(draws, nan);
    for (const auto& solver : alone_) lose_alone(draws, *solver);
    measure_all(draws, batch.certify, out);
    for (int tie = 0; task_.balance && tie < static_cast<int>(blank_.ties.size()); ++tie) balance_all(draws, tie, out);
    look_for_fragile(batch.look, out);
    look_for_chance(batch.look, out);
  }

 private:
  using Solutions = std::vector<CrisisSolution<Pack>>;

  // Which draws lie in the lanes of a pack. A pack that is not full repeats its last draw.
  struct Lanes {
    int draw[lanes], used;

    Lanes(std::span<const int> draws) : used(static_cast<int>(std::min<std::size_t>(draws.size(), lanes))) {
      for (int i = 0; i < lanes; ++i) draw[i] = draws[std::min(i, used - 1)];
    }
  };

  Scenario<Pack>& load(const Lanes& at) {
    const std::size_t width = task_.leaves.size();
    for (int i = 0; i < lanes; ++i) std::copy_n(values_.data() + at.draw[i] * width, width, pack_.data() + i * width);
    return drawn_.draw(task_.leaves, pack_);
  }

  static std::vector<int> chosen_of(std::span<const std::uint8_t> look) {
    std::vector<int> chosen;
    for (std::size_t d = 0; d < look.size(); ++d)
      if (look[d]) chosen.push_back(static_cast<int>(d));
    return chosen;
  }

  // Solves these draws in packs; use(lanes, solution) after each. First the quick way; the draws that need more are
  // gathered and follow in packs of their own, with more effort each time.
  template <class Change, class Use>
  void solve_all(std::vector<int> draws, CrisisSolver<Pack>& solver, Change change, Use use) {
    todo_ = std::move(draws);
    const auto pass = [&](const SolverOptions& options, bool last) {
      difficult_.clear();
      for (std::size_t d = 0; d < todo_.size(); d += lanes) {
        const Lanes at(std::span<const int>(todo_).subspan(d));
        Scenario<Pack>& scenario = load(at);
        change(scenario);
        const Solutions& solutions = solver.solve(scenario, options);
        if (!last)
          for (int i = 0; i < at.used; ++i)
            if (status_of(solutions, i) != Status::solved) difficult_.push_back(at.draw[i]);
        use(at, solutions, last);
      }
      std::swap(todo_, difficult_);
    };
    if (task_.options.selection != Selection::principal) return pass(task_.options, true);
    for (const Effort effort : efforts_in_turn)
      pass({Selection::principal, effort}, effort == std::end(efforts_in_turn)[-1]);
  }

  // Traces the solutions of the draws that are to be certified back.
  void certify(const Lanes& at, const Solutions& solutions, std::span<const std::uint8_t> wanted, DrawRows& out) {
    Pack chosen(0.0);
    for (int i = 0; i < at.used; ++i)
      if (wanted[at.draw[i]] && status_of(solutions, i) == Status::solved) set_lane(chosen, i, 1.0);
    if (!any(chosen > 0.5)) return;
    const Certificate<Pack> found = solver_.certify(chosen > 0.5);
    for (int i = 0; i < at.used; ++i)
      if (lane(chosen, i) > 0.5)
        fill_certificate(lane(found.certified, i), lane(found.elsewhere, i),
                         row_of(at.draw[i], out) + width_ - certificate_slots);
  }

  void measure_all(int draws, std::span<const std::uint8_t> to_certify, DrawRows& out) {
    std::vector<const Measures<Pack>*> measures(measurers_.size());
    Situation<Pack> situation;
    const auto keep = [&](const Lanes& at, const Solutions& solutions, bool last) {
      for (std::size_t j = 0; j < measures.size(); ++j) measures[j] = &measurers_[j].measure(solutions[j]);
      set_situation(situation_, measures, situation);
      Pack separate(0.0), tier(0.0);
      for (int i = 0; i < lanes; ++i) set_lane(separate, i, separate_[at.draw[i]]);
      for (const CrisisSolution<Pack>& solution : solutions) tier = max(tier, solution.joint.tier);
      for (int i = 0; i < at.used; ++i) {
        const Status status = status_of(solutions, i);
        const int d = at.draw[i];
        out.status[d] = static_cast<std::uint8_t>(status);
        if (status != Status::solved && !last) continue;
        double* const end = fill_measures(labels_, measures, i, row_of(d, out));
        if (labels_.several()) *fill_situation(situation, i, end) = lane(situation.total_loss - separate, i);
        fill_tier(static_cast<int>(lane(tier, i)), row_of(d, out) + width_ - solver_slots);
        losses_[d] = lane(situation.total_loss, i);
      }
      if (task_.options.selection == Selection::principal && !to_certify.empty())
        certify(at, solutions, to_certify, out);
    };
    solve_all(
        everybody(draws), solver_, [](Scenario<Pack>&) {}, keep);
  }

  // Adds what an adversary would cause if it were alone.
  void lose_alone(int draws, CrisisSolver<Pack>& solver) {
    const std::vector<double> losses = total_losses(
        draws, solver, [](Scenario<Pack>&) {}, [](const Solutions& alone) { return total_loss(alone[0]); });
    for (int d = 0; d < draws; ++d) separate_[d] += losses[d];
  }

  double* row_of(int draw, DrawRows& out) const { return out.slots.data() + draw * width_; }

  void look_for_fragile(std::span<const std::uint8_t> look, DrawRows& out) {
    std::vector<int> chosen = chosen_of(look);
    for (const Effort effort : {Effort::quick, Effort::whatever_it_takes}) {
      std::vector<int> undecided;
      for (std::size_t d = 0; d < chosen.size(); d += lanes) {
        const Lanes at(std::span<const int>(chosen).subspan(d));
        const Fragility<Pack> found = solver_.fragile(load(at), effort);
        for (int i = 0; i < at.used; ++i) {
          row_of(at.draw[i], out)[width_ - certificate_slots - 1] = lane(found.fragile, i) ? 1.0 : 0.0;
          if (!lane(found.decided, i)) undecided.push_back(at.draw[i]);
        }
      }
      chosen = std::move(undecided);
    }
  }

  // What each adversary still attacks, with nothing to gain.
  void look_for_chance(std::span<const std::uint8_t> look, DrawRows& out) {
    const int adversaries = static_cast<int>(blank_.adversaries.size());
    const std::vector<int> chosen = chosen_of(look);
    for (int j = 0; j < adversaries; ++j)
      solve_all(
          chosen, solver_, [&](Scenario<Pack>& scenario) { take_motives(scenario, j); },
          [&](const Lanes& at, const Solutions& solutions, bool) {
            const Pack attacked = 1.0 - solutions[j].quiet();
            for (int i = 0; i < at.used; ++i)
              if (status_of(solutions, i) == Status::solved)
                row_of(at.draw[i], out)[width_ - solver_slots - adversaries + j] = lane(attacked, i);
          });
  }

  // loss(solutions) of the changed scenario by draw; NaN where there is no solution.
  template <class Change, class Loss>
  std::vector<double> total_losses(int draws, CrisisSolver<Pack>& solver, Change change, Loss loss_of) {
    std::vector<double> losses(draws, nan);
    solve_all(everybody(draws), solver, change, [&](const Lanes& at, const Solutions& solutions, bool) {
      const Pack loss = loss_of(solutions);
      for (int i = 0; i < at.used; ++i)
        if (status_of(solutions, i) == Status::solved) losses[at.draw[i]] = lane(loss, i);
    });
    return losses;
  }

  std::vector<double> losses_without(int draws, int tie, TieTerm term) {
    return total_losses(
        draws, solver_, [&](Scenario<Pack>& scenario) { switch_off(scenario, tie, term); },
        [&](const Solutions& solutions) { return total_loss(situation_, solutions); });
  }

  void balance_all(int draws, int tie, DrawRows& out) {
    const std::vector<double> no_integration = losses_without(draws, tie, TieTerm::integration);
    const std::vector<double> no_dependency = losses_without(draws, tie, TieTerm::dependency);
    const std::size_t ties = blank_.ties.size(), before = solver_slots + blank_.adversaries.size();
    const std::size_t first = width_ - before - balance_slots * ties;
    for (int d = 0; d < draws; ++d) {
      const IntegrationBalance<double> balance{no_integration[d], no_dependency[d], losses_[d], {}};
      fill_balance(balance, tie, static_cast<int>(ties), row_of(d, out) + first);
    }
  }

  const KernelTask task_;
  DrawnScenario<Pack> drawn_;
  const Scenario<Pack> blank_;
  const SlotLabels labels_;
  const SituationStructure situation_;
  CrisisSolver<Pack> solver_;
  std::vector<std::unique_ptr<CrisisSolver<Pack>>> alone_;  // by adversary, if there are several
  std::vector<Measurer<Pack>> measurers_;                   // by adversary
  std::span<const double> values_;
  std::vector<double> pack_;               // the values of one pack
  std::vector<int> todo_, difficult_;      // draws to solve, and those of them that need more effort
  std::vector<double> losses_, separate_;  // by draw: total loss; sum of what each adversary would cause alone
  std::size_t width_ = 0;
};

}  // namespace

std::unique_ptr<DrawKernel> WEDGE_MAKE_KERNEL(const KernelTask& task) {
  if (task.campaigns) return make_campaign_kernel(task);
  return std::make_unique<PackKernel>(task);
}

}  // namespace wedge
