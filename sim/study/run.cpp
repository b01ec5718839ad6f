#include "wedge/study/run.hpp"

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/task_arena.h>

#include <exception>
#include <utility>

namespace wedge {

namespace {

struct Finished {
  int number = -1;  // none: a worker has ended
  Sums sums;
  Draws draws;
};

}  // namespace

bool run_chains(const Study& study, std::span<const Chain> chains, int threads, const std::atomic<bool>& stop,
                const StoreBlock& store, std::atomic<std::int64_t>* draws_done) {
  const StudyLayout& layout = study.layout();
  const int workers = threads > 0 ? threads : tbb::info::default_concurrency();
  tbb::concurrent_bounded_queue<Finished> queue;
  queue.set_capacity(2 * workers);
  std::atomic<std::size_t> next{0}, ended{0};
  std::atomic<bool> broken{false};

  // No place is kept for this thread, which only waits for results and stores them, but TBB counts it.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(workers) + 1);
  tbb::task_arena arena(workers, 0);
  std::exception_ptr failure;
  const auto run_chain = [&](const Chain& chain) {
    StopRule rule = chain.before ? *chain.before : StopRule(layout);
    for (int number = chain.first; number < chain.end && !rule.satisfied(); ++number) {
      if (stop || broken) return;
      Finished finished{number, {}, {}};
      finished.sums = study.run(number, draws_done, layout.keep_draws ? &finished.draws : nullptr);
      rule.add(finished.sums);
      queue.push(std::move(finished));
    }
    ++ended;
  };
  const auto work = [&] {
    try {
      while (!stop && !broken) {
        const std::size_t i = next++;
        if (i >= chains.size()) break;
        run_chain(chains[i]);
      }
    } catch (...) {
      if (!broken.exchange(true)) failure = std::current_exception();
    }
    queue.push(Finished{});
  };
  for (int worker = 0; worker < workers; ++worker) arena.enqueue([&] { work(); });

  for (int running = workers; running > 0;) {
    Finished finished;
    queue.pop(finished);
    if (finished.number < 0) {
      --running;
      continue;
    }
    if (broken) continue;
    try {
      store(layout.block(finished.number), finished.sums, finished.draws);
    } catch (...) {
      if (!broken.exchange(true)) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  return ended == chains.size();
}

}  // namespace wedge
