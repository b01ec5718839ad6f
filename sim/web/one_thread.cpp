// The parts of the study room that a page goes without: threads, and campaigns.
#include <emscripten/emscripten.h>

#include <stdexcept>

#include "study/campaign_kernel.hpp"
#include "study/campaign_slots.hpp"
#include "study/run.hpp"

// The page hears of each finished block, in the worker in which this runs.
EM_JS(void, tell_progress, (double draws), {
  if (Module['progress']) Module['progress'](draws);
});

namespace wedge {

bool run_chains(const Study& study, std::span<const Chain> chains, int, const std::atomic<bool>& stop,
                const StoreBlock& store, std::atomic<std::int64_t>* draws_done) {
  const StudyLayout& layout = study.layout();
  for (const Chain& chain : chains) {
    StopRule rule = chain.before ? *chain.before : StopRule(layout);
    for (int number = chain.first; number < chain.end && !rule.satisfied(); ++number) {
      if (stop) return false;
      Draws draws;
      const Sums sums = study.run(number, draws_done, layout.keep_draws ? &draws : nullptr);
      rule.add(sums);
      store(layout.block(number), sums, draws);
      if (draws_done != nullptr) tell_progress(static_cast<double>(draws_done->load()));
    }
  }
  return true;
}

std::unique_ptr<DrawKernel> make_campaign_kernel(const KernelTask&) {
  throw std::logic_error("the page plays no campaigns");
}

void describe_campaign_slots(const Scenario<Quantity>&, StudyLayout&) {
  throw std::logic_error("the page plays no campaigns");
}

}  // namespace wedge
