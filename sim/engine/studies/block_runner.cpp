#include "engine/studies/block_runner.hpp"

#include "engine/studies/machine.hpp"
#include "results/sealed.hpp"
#include "study/run.hpp"

namespace wedge::engine {

bool ThreadRunner::run(const Work& work, const Deliver& deliver) {
  const Study& study = work.planned.study;
  const BlockSealer seal(work.planned.identity);
  return run_chains(
      study, work.chains, threads(work.threads), work.stop,
      [&](const Block& block, const Sums& sums, const Draws& kept) {
        deliver({{seal(block, sums, kept)}, Tally(study.layout(), sums)});
      },
      &work.draws_done);
}

int ThreadRunner::threads(int of_each) const { return of_each > 0 ? of_each : usable_cores(); }

}  // namespace wedge::engine
