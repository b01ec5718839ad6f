// The kernel. This file and the model are compiled once more for every instruction set, with the name of the function
// that makes the kernel given by the build.
#include "wedge/study/kernel.hpp"

#include <algorithm>
#include <limits>

#include "slots.hpp"
#include "wedge/measures/measures.hpp"
#include "wedge/sampling/drawn.hpp"

#ifndef WEDGE_MAKE_KERNEL
#define WEDGE_MAKE_KERNEL make_kernel_v2
#endif

namespace wedge {
namespace {

constexpr int lanes = RealTraits<Pack>::lanes;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class PackKernel : public DrawKernel {
 public:
  explicit PackKernel(const KernelTask& task)
      : task_(task), drawn_(task.scenario), blank_(reshaped<Pack>(task.scenario)), solver_(blank_, task.adversary),
        measurer_(crisis_structure(blank_, task.adversary), static_cast<int>(blank_.defenders.size())),
        pack_(task.leaves.size() * lanes) {}

  void run(std::span<const double> values, std::span<const std::uint8_t> look, DrawRows& out) override {
    values_ = values;
    const int draws = static_cast<int>(look.size());
    out.status.assign(draws, static_cast<std::uint8_t>(Status::branch_lost));
    out.slots.clear();
    losses_.assign(draws, nan);
    measure_all(draws, out);
    for (int tie = 0; tie < static_cast<int>(blank_.ties.size()); ++tie) balance_all(draws, tie, out);
    look_for_fragile(look, out);
  }

 private:
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

  // Solves these draws in packs; use(lanes, solution) after each. First the quick way; the draws that need more are
  // gathered and follow in packs of their own.
  template <class Change, class Use>
  void solve_all(int draws, Change change, Use use) {
    std::vector<int> todo(draws), difficult;
    for (int d = 0; d < draws; ++d) todo[d] = d;
    const auto pass = [&](const SolverOptions& options, bool last) {
      for (std::size_t d = 0; d < todo.size(); d += lanes) {
        const Lanes at(std::span<const int>(todo).subspan(d));
        Scenario<Pack>& scenario = load(at);
        change(scenario);
        const CrisisSolution<Pack>& solution = solver_.solve(scenario, options);
        if (!last)
          for (int i = 0; i < at.used; ++i)
            if (solution.joint.status[i] != Status::solved) difficult.push_back(at.draw[i]);
        use(at, solution, last);
      }
    };
    if (task_.options.selection != Selection::principal) return pass(task_.options, true);
    pass({Selection::principal, Effort::quick}, false);
    todo = std::move(difficult);
    pass({Selection::principal, Effort::careful}, true);
  }

  void measure_all(int draws, DrawRows& out) {
    std::vector<double> row;
    const auto keep = [&](const Lanes& at, const CrisisSolution<Pack>& solution, bool last) {
      const Measures<Pack>& measures = measurer_.measure(solution);
      for (int i = 0; i < at.used; ++i) {
        const Status status = solution.joint.status[i];
        const int d = at.draw[i];
        out.status[d] = static_cast<std::uint8_t>(status);
        if (status != Status::solved && !last) continue;
        fill_measures(measures, i, row);
        width_ = row.size() + balance_slots * blank_.ties.size() + solver_slots;
        if (out.slots.empty()) out.slots.resize(draws * width_, nan);
        std::copy(row.begin(), row.end(), row_of(d, out));
        fill_tier(static_cast<int>(lane(solution.joint.tier, i)), row_of(d, out) + width_ - solver_slots);
        losses_[d] = lane(measures.total_loss, i);
      }
    };
    solve_all(draws, [](Scenario<Pack>&) {}, keep);
  }

  double* row_of(int draw, DrawRows& out) const { return out.slots.data() + draw * width_; }

  void look_for_fragile(std::span<const std::uint8_t> look, DrawRows& out) {
    std::vector<int> chosen;
    for (std::size_t d = 0; d < look.size(); ++d)
      if (look[d]) chosen.push_back(static_cast<int>(d));
    for (std::size_t d = 0; d < chosen.size(); d += lanes) {
      const Lanes at(std::span<const int>(chosen).subspan(d));
      const Mask<Pack> fragile = solver_.fragile(load(at));
      for (int i = 0; i < at.used; ++i) row_of(at.draw[i], out)[width_ - 1] = lane(fragile, i) ? 1.0 : 0.0;
    }
  }

  // Total loss with one of a tie's terms switched off, by draw; NaN where there is no solution.
  std::vector<double> losses_without(int draws, int tie, TieTerm term) {
    std::vector<double> losses(draws, nan);
    solve_all(draws, [&](Scenario<Pack>& scenario) { switch_off(scenario, tie, term); },
              [&](const Lanes& at, const CrisisSolution<Pack>& solution, bool) {
                const Pack loss = total_loss(solution);
                for (int i = 0; i < at.used; ++i)
                  if (solution.joint.status[i] == Status::solved) losses[at.draw[i]] = lane(loss, i);
              });
    return losses;
  }

  void balance_all(int draws, int tie, DrawRows& out) {
    const std::vector<double> no_integration = losses_without(draws, tie, TieTerm::integration);
    const std::vector<double> no_dependency = losses_without(draws, tie, TieTerm::dependency);
    const std::size_t ties = blank_.ties.size(), first = width_ - solver_slots - balance_slots * ties;
    for (int d = 0; d < draws; ++d) {
      const IntegrationBalance<double> balance{no_integration[d], no_dependency[d], losses_[d], {}};
      fill_balance(balance, tie, static_cast<int>(ties), row_of(d, out) + first);
    }
  }

  const KernelTask task_;
  DrawnScenario<Pack> drawn_;
  const Scenario<Pack> blank_;
  CrisisSolver<Pack> solver_;
  Measurer<Pack> measurer_;
  std::span<const double> values_;
  std::vector<double> pack_;    // the values of one pack
  std::vector<double> losses_;  // total loss by draw
  std::size_t width_ = 0;
};

}  // namespace

std::unique_ptr<DrawKernel> WEDGE_MAKE_KERNEL(const KernelTask& task) { return std::make_unique<PackKernel>(task); }

}  // namespace wedge
