// wedge run, merge and status.
#include <fmt/format.h>

#include <numeric>
#include <ostream>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/stop_signals.hpp"
#include "engine/studies/study_run.hpp"

namespace wedge::app {
namespace {

// One line: how many draws in how long, and how they ended.
std::string summary(const Study& study, const engine::Tally& tally, double seconds) {
  const std::int64_t all = std::accumulate(tally.by_status.begin(), tally.by_status.end(), std::int64_t{0});
  const std::int64_t solved = tally.by_status.empty() ? 0 : tally.by_status[0];
  std::string out = fmt::format("{} draws in {:.1f} s ({:.0f} a second)", all, seconds,
                                static_cast<double>(all) / std::max(seconds, 1e-9));
  if (solved > 0 && !study.settings().campaigns)
    out += fmt::format("; easy {:.1f}%", 100.0 * tally.quick / static_cast<double>(solved));
  if (tally.looked_at > 0.0)
    out +=
        fmt::format("; fragile {:.1f}% of {:.0f} looked at", 100.0 * tally.fragile / tally.looked_at, tally.looked_at);
  out += fmt::format("; failed {}", all - solved);
  for (std::size_t s = 1; s < tally.by_status.size(); ++s)
    if (tally.by_status[s] > 0) out += fmt::format(" ({} {})", tally.by_status[s], study.layout().statuses[s]);
  return out;
}

// What there is to do, before the first block.
void announce(const engine::StudyRun& run, std::ostream& err) {
  const StudyLayout& layout = run.study().layout();
  const std::size_t before = run.inventory().finished.size();
  err << fmt::format("{} points × {}{} draws in {} blocks{}; {} uncertain keys; {} measures\n", layout.points(),
                     layout.until.measure.empty() ? "" : "at most ", layout.draws, layout.blocks(),
                     before == 0 ? "" : fmt::format(", {} done before", before), run.study().uncertain_keys().size(),
                     layout.slots);
}

}  // namespace

int run_study(const RunArguments& arguments, engine::BlockRunner& runner, std::ostream& out, std::ostream& err) {
  engine::StudyRun run(arguments,
                       {arguments.threads, engine::shard_of(arguments.shard), arguments.performance, arguments.force});
  for (const DamagedBlock& block : run.inventory().damaged)
    err << fmt::format("{}: block {} is damaged and computed again ({})\n", arguments.output, block.number,
                       block.reason);
  if (!arguments.quiet) announce(run, err);
  bool complete = false;
  {
    const StopOnSignals signals;
    Progress progress(err, arguments.quiet, run.draws());
    complete = run.compute(runner, StopOnSignals::requested(), progress.draws_done(),
                           [&](const engine::Tally& found) { progress.saw_error(found.worst_error); });
  }
  if (!arguments.quiet) err << runner.remark();
  if (!complete) {
    err << fmt::format(
        "{0}: stopped; what is finished is kept, and the same command (or just `wedge run -o {0}`) goes on from "
        "there\n",
        arguments.output);
    return stopped;
  }
  if (!arguments.quiet) out << summary(run.study(), run.tally(), run.seconds()) << '\n';
  const bool assembled = run.finish();
  if (arguments.quiet) return done;
  if (assembled)
    out << arguments.output << '\n';
  else
    out << fmt::format("shard {}/{} is done; when all are: wedge merge {}\n", run.shard().index, run.shard().count,
                       arguments.output);
  return done;
}

int merge(const MergeArguments& arguments, std::ostream& out) {
  if (const StudyStatus s = study_status(arguments.result); s.complete && !s.has_blocks) {
    out << arguments.result << ": complete already\n";
    return done;
  }
  const bool complete = assemble(arguments.result, arguments.allow_partial);
  if (complete) remove_blocks(arguments.result);
  out << arguments.result << (complete ? "" : ": partial; missing points are marked in `status`") << '\n';
  return complete ? done : failed;
}

int status(const std::string& result, std::ostream& out) {
  const StudyStatus s = study_status(result);
  out << s.title << '\n';
  if (s.has_result)
    out << fmt::format("  {}: {} of {} points{}\n", result, s.points_done, s.points, s.complete ? ", complete" : "");
  if (s.has_blocks)
    out << fmt::format("  blocks: {} of {} finished{}{}\n", s.blocks_finished, s.blocks,
                       s.blocks_complete ? ", none is missing" : "", s.running ? ", running" : "");
  for (const ShardStatus& shard : s.shards)
    out << fmt::format("  shard {}/{}: {} of {} blocks{}\n", shard.shard.index, shard.shard.count, shard.finished,
                       shard.total, shard.running ? ", running" : "");
  for (const DamagedBlock& block : s.damaged)
    out << fmt::format("  block {} is damaged: {}\n", block.number, block.reason);
  out << fmt::format("  {:.1f} MB on disk\n", static_cast<double>(s.bytes) / 1e6);
  return s.complete ? done : stopped;
}

}  // namespace wedge::app
