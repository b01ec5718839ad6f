// wedge run, merge and status.
#include <fmt/format.h>

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <ostream>

#include "base/error.hpp"
#include "block_runner.hpp"
#include "commands.hpp"
#include "planned_study.hpp"
#include "progress.hpp"
#include "results/result.hpp"
#include "stop_signals.hpp"

namespace wedge::app {
namespace {

bool parse(std::string_view text, int& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// `I/N`, or what Slurm says of an array task, or the whole.
Shard shard_of(const std::string& argument) {
  std::string text = argument;
  if (text.empty()) {
    const char* const task = std::getenv("SLURM_ARRAY_TASK_ID");
    const char* const count = std::getenv("SLURM_ARRAY_TASK_COUNT");
    const char* const least = std::getenv("SLURM_ARRAY_TASK_MIN");
    if (task == nullptr || count == nullptr) return {};
    text = std::to_string(std::atoi(task) - (least != nullptr ? std::atoi(least) : 0)) + "/" + count;
  }
  Shard shard;
  const std::size_t slash = text.find('/');
  const bool read = slash != std::string::npos && parse(std::string_view(text).substr(0, slash), shard.index) &&
                    parse(std::string_view(text).substr(slash + 1), shard.count);
  if (!read || shard.count < 1 || shard.index < 0 || shard.index >= shard.count)
    fail_input("--shard " + text, "is not a shard; expected I/N with 0 ≤ I < N, as in 0/4");
  return shard;
}

std::optional<Performance> performance_of(const RunArguments& arguments, const BlockRunner& runner, double seconds) {
  if (!arguments.performance) return {};
  char host[256] = "";
  ::gethostname(host, sizeof host - 1);
  return Performance{seconds, host, runner.threads(arguments.threads)};
}

// With --force an existing result does not stand in the way (it stays until the new one replaces it), nor does an
// unfinished study of other settings; one of the same settings is resumed all the same.
BlockStore open_store(const RunArguments& arguments, const StudyIdentity& identity, Shard shard) {
  try {
    return BlockStore::open(arguments.output, identity, shard);
  } catch (const InputError&) {
    if (!arguments.force) throw;
  }
  remove_blocks(arguments.output);
  return BlockStore::open(arguments.output, identity, shard);
}

// A run killed between writing its result and removing its blocks: every block is finished, so that going on means
// assembling the same bytes again.
bool only_blocks_are_left(const std::string& result) {
  const StudyStatus s = study_status(result);
  return s.complete && s.has_blocks && s.blocks_complete;
}

}  // namespace

int run_study(const RunArguments& arguments, BlockRunner& runner, std::ostream& out, std::ostream& err) {
  const Shard shard = shard_of(arguments.shard);
  remove_rubbish(arguments.output);
  if (!arguments.force && result_exists(arguments.output) && !only_blocks_are_left(arguments.output))
    fail_input("-o " + arguments.output, "exists; choose another file, or --force to replace it");
  const PlannedStudy planned = planned_study(arguments);
  const Study& study = planned.study;
  const StudyLayout& layout = study.layout();

  Tally tally;
  bool complete = false;
  double seconds = 0.0;
  {
    BlockStore store = open_store(arguments, planned.identity, shard);
    const Inventory inventory = store.inventory();
    for (const DamagedBlock& block : inventory.damaged)
      err << fmt::format("{}: block {} is damaged and computed again ({})\n", arguments.output, block.number,
                         block.reason);
    std::int64_t draws = 0;
    for (const Chain& chain : inventory.pending)
      for (int b = chain.first; b < chain.end; ++b) draws += layout.block(b).points * layout.block(b).draws;
    if (!arguments.quiet)
      err << fmt::format("{} points × {}{} draws in {} blocks{}; {} uncertain keys; {} measures\n", layout.points(),
                         layout.until.measure.empty() ? "" : "at most ", layout.draws, layout.blocks(),
                         inventory.finished.empty() ? "" : fmt::format(", {} done before", inventory.finished.size()),
                         study.uncertain_keys().size(), layout.slots);
    const StopOnSignals signals;
    Progress progress(err, arguments.quiet, draws);
    complete = runner.run({planned, inventory.pending, arguments.threads, arguments.isa, StopOnSignals::requested(),
                           progress.draws_done()},
                          [&](const Delivery& found) {
                            store.write(found.blocks);
                            tally.add(found.tally);
                            progress.saw_error(found.tally.worst_error);
                          });
    seconds = progress.seconds();
  }
  if (!arguments.quiet) err << runner.remark();
  if (!complete) {
    err << fmt::format(
        "{0}: stopped; what is finished is kept, and the same command (or just `wedge run -o {0}`) goes on from "
        "there\n",
        arguments.output);
    return stopped;
  }
  if (!arguments.quiet) out << summary(study, tally, seconds) << '\n';
  if (shard.count > 1) {
    if (!arguments.quiet)
      out << fmt::format("shard {}/{} is done; when all are: wedge merge {}\n", shard.index, shard.count,
                         arguments.output);
    return done;
  }
  assemble(arguments.output, false, performance_of(arguments, runner, seconds));
  remove_blocks(arguments.output);
  if (!arguments.quiet) out << arguments.output << '\n';
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
