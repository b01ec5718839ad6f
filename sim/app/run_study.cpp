// wedge run, merge and status.
#include <fmt/format.h>

#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <ostream>
#include <thread>

#include "commands.hpp"
#include "planned_study.hpp"
#include "progress.hpp"
#include "wedge/base/error.hpp"
#include "wedge/results/result.hpp"
#include "wedge/study/run.hpp"

namespace wedge::app {
namespace {

std::atomic<bool> stop_requested{false};  // the one thing that a signal can reach

// The first signal asks for an orderly end; a second one ends the program at once, which loses the blocks in flight.
extern "C" void request_stop(int signal) {
  stop_requested = true;
  std::signal(signal, SIG_DFL);
}

class StopOnSignals {
 public:
  StopOnSignals() {
    stop_requested = false;
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, request_stop);
  }
  ~StopOnSignals() {
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, SIG_DFL);
  }
};

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

// What the blocks stored in this run say, for the summary.
struct Tally {
  std::int64_t solved = 0, failed = 0;
  std::vector<std::int64_t> by_status;
  double looked_at = 0.0, fragile = 0.0, quick = 0.0;  // draws

  void add(const StudyLayout& layout, const Sums& sums) {
    by_status.resize(sums.statuses);
    for (std::int64_t p = 0; p < sums.points; ++p)
      for (int s = 0; s < sums.statuses; ++s) {
        by_status[s] += sums.by_status[p * sums.statuses + s];
        (s == 0 ? solved : failed) += sums.by_status[p * sums.statuses + s];
      }
    for (const Variable& variable : layout.variables)
      for (std::int64_t i = variable.first_slot; i < static_cast<std::int64_t>(sums.count.size()); i += sums.slots) {
        if (variable.name == "fragile") {
          looked_at += sums.count[i];
          fragile += sums.count[i] * sums.mean[i];
        }
        if (variable.name == "tier_share") quick += sums.count[i] * sums.mean[i];
      }
  }
};

double worst_error(const Study& study, const Sums& sums) {
  double worst = 0.0;
  for (const Variable& variable : study.layout().variables)
    for (std::int64_t p = 0; variable.name == "total_loss" && p < sums.points; ++p)
      worst = std::max(worst, estimate(sums, p, variable.first_slot, {}).standard_error);
  return worst;
}

void summarise(const Study& study, const Tally& tally, double seconds, std::ostream& out) {
  out << fmt::format("{} draws in {:.1f} s ({:.0f} a second)", tally.solved + tally.failed, seconds,
                     static_cast<double>(tally.solved + tally.failed) / std::max(seconds, 1e-9));
  if (tally.solved > 0 && !study.settings().campaigns) out << fmt::format("; easy {:.1f}%", 100.0 * tally.quick / static_cast<double>(tally.solved));
  if (tally.looked_at > 0.0)
    out << fmt::format("; fragile {:.1f}% of {:.0f} looked at", 100.0 * tally.fragile / tally.looked_at, tally.looked_at);
  out << fmt::format("; failed {}", tally.failed);
  for (std::size_t s = 1; s < tally.by_status.size(); ++s)
    if (tally.by_status[s] > 0) out << fmt::format(" ({} {})", tally.by_status[s], study.layout().statuses[s]);
  out << '\n';
}

std::optional<Performance> performance_of(const RunArguments& arguments, double seconds) {
  if (!arguments.performance) return {};
  char host[256] = "";
  ::gethostname(host, sizeof host - 1);
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return Performance{seconds, host, arguments.threads > 0 ? arguments.threads : cores};
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

int run_study(const RunArguments& arguments, std::ostream& out, std::ostream& err) {
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
      err << fmt::format("{}: block {} is damaged and computed again ({})\n", arguments.output, block.number, block.reason);
    std::int64_t draws = 0;
    for (const Chain& chain : inventory.pending)
      for (int b = chain.first; b < chain.end; ++b) draws += layout.block(b).points * layout.block(b).draws;
    if (!arguments.quiet)
      err << fmt::format("{} points × {}{} draws in {} blocks{}; {} uncertain keys; {} measures\n", layout.points(),
                         layout.until.measure.empty() ? "" : "at most ", layout.draws, layout.blocks(), inventory.finished.empty() ? "" : fmt::format(", {} done before", inventory.finished.size()),
                         study.uncertain_keys().size(), layout.slots);
    const StopOnSignals signals;
    Progress progress(err, arguments.quiet, draws);
    complete = run_chains(
        study, inventory.pending, arguments.threads, stop_requested,
        [&](const Block& block, const Sums& sums, const Draws& kept) {
          store.write(block, sums, kept);
          tally.add(layout, sums);
          progress.saw_error(worst_error(study, sums));
        },
        &progress.draws_done());
    seconds = progress.seconds();
  }
  if (!complete) {
    err << fmt::format("{0}: stopped; what is finished is kept, and the same command (or just `wedge run -o {0}`) goes on from there\n",
                       arguments.output);
    return stopped;
  }
  if (!arguments.quiet) summarise(study, tally, seconds, out);
  if (shard.count > 1) {
    if (!arguments.quiet) out << fmt::format("shard {}/{} is done; when all are: wedge merge {}\n", shard.index, shard.count, arguments.output);
    return done;
  }
  assemble(arguments.output, false, performance_of(arguments, seconds));
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
  if (s.has_result) out << fmt::format("  {}: {} of {} points{}\n", result, s.points_done, s.points, s.complete ? ", complete" : "");
  if (s.has_blocks) out << fmt::format("  blocks: {} of {} finished{}{}\n", s.blocks_finished, s.blocks,
                                    s.blocks_complete ? ", none is missing" : "", s.running ? ", running" : "");
  for (const ShardStatus& shard : s.shards)
    out << fmt::format("  shard {}/{}: {} of {} blocks{}\n", shard.shard.index, shard.shard.count, shard.finished, shard.total,
                       shard.running ? ", running" : "");
  for (const DamagedBlock& block : s.damaged) out << fmt::format("  block {} is damaged: {}\n", block.number, block.reason);
  out << fmt::format("  {:.1f} MB on disk\n", static_cast<double>(s.bytes) / 1e6);
  return s.complete ? done : stopped;
}

}  // namespace wedge::app
