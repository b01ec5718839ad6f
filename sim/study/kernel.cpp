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

std::vector<int> everybody(std::size_t count) {
  std::vector<int> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// Which draws lie in the lanes of a `Real`, and which of these are asked for. A pack that is not full repeats its last
// draw.
template <class Real>
struct Lanes {
  static constexpr int most = RealTraits<Real>::lanes;
  int draw[most];
  bool asked[most];

  explicit Lanes(std::span<const int> draws) {
    const int used = static_cast<int>(std::min<std::size_t>(draws.size(), most));
    for (int i = 0; i < most; ++i) draw[i] = draws[std::min(i, used - 1)], asked[i] = i < used;
  }
  template <class Use>
  void each(Use use) const {
    for (int i = 0; i < most; ++i)
      if (asked[i]) use(i, draw[i]);
  }
  int count() const { return static_cast<int>(std::count(asked, asked + most, true)); }
  Mask<Real> mask() const {
    Real one(0.0);
    each([&](int i, int) { set_lane(one, i, 1.0); });
    return one > 0.5;
  }
};

// Works through these draws in packs, with more effort in each pass: attempt(lanes, pass) says which need more. They
// are gathered and follow in packs of their own, which prepare(lanes) loads; but a pack all of which needs more, or
// that would find none to be gathered with, goes on at once: large crises take as long to load as to solve.
template <class Real, class Prepare, class Attempt>
void in_passes(std::vector<int> draws, int passes, Prepare prepare, Attempt attempt) {
  constexpr int lanes = RealTraits<Real>::lanes;
  std::vector<std::vector<int>> todo(passes);
  todo[0] = std::move(draws);
  for (int pass = 0; pass < passes; ++pass)
    for (std::size_t d = 0; d < todo[pass].size(); d += lanes) {
      Lanes<Real> at(std::span<const int>(todo[pass]).subspan(d));
      prepare(at);
      for (int now = pass; now < passes; ++now) {
        at = attempt(at, now);
        if (at.count() == 0 || now + 1 == passes) break;
        const bool alone = d + lanes >= todo[pass].size() &&
                           std::all_of(todo.begin() + pass + 1, todo.begin() + now + 2,
                                       [](const std::vector<int>& waiting) { return waiting.empty(); });
        if (at.count() == lanes || alone) continue;
        at.each([&](int, int draw) { todo[now + 1].push_back(draw); });
        break;
      }
    }
}

// A pack of draws at a time, or one draw with its games in the lanes.
template <class Real>
class CrisisKernel : public DrawKernel {
 public:
  explicit CrisisKernel(const KernelTask& task)
      : task_(task),
        drawn_(task.scenario),
        blank_(reshaped<Pack>(task.scenario)),
        labels_(task.scenario),
        situation_(situation_structure(blank_, everybody(blank_.adversaries.size()))),
        solver_(blank_, everybody(blank_.adversaries.size())),
        pack_(task.leaves.size() * RealTraits<Pack>::lanes) {
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
    if (task_.balance) balance_all(chosen_of(batch.balance), out);
    look_for_fragile(batch.look, out);
    look_for_chance(batch.look, out);
  }

 private:
  using Solutions = std::vector<CrisisSolution<Real>>;

  // A draw by itself stands in all lanes.
  template <class Number>
  Scenario<Pack>& load(const Lanes<Number>& at) {
    const std::size_t width = task_.leaves.size();
    for (int i = 0; i < RealTraits<Pack>::lanes; ++i)
      std::copy_n(values_.data() + at.draw[i % at.most] * width, width, pack_.data() + i * width);
    return drawn_.draw(task_.leaves, pack_);
  }

  static std::vector<int> chosen_of(std::span<const std::uint8_t> look) {
    std::vector<int> chosen;
    for (std::size_t d = 0; d < look.size(); ++d)
      if (look[d]) chosen.push_back(static_cast<int>(d));
    return chosen;
  }

  // Solves these draws; use(lanes, solutions, last) after each attempt that solves some of them, and after the last.
  template <class Number, class Change, class Use>
  void solve_all(std::vector<int> draws, CrisisSolver<Number>& solver, Change change, Use use) {
    std::vector<SolverOptions> options{task_.options};
    // One draw at a time keeps no others waiting: its difficulties are met where they are.
    if (task_.options.selection == Selection::principal && !games_in_lanes<Number>) {
      options.clear();
      for (const Effort effort : efforts_in_turn) options.push_back({Selection::principal, effort});
    }
    const int passes = static_cast<int>(options.size());
    in_passes<Number>(
        std::move(draws), passes,
        [&](const Lanes<Number>& at) {
          Scenario<Pack>& scenario = load(at);
          change(scenario);
          solver.load(scenario);
        },
        [&](const Lanes<Number>& at, int pass) {
          const auto& solutions = solver.solve_loaded(options[pass], at.mask());
          const bool last = pass + 1 == passes;
          Lanes<Number> left = at;
          at.each([&](int i, int) { left.asked[i] = status_of(solutions, i) != Status::solved; });
          if (last || left.count() < at.count()) use(at, solutions, last);
          return left;
        });
  }

  // Traces the solutions of the draws that are to be certified back.
  void certify(const Lanes<Real>& at, const Solutions& solutions, std::span<const std::uint8_t> wanted, DrawRows& out) {
    Real chosen(0.0);
    at.each([&](int i, int draw) {
      if (wanted[draw] && status_of(solutions, i) == Status::solved) set_lane(chosen, i, 1.0);
    });
    if (!any(chosen > 0.5)) return;
    const Certificate<Real> found = solver_.certify(chosen > 0.5);
    at.each([&](int i, int draw) {
      if (lane(chosen, i) > 0.5)
        fill_certificate(lane(found.certified, i), lane(found.elsewhere, i),
                         row_of(draw, out) + width_ - certificate_slots);
    });
  }

  void measure_all(int draws, std::span<const std::uint8_t> to_certify, DrawRows& out) {
    std::vector<const Measures<Real>*> measures(measurers_.size());
    Situation<Real> situation;
    const auto keep = [&](const Lanes<Real>& at, const Solutions& solutions, bool last) {
      Lanes<Real> solved = at;
      at.each([&](int i, int) { solved.asked[i] = status_of(solutions, i) == Status::solved; });
      for (std::size_t j = 0; j < measures.size(); ++j)
        measures[j] = &measurers_[j].measure(solutions[j], solved.mask());
      set_situation(situation_, measures, situation);
      Real separate(0.0), tier(0.0);
      for (int i = 0; i < at.most; ++i) set_lane(separate, i, separate_[at.draw[i]]);
      for (const CrisisSolution<Real>& solution : solutions) tier = max(tier, solution.joint.tier);
      at.each([&](int i, int d) {
        const Status status = status_of(solutions, i);
        out.status[d] = static_cast<std::uint8_t>(status);
        if (status != Status::solved && !last) return;
        double* end = fill_measures(labels_, measures, i, row_of(d, out));
        if (labels_.several()) {
          end = fill_situation(situation, i, end);
          *end++ = lane(situation.total_loss - separate, i);
        }
        fill_actions(solutions, i, end);
        fill_tier(static_cast<int>(lane(tier, i)), row_of(d, out) + width_ - solver_slots);
        losses_[d] = lane(situation.total_loss, i);
      });
      if (task_.options.selection == Selection::principal && !to_certify.empty())
        certify(at, solutions, to_certify, out);
    };
    solve_all(
        everybody(draws), solver_, [](Scenario<Pack>&) {}, keep);
  }

  // Adds what an adversary would cause if it were alone.
  void lose_alone(int draws, CrisisSolver<Pack>& solver) {
    std::vector<double> losses(draws, nan);
    set_losses(
        everybody(draws), solver, [](Scenario<Pack>&) {}, [](const auto& alone) { return total_loss(alone[0]); },
        losses);
    for (int d = 0; d < draws; ++d) separate_[d] += losses[d];
  }

  double* row_of(int draw, DrawRows& out) const { return out.slots.data() + draw * width_; }

  void look_for_fragile(std::span<const std::uint8_t> look, DrawRows& out) {
    constexpr Effort efforts[] = {Effort::quick, Effort::whatever_it_takes};
    in_passes<Real>(
        chosen_of(look), 2, [&](const Lanes<Real>& at) { solver_.load(load(at)); },
        [&](const Lanes<Real>& at, int pass) {
          const Fragility<Real> found = solver_.loaded_fragile(efforts[pass]);
          Lanes<Real> left = at;
          at.each([&](int i, int draw) {
            row_of(draw, out)[width_ - certificate_slots - 1] = lane(found.fragile, i) ? 1.0 : 0.0;
            left.asked[i] = !lane(found.decided, i);
          });
          return left;
        });
  }

  // What each adversary still attacks, with nothing to gain.
  void look_for_chance(std::span<const std::uint8_t> look, DrawRows& out) {
    const int adversaries = static_cast<int>(blank_.adversaries.size());
    const std::vector<int> chosen = chosen_of(look);
    for (int j = 0; j < adversaries; ++j)
      solve_all(
          chosen, solver_, [&](Scenario<Pack>& scenario) { take_motives(scenario, j); },
          [&](const Lanes<Real>& at, const Solutions& solutions, bool) {
            const Real attacked = 1.0 - solutions[j].quiet();
            at.each([&](int i, int draw) {
              if (status_of(solutions, i) == Status::solved)
                row_of(draw, out)[width_ - solver_slots - adversaries + j] = lane(attacked, i);
            });
          });
  }

  // losses[d] = loss_of(solutions) of the changed scenario for these draws, where there is a solution.
  template <class Number, class Change, class Loss>
  void set_losses(std::vector<int> draws, CrisisSolver<Number>& solver, Change change, Loss loss_of,
                  std::vector<double>& losses) {
    solve_all(std::move(draws), solver, change, [&](const Lanes<Number>& at, const auto& solutions, bool) {
      const Number loss = loss_of(solutions);
      at.each([&](int i, int draw) {
        if (status_of(solutions, i) == Status::solved) losses[draw] = lane(loss, i);
      });
    });
  }

  // By draw, of these; as it is where the term cannot matter.
  std::vector<double> losses_without(const std::vector<int>& draws, int tie, TieTerm term) {
    std::vector<double> losses = losses_;
    std::vector<int> changed;
    for (std::size_t d = 0; d < draws.size(); d += Lanes<Real>::most) {
      const Lanes<Real> at(std::span<const int>(draws).subspan(d));
      const Scenario<Pack>& scenario = load(at);
      Mask<Pack> counts = !everywhere<Pack>();
      for (const CrisisSolution<Real>& s : solver_.solutions()) counts |= matters(scenario, s.crisis, tie, term);
      at.each([&](int i, int draw) {
        if (!lane(counts, i)) return;
        changed.push_back(draw);
        losses[draw] = nan;
      });
    }
    set_losses(
        std::move(changed), solver_, [&](Scenario<Pack>& scenario) { switch_off(scenario, tie, term); },
        [&](const Solutions& solutions) { return total_loss(situation_, solutions); }, losses);
    return losses;
  }

  void balance_all(const std::vector<int>& draws, DrawRows& out) {
    const int ties = static_cast<int>(blank_.ties.size());
    const std::size_t first = width_ - solver_slots - blank_.adversaries.size() - balance_slots * blank_.ties.size();
    for (int tie = 0; tie < ties; ++tie) {
      const std::vector<double> no_integration = losses_without(draws, tie, TieTerm::integration);
      const std::vector<double> no_dependency = losses_without(draws, tie, TieTerm::dependency);
      for (const int d : draws)
        fill_balance({no_integration[d], no_dependency[d], losses_[d], {}}, tie, ties, row_of(d, out) + first);
    }
  }

  const KernelTask task_;
  DrawnScenario<Pack> drawn_;
  const Scenario<Pack> blank_;
  const SlotLabels labels_;
  const SituationStructure situation_;
  CrisisSolver<Real> solver_;
  std::vector<std::unique_ptr<CrisisSolver<Pack>>> alone_;  // by adversary, if there are several
  std::vector<Measurer<Real>> measurers_;                   // by adversary
  std::span<const double> values_;
  std::vector<double> pack_;               // the values of one pack
  std::vector<double> losses_, separate_;  // by draw: total loss; sum of what each adversary would cause alone
  std::size_t width_ = 0;
};

}  // namespace

std::unique_ptr<DrawKernel> WEDGE_MAKE_KERNEL(const KernelTask& task) {
  if (task.campaigns) return make_campaign_kernel(task);
#ifndef WEDGE_PACKS_ALONE  // a page solves no crisis that is large enough
  if (*task.games_in_lanes) return std::make_unique<CrisisKernel<Single>>(task);
#endif
  return std::make_unique<CrisisKernel<Pack>>(task);
}

}  // namespace wedge
