#include "engine/studies/pilot.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <numeric>

#include "results/sealed.hpp"

namespace wedge::engine {
namespace {

// What a study finds out for one run of draws in so many (0: for none).
struct Shares {
  std::int64_t balance, certify, look;
};

// A study like the one that is planned, with so few draws, and shares of its own, which begin with the first draws.
PlannedStudy with_draws(const PlannedStudy& planned, std::int64_t draws, const Shares& shares) {
  StudyIdentity like = planned.identity;
  like.layout.until = {};
  like.layout.draws = std::min(like.layout.draws, draws);
  like.layout.balance_one_in = shares.balance;
  like.layout.certify_one_in = shares.certify;
  return planned_from(like, std::string(isa_name(planned.study.settings().isa)), "scenario", shares.look > 0);
}

struct Trial {
  double seconds = 0.0, block_bytes = 0.0;
  std::int64_t draws = 0;  // at single points
};

// Sums of a block grow with its points, what is kept of draws with these.
double bytes_of_block(const StudyLayout& layout, const PlannedStudy& small, const Sums& sums, const Draws& kept) {
  const Block block = small.study.layout().block(0);
  const auto found = static_cast<double>(BlockSealer(small.identity)(block, sums, kept).bytes.size());
  const auto draws = 8.0 * static_cast<double>(kept.values.size() + kept.inputs.size());
  const auto points = static_cast<double>(layout.block_points) / static_cast<double>(block.points);
  const auto values =
      static_cast<double>(layout.block_draws * layout.block_points) / static_cast<double>(block.draws * block.points);
  return (found - draws) * points + draws * values;
}

Trial tried(const StudyLayout& layout, const PlannedStudy& small, double seconds) {
  const int blocks = small.study.layout().blocks();
  // Steps that share no divisor with the number of blocks come to all of them, and soon everywhere.
  int step = std::max(1, static_cast<int>(0.381966 * blocks));
  while (std::gcd(step, blocks) != 1) ++step;
  Trial trial;
  std::atomic<std::int64_t> draws{0};
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0, number = 0; i < blocks && (i == 0 || trial.seconds < seconds);
       ++i, number = (number + step) % blocks) {
    Draws kept;
    const Sums sums = small.study.run(number, &draws, layout.keep_draws ? &kept : nullptr);
    trial.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (i == 0) trial.block_bytes = bytes_of_block(layout, small, sums, kept);
  }
  trial.draws = draws;
  return trial;
}

// Few draws first: one may take a second, or a hundred-thousandth of it.
Trial tried_enough(const PlannedStudy& planned, const Shares& shares, double seconds) {
  constexpr std::int64_t few = 8, times = 8;
  const StudyLayout& layout = planned.study.layout();
  const Trial trial = tried(layout, with_draws(planned, few, shares), 0.0);
  if (trial.seconds * times >= seconds) return trial;
  return tried(layout, with_draws(planned, few * times, shares), seconds);
}

double bytes_of_result(const StudyLayout& layout, std::size_t quantiles) {
  constexpr double a_dataset = 2000.0;  // headers, attributes and what a chunk has beside numbers, measured
  const auto points = static_cast<double>(layout.points()), slots = static_cast<double>(layout.slots);
  const double estimates = points * slots * 8.0 * static_cast<double>(2 + quantiles);
  const double draws = layout.keep_draws ? points * static_cast<double>(layout.draws) * slots * 8.0 : 0.0;
  return estimates + draws + a_dataset * static_cast<double>(3 * layout.variables.size() + layout.dimensions.size());
}

double peak_memory() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return 1024.0 * static_cast<double>(used.ru_maxrss);
}

}  // namespace

Forecast pilot(const PlannedStudy& planned, std::int64_t kept_draws, double seconds) {
  const StudyLayout& layout = planned.study.layout();
  const Shares shares{layout.balance_one_in, layout.certify_one_in, planned.study.look_one_in()};
  const auto seconds_of = [](const Trial& trial) { return trial.seconds / static_cast<double>(trial.draws); };
  // Of so few draws more would be in a share than of all. So what is found out for some draws only is tried by itself.
  Shares always = shares;
  std::vector<std::pair<Shares, std::int64_t>> extras;
  for (const auto share : {&Shares::balance, &Shares::certify, &Shares::look})
    if (shares.*share > 1) always.*share = 0;
  for (const auto share : {&Shares::balance, &Shares::certify, &Shares::look})
    if (shares.*share > 1) {
      extras.emplace_back(always, shares.*share);
      extras.back().first.*share = 1;
    }
  seconds /= static_cast<double>(1 + extras.size());
  Forecast out;
  const Trial trial = tried_enough(planned, always, seconds);
  out.draw_seconds = seconds_of(trial);
  out.block_bytes = trial.block_bytes;
  for (const auto& [with_one, one_in] : extras) {
    const Trial more = tried_enough(planned, with_one, seconds);
    out.draw_seconds += std::max(0.0, seconds_of(more) - seconds_of(trial)) / static_cast<double>(one_in);
    out.block_bytes = std::max(out.block_bytes, more.block_bytes);  // (balances have measures of their own)
  }
  const double a_draw = out.draw_seconds * static_cast<double>(layout.points());  // at every point
  out.core_seconds = a_draw * static_cast<double>(layout.draws - kept_draws);
  out.block_seconds = a_draw * static_cast<double>(layout.draws) / layout.blocks();
  out.result_bytes = bytes_of_result(layout, planned.identity.quantile_levels.size());
  out.memory_bytes = peak_memory() + out.block_bytes;
  out.thread_bytes = 2.0 * static_cast<double>(layout.block_points * layout.slots) *
                         (4.0 * histogram::bins + 16.0 * layout.replicates) +
                     4.0 * out.block_bytes;
  return out;
}

}  // namespace wedge::engine
