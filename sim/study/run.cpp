#include "wedge/study/run.hpp"

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/task_arena.h>

#include <exception>
#include <optional>
#include <utility>

namespace wedge {

int run_blocks(const Study& study, std::span<const int> blocks, int threads, const std::atomic<bool>& stop,
               const std::function<void(const Block&, const Sums&)>& store, std::atomic<std::int64_t>* draws_done) {
  using Finished = std::optional<std::pair<int, Sums>>;  // nothing: a worker has ended
  const int workers = threads > 0 ? threads : tbb::info::default_concurrency();
  tbb::concurrent_bounded_queue<Finished> queue;
  queue.set_capacity(2 * workers);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> broken{false};

  // No place is kept for this thread, which only waits for results and stores them, but TBB counts it.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(workers) + 1);
  tbb::task_arena arena(workers, 0);
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      while (!stop && !broken) {
        const std::size_t i = next++;
        if (i >= blocks.size()) break;
        queue.push(std::pair(blocks[i], study.run(blocks[i], draws_done)));
      }
    } catch (...) {
      if (!broken.exchange(true)) failure = std::current_exception();
    }
    queue.push(std::nullopt);
  };
  for (int worker = 0; worker < workers; ++worker) arena.enqueue([&] { work(); });

  int stored = 0;
  for (int running = workers; running > 0;) {
    Finished finished;
    queue.pop(finished);
    if (!finished) {
      --running;
      continue;
    }
    if (broken) continue;
    try {
      store(study.layout().block(finished->first), finished->second);
      ++stored;
    } catch (...) {
      if (!broken.exchange(true)) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  return stored;
}

}  // namespace wedge
