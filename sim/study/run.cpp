#include "study/run.hpp"

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/version.h>

#include <algorithm>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace wedge {
namespace {

constexpr int none = -1;
const Chain no_more{none, none, nullptr};

int threads_of(int asked) { return asked > 0 ? asked : tbb::info::default_concurrency(); }

}  // namespace

std::string threads_version() { return TBB_runtime_version(); }

// Threads of its own: one that waits for chains or for its results to be taken would hold up others of a pool.
struct ChainWorkers::State {
  const Study& study;
  const std::atomic<bool>& stop;
  std::atomic<std::int64_t>* const draws_done;
  tbb::concurrent_bounded_queue<Chain> chains;
  tbb::concurrent_bounded_queue<FinishedBlock> finished;
  std::atomic<int> ended{0};
  std::atomic<bool> broken{false};
  std::exception_ptr failure;
  std::vector<std::thread> threads;
  int running = 0;  // threads whose end was not seen yet
  bool closed = false;

  State(const Study& s, int count, const std::atomic<bool>& stopped, std::atomic<std::int64_t>* counted)
      : study(s), stop(stopped), draws_done(counted) {
    finished.set_capacity(2 * count);
    for (int i = 0; i < count; ++i) begin_thread();
    running = static_cast<int>(threads.size());
  }

  // One is enough to go on with where the system gives no more.
  void begin_thread() {
    try {
      threads.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      if (threads.empty()) throw;
    }
  }

  bool stopping() const { return stop || broken; }

  void run_chain(const Chain& chain) {
    const StudyLayout& layout = study.layout();
    StopRule rule = chain.before ? *chain.before : StopRule(layout);
    for (int number = chain.first; number < chain.end && !rule.satisfied(); ++number) {
      if (stopping()) return;
      FinishedBlock block{number, {}, {}};
      block.sums = study.run(number, draws_done, layout.keep_draws ? &block.draws : nullptr);
      rule.add(block.sums);
      finished.push(std::move(block));
    }
    ++ended;
  }

  void work() {
    try {
      for (Chain chain; !stopping();) {
        chains.pop(chain);
        if (chain.first == none) break;
        run_chain(chain);
      }
    } catch (...) {
      if (!broken.exchange(true)) failure = std::current_exception();
    }
    finished.push({none, {}, {}});
  }

  std::optional<FinishedBlock> take(FinishedBlock&& block) {
    if (block.number != none) return std::move(block);
    if (--running == 0 && failure) std::rethrow_exception(failure);
    return {};
  }
};

ChainWorkers::ChainWorkers(const Study& study, int threads, const std::atomic<bool>& stop,
                           std::atomic<std::int64_t>* draws_done)
    : state_(std::make_unique<State>(study, threads_of(threads), stop, draws_done)) {}

ChainWorkers::~ChainWorkers() {
  state_->broken = true;
  close();
  for (FinishedBlock lost; state_->running > 0;) {
    state_->finished.pop(lost);
    if (lost.number == none) --state_->running;
  }
  for (std::thread& thread : state_->threads) thread.join();
}

void ChainWorkers::add(const Chain& chain) { state_->chains.push(chain); }

void ChainWorkers::close() {
  if (std::exchange(state_->closed, true)) return;
  for (std::size_t i = 0; i < state_->threads.size(); ++i) state_->chains.push(no_more);
}

std::optional<FinishedBlock> ChainWorkers::wait() {
  for (FinishedBlock block; state_->running > 0;) {
    state_->finished.pop(block);
    if (std::optional<FinishedBlock> taken = state_->take(std::move(block))) return taken;
  }
  return {};
}

std::optional<FinishedBlock> ChainWorkers::poll() {
  for (FinishedBlock block; state_->running > 0 && state_->finished.try_pop(block);)
    if (std::optional<FinishedBlock> taken = state_->take(std::move(block))) return taken;
  return {};
}

bool ChainWorkers::over() const { return state_->running == 0; }
int ChainWorkers::threads() const { return static_cast<int>(state_->threads.size()); }
int ChainWorkers::ended() const { return state_->ended; }

bool run_chains(const Study& study, std::span<const Chain> chains, int threads, const std::atomic<bool>& stop,
                const StoreBlock& store, std::atomic<std::int64_t>* draws_done) {
  const int useful = std::max(1, static_cast<int>(chains.size()));
  ChainWorkers workers(study, std::min(threads_of(threads), useful), stop, draws_done);
  for (const Chain& chain : chains) workers.add(chain);
  workers.close();
  while (const std::optional<FinishedBlock> block = workers.wait())
    store(study.layout().block(block->number), block->sums, block->draws);
  return workers.ended() == static_cast<int>(chains.size());
}

}  // namespace wedge
