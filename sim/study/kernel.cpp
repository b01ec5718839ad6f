// The kernel. This file and the model are compiled once more for every instruction set, with the name of the function
// that makes the kernel given by the build.
#include "study/kernel.hpp"

#include <algorithm>
#include <functional>
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
// that would find none to be gathered with, goes on at once: large crises take as long to load as to solve. Returns
// those that need more than the last pass.
template <class Real, class Prepare, class Attempt>
std::vector<int> in_passes(std::vector<int> draws, int passes, Prepare prepare, Attempt attempt) {
  constexpr int lanes = RealTraits<Real>::lanes;
  std::vector<std::vector<int>> todo(passes + 1);
  todo[0] = std::move(draws);
  for (int pass = 0; pass < passes; ++pass)
    for (std::size_t d = 0; d < todo[pass].size(); d += lanes) {
      Lanes<Real> at(std::span<const int>(todo[pass]).subspan(d));
      prepare(at);
      for (int now = pass; now < passes; ++now) {
        at = attempt(at, now);
        if (at.count() == 0) break;
        const bool alone = d + lanes >= todo[pass].size() &&
                           std::all_of(todo.begin() + pass + 1, todo.begin() + now + 2,
                                       [](const std::vector<int>& waiting) { return waiting.empty(); });
        if (now + 1 < passes && (at.count() == lanes || alone)) continue;
        at.each([&](int, int draw) { todo[now + 1].push_back(draw); });
        break;
      }
    }
  return std::move(todo[passes]);
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
    Jobs<Real> jobs;
    measure(draws, batch.certify, out, jobs);
    const std::vector<int> balanced = task_.balance ? chosen_of(batch.balance) : std::vector<int>();
    std::vector<Without> without = balances(balanced, jobs);
    look_for_chance(batch.look, out, jobs);
    solve(jobs, solver_);
    if (task_.balance) fill_balances(balanced, without, out);
    look_for_fragile(batch.look, out);
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

  // Draws to be solved after a change to their numbers; use(lanes, solutions, last) is called after each attempt that
  // solves some of them, and after the last.
  template <class Number>
  struct Job {
    std::vector<int> draws;
    std::function<void(Scenario<Pack>&)> change;
    std::function<void(const Lanes<Number>&, const std::vector<CrisisSolution<Number>>&, bool last)> use;
  };
  template <class Number>
  using Jobs = std::vector<Job<Number>>;

  // In packs; what steps in τ do not solve of all jobs goes on in relay. One draw at a time keeps no others waiting:
  // its difficulties are met where they are.
  template <class Number>
  void solve(const Jobs<Number>& jobs, CrisisSolver<Number>& solver) {
    const bool relays = in_packs<Number> && task_.options.selection == Selection::principal;
    std::vector<SolverOptions> options{task_.options};
    if (relays) options = {{Selection::principal, Effort::quick}, {Selection::principal, Effort::steady}};
    const int passes = static_cast<int>(options.size());
    struct Hard {
      const Job<Number>* job;
      int draw;
    };
    std::vector<Hard> hard;
    const auto prepare = [&](const Job<Number>& job, const Lanes<Number>& at) {
      Scenario<Pack>& scenario = load(at);
      job.change(scenario);
      solver.load(scenario);
    };
    for (const Job<Number>& job : jobs) {
      const auto attempt = [&](const Lanes<Number>& at, int pass) {
        const auto& solutions = solver.solve_loaded(options[pass], at.mask());
        const bool last = !relays && pass + 1 == passes;
        Lanes<Number> left = at;
        at.each([&](int i, int) { left.asked[i] = status_of(solutions, i) != Status::solved; });
        if (last || left.count() < at.count()) job.use(at, solutions, last);
        return left;
      };
      const auto load_pack = [&](const Lanes<Number>& at) { prepare(job, at); };
      for (const int draw : in_passes<Number>(job.draws, passes, load_pack, attempt)) hard.push_back({&job, draw});
    }
    if constexpr (in_packs<Number>) {
      // The first of one job, side by side.
      const auto lanes_of = [&](std::span<const int> some) {
        std::vector<int> draws;
        for (const int h : some.first(std::min<std::size_t>(some.size(), Lanes<Number>::most))) {
          if (hard[h].job != hard[some[0]].job) break;
          draws.push_back(hard[h].draw);
        }
        return Lanes<Number>(draws);
      };
      if (relays && !hard.empty())
        solver.solve_in_relay(
            static_cast<int>(hard.size()),
            [&](std::span<const int> some) {
              const Lanes<Number> at = lanes_of(some);
              prepare(*hard[some[0]].job, at);
              return static_cast<std::size_t>(at.count());
            },
            [&](std::span<const int> some) { hard[some[0]].job->use(lanes_of(some), solver.solutions(), true); });
    }
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

  void measure(int draws, std::span<const std::uint8_t> to_certify, DrawRows& out, Jobs<Real>& jobs) {
    const auto keep = [this, to_certify, &out](const Lanes<Real>& at, const Solutions& solutions, bool last) {
      std::vector<const Measures<Real>*> measures(measurers_.size());
      Lanes<Real> solved = at;
      at.each([&](int i, int) { solved.asked[i] = status_of(solutions, i) == Status::solved; });
      for (std::size_t j = 0; j < measures.size(); ++j)
        measures[j] = &measurers_[j].measure(solutions[j], solved.mask());
      set_situation(situation_, measures, measured_);
      Real separate(0.0), tier(0.0);
      for (int i = 0; i < at.most; ++i) set_lane(separate, i, separate_[at.draw[i]]);
      for (const CrisisSolution<Real>& solution : solutions) tier = max(tier, solution.joint.tier);
      at.each([&](int i, int d) {
        const Status status = status_of(solutions, i);
        out.status[d] = static_cast<std::uint8_t>(status);
        if (status != Status::solved && !last) return;
        double* end = fill_measures(labels_, measures, i, row_of(d, out));
        if (labels_.several()) {
          end = fill_situation(measured_, i, end);
          *end++ = lane(measured_.total_loss - separate, i);
        }
        fill_actions(solutions, i, end);
        fill_tier(static_cast<int>(lane(tier, i)), row_of(d, out) + width_ - solver_slots);
        losses_[d] = lane(measured_.total_loss, i);
      });
      if (task_.options.selection == Selection::principal && !to_certify.empty())
        certify(at, solutions, to_certify, out);
    };
    jobs.push_back({everybody(draws), [](Scenario<Pack>&) {}, keep});
  }

  // Adds what an adversary would cause if it were alone.
  void lose_alone(int draws, CrisisSolver<Pack>& solver) {
    std::vector<double> losses(draws, nan);
    solve<Pack>(
        {losses_of<Pack>(
            everybody(draws), [](Scenario<Pack>&) {}, [](const auto& alone) { return total_loss(alone[0]); }, losses)},
        solver);
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
  void look_for_chance(std::span<const std::uint8_t> look, DrawRows& out, Jobs<Real>& jobs) {
    const int adversaries = static_cast<int>(blank_.adversaries.size());
    for (int j = 0; j < adversaries; ++j)
      jobs.push_back({chosen_of(look), [j](Scenario<Pack>& scenario) { take_motives(scenario, j); },
                      [this, j, adversaries, &out](const Lanes<Real>& at, const Solutions& solutions, bool) {
                        const Real attacked = 1.0 - solutions[j].quiet();
                        at.each([&](int i, int draw) {
                          if (status_of(solutions, i) == Status::solved)
                            row_of(draw, out)[width_ - solver_slots - adversaries + j] = lane(attacked, i);
                        });
                      }});
  }

  // losses[d] = loss_of(solutions) of the changed scenario for these draws, where there is a solution.
  template <class Number, class Loss>
  static Job<Number> losses_of(std::vector<int> draws, std::function<void(Scenario<Pack>&)> change, Loss loss_of,
                               std::vector<double>& losses) {
    return {std::move(draws), std::move(change), [loss_of, &losses](const auto& at, const auto& solutions, bool) {
              const Number loss = loss_of(solutions);
              at.each([&](int i, int draw) {
                if (status_of(solutions, i) == Status::solved) losses[draw] = lane(loss, i);
              });
            }};
  }

  // Total loss without one term of a tie.
  struct Without {
    std::vector<int> same;       // draws to which it makes no difference
    std::vector<double> losses;  // by draw
  };

  // Tie by tie, without integration and then without dependency. The jobs refer to what is returned.
  std::vector<Without> balances(const std::vector<int>& draws, Jobs<Real>& jobs) {
    std::vector<Without> out(2 * blank_.ties.size(), {{}, std::vector<double>(losses_.size(), nan)});
    for (int b = 0; b < static_cast<int>(out.size()); ++b) {
      const int tie = b / 2;
      const TieTerm term = b % 2 == 0 ? TieTerm::integration : TieTerm::dependency;
      std::vector<int> changed;
      for (std::size_t d = 0; d < draws.size(); d += Lanes<Real>::most) {
        const Lanes<Real> at(std::span<const int>(draws).subspan(d));
        const Scenario<Pack>& scenario = load(at);
        Mask<Pack> counts = !everywhere<Pack>();
        for (const CrisisSolution<Real>& s : solver_.solutions()) counts |= matters(scenario, s.crisis, tie, term);
        at.each([&](int i, int draw) { (lane(counts, i) ? changed : out[b].same).push_back(draw); });
      }
      jobs.push_back(losses_of<Real>(
          std::move(changed), [tie, term](Scenario<Pack>& scenario) { switch_off(scenario, tie, term); },
          [this](const Solutions& solutions) { return total_loss(situation_, solutions); }, out[b].losses));
    }
    return out;
  }

  void fill_balances(const std::vector<int>& draws, std::vector<Without>& without, DrawRows& out) {
    const int ties = static_cast<int>(blank_.ties.size());
    const std::size_t first = width_ - solver_slots - blank_.adversaries.size() - balance_slots * blank_.ties.size();
    for (Without& one : without)
      for (const int d : one.same) one.losses[d] = losses_[d];
    for (int tie = 0; tie < ties; ++tie)
      for (const int d : draws)
        fill_balance({without[2 * tie].losses[d], without[2 * tie + 1].losses[d], losses_[d], {}}, tie, ties,
                     row_of(d, out) + first);
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
  std::vector<double> pack_;  // the values of one pack
  Situation<Real> measured_;
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
