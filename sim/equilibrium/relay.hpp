/// Arc length for many tasks in the lanes of one pack (docs/solver.md, "Following the branch").
#pragma once

#include <numeric>
#include <optional>

#include "equilibrium/arc_tracer.hpp"

namespace wedge {

/// Copies the numbers of one lane to another, of a game with the same structure and nothing but stored payoffs.
template <class Real>
void copy_lane(const JointGame<Real>& from, int from_lane, JointGame<Real>& to, int to_lane) {
  const auto copy = [&](const Real& x, Real& out) { set_lane(out, to_lane, lane(x, from_lane)); };
  const auto copy_all = [&](const std::vector<Real>& x, std::vector<Real>& out) {
    out.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) copy(x[i], out[i]);
  };
  copy_all(from.precision, to.precision);
  copy_all(from.constant, to.constant);
  copy_all(from.prior, to.prior);
  for (std::size_t g = 0; g < from.games.size(); ++g) {
    const ResponseGame<Real>& game = from.games[g];
    for (const auto numbers :
         {&ResponseGame<Real>::precision, &ResponseGame<Real>::steadfast, &ResponseGame<Real>::perceived,
          &ResponseGame<Real>::resolve_gap, &ResponseGame<Real>::gain, &ResponseGame<Real>::value})
      copy_all(game.*numbers, to.games[g].*numbers);
    copy(game.mood, to.games[g].mood);
  }
}

/// Follows branches in arc length. A lane that has arrived, or is given up, goes on with the next task, so that none
/// waits for the slowest. Tasks are loaded into the games of `waiting`; hand_over(lane, to) copies one from there to
/// those of `running`.
template <class System, class HandOver>
class Relay {
 public:
  using Real = typename System::Number;

  Relay(System& running, System& waiting, HandOver hand_over)
      : running_(running), waiting_(waiting), hand_over_(std::move(hand_over)) {}

  std::vector<FoundSolution<double>> run(int tasks, const LoadTasks& load) {
    std::vector<FoundSolution<double>> out(tasks);
    std::vector<int> todo(tasks);
    std::iota(todo.begin(), todo.end(), 0);
    // The first tier is the second's with less patience, for who makes others wait.
    for (const ArcTier& tier : std::span(arc_tiers).subspan(1)) {
      if (todo.empty()) break;
      follow(tier, todo, load, out);
      std::erase_if(todo, [&](int task) { return out[task].found; });
    }
    return out;
  }

 private:
  static constexpr int lanes = RealTraits<Real>::lanes;

  void follow(const ArcTier& tier, std::span<const int> tasks, const LoadTasks& load,
              std::vector<FoundSolution<double>>& out) {
    std::span<const int> waiting;
    const auto load_more = [&] {
      waiting = tasks.first(load(tasks));
      tasks = tasks.subspan(waiting.size());
      waiting_.refresh();
    };
    load_more();
    for (int i = 0; i < lanes; ++i) hand_over_(i, i);
    running_.refresh();
    ArcTracer<System> tracer(running_, tier);
    std::optional<ArcTracer<System>> start;  // of those that wait
    int runner[lanes]{};
    Real runs(0.0);
    const auto begin = [&](int i, int task) {
      runner[i] = task;
      set_lane(runs, i, 1.0);
    };
    for (std::size_t i = 0; i < waiting.size(); ++i) begin(static_cast<int>(i), waiting[i]);
    int next = static_cast<int>(waiting.size());  // of those that wait
    for (Mask<Real> going = runs > 0.5; any(going);) {
      const Mask<Real> arrived = tracer.sweep(going), ended = (runs > 0.5) & !going;
      if (!any(ended)) continue;
      for (int i = 0; i < lanes; ++i) {
        if (!lane(ended, i)) continue;
        out[runner[i]] = tracer.lane_at(i, lane(arrived, i));
        set_lane(runs, i, 0.0);
        if (next == std::ssize(waiting)) {
          if (tasks.empty()) continue;
          load_more();
          start.emplace(waiting_, tier);
          next = 0;
        }
        hand_over_(next, i);
        tracer.take_over(i, *start, next);
        begin(i, waiting[next++]);
      }
      running_.refresh();
      going = runs > 0.5;
    }
  }

  System &running_, &waiting_;
  HandOver hand_over_;
};

}  // namespace wedge
