// wedge run, merge and status.
#include <fmt/format.h>

#include <numeric>
#include <ostream>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/sensitivity_text.hpp"
#include "app/stop_signals.hpp"
#include "base/error.hpp"
#include "base/stop.hpp"
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
  if (tally.traced_back > 0.0)
    out += fmt::format("; certified {:.1f}% of {:.0f} traced back", 100.0 * tally.certified / tally.traced_back,
                       tally.traced_back);
  if (tally.wrong_branch > 0.0) out += fmt::format(" ({:.0f} on a wrong branch)", tally.wrong_branch);
  out += fmt::format("; failed {}", all - solved);
  for (std::size_t s = 1; s < tally.by_status.size(); ++s)
    if (tally.by_status[s] > 0) out += fmt::format(" ({} {})", tally.by_status[s], study.layout().statuses[s]);
  return out;
}

// The work ahead, before the first block.
void announce(const engine::StudyRun& run, std::ostream& err) {
  const StudyLayout& layout = run.study().layout();
  const std::size_t before = run.inventory().finished.size();
  const std::string balance = engine::balance_in_words(run.study());
  err << fmt::format("{} points × {}{} draws in {} blocks{}; {} uncertain keys; {} measures{}\n", layout.points(),
                     layout.until.measure.empty() ? "" : "at most ", layout.draws, layout.blocks(),
                     before == 0 ? "" : fmt::format(", {} done before", before), run.study().uncertain_keys().size(),
                     layout.slots, balance.empty() ? "" : "; " + balance);
  if (run.kept_draws() > 0)
    err << fmt::format("{} draws at each point are kept from the finished study\n", run.kept_draws());
  if (const int each = layout.solutions_of_a_draw(); each > 1)
    err << fmt::format("sensitivity takes {} solutions for each draw: {} in all\n", each, each * layout.draws);
}

int say_stopped(const std::string& result, const std::string& again, std::ostream& err) {
  err << fmt::format("{}: stopped; what is finished is kept, and the same command{} goes on from there\n", result,
                     again);
  return stopped;
}

int say_finished(const std::string& result, std::ostream& out) {
  out << result << ": complete already\n";
  return done;
}

void warn_without_locks(bool locked, const std::string& result, std::ostream& err) {
  if (!locked)
    err << result
        << ": file locks do not work here: two processes at the same study, or shard, are not noticed; nothing is "
           "lost, "
           "but both do the same work\n";
}

// The exit code, and a message about points at which no draw was solved. All of them: the study has failed.
int judge(const std::string& result, std::int64_t points, const FailedPoints& failed, std::ostream& err) {
  if (failed.count == 0) return done;
  std::string names;
  for (const std::string& name : failed.names)
    if (!name.empty()) names += (names.empty() ? ", first at " : "; ") + name;
  err << fmt::format(
      "{}: no draw was solved at {} of {} point{}{} (`status` is 3 there; `n_failed_by_status` says why)\n", result,
      failed.count, points, points == 1 ? "" : "s", names);
  return failed.count == points ? app::failed : done;
}

int computed(const RunArguments& arguments, engine::StudyRun& run, engine::BlockRunner& runner, std::ostream& out,
             std::ostream& err) {
  for (const DamagedBlock& block : run.inventory().damaged)
    err << fmt::format("{}: block {} is damaged and computed again ({})\n", arguments.output, block.number,
                       block.reason);
  warn_without_locks(run.locked(), arguments.output, err);
  for (const std::string& note : run.study().notes()) err << "note: " << note << '\n';
  if (!arguments.quiet) announce(run, err);
  bool complete = false;
  {
    Progress progress(err, arguments.quiet, run.draws());
    complete = run.compute(runner, StopOnSignals::requested(), progress.draws_done(),
                           [&](const engine::Tally& found) { progress.saw_error(found.worst_error); });
  }
  if (!arguments.quiet) err << runner.remark();
  if (!complete) throw Stopped{};
  if (run.over()) return done;
  if (!arguments.quiet) out << summary(run.study(), run.tally(), run.seconds()) << '\n';
  const std::optional<Ended> ended = run.finish();
  if (!ended) {
    if (!arguments.quiet)
      out << fmt::format("shard {}/{} is done; when all are: wedge merge {}\n", run.shard().index, run.shard().count,
                         arguments.output);
    return done;
  }
  if (!arguments.quiet) out << sensitivity_text(ended->sensitivity) << arguments.output << '\n';
  return judge(arguments.output, run.study().layout().points(), ended->failed, err);
}

}  // namespace

int run_study(const RunArguments& arguments, engine::BlockRunner& runner, std::ostream& out, std::ostream& err) {
  const StopOnSignals signals;
  try {
    if (!arguments.force && engine::is_finished(arguments)) return say_finished(arguments.output, out);
    engine::StudyRun run(
        arguments, {arguments.threads, engine::shard_of(arguments.shard), arguments.performance, arguments.force});
    const int code = run.over() ? done : computed(arguments, run, runner, out, err);
    return run.over() ? say_finished(arguments.output, out) : code;
  } catch (const Stopped&) {
    const bool by_name = goes_on_by_name(arguments.output);
    return say_stopped(arguments.output, by_name ? " (or just `wedge run -o " + arguments.output + "`)" : "", err);
  }
}

int merge(const MergeArguments& arguments, std::ostream& out, std::ostream& err) {
  const StopOnSignals signals;
  const std::string& result = arguments.result;
  try {
    const StudyStatus s = study_status(result);
    if (s.optimum && !s.has_blocks) fail_input(result, "is an optimisation (`wedge optimise`), which has no shards");
    if (!s.damage.empty() && !s.has_blocks) throw std::runtime_error(result + ": damaged: " + s.damage);
    if (s.complete && !s.has_blocks) {
      remove_finished_blocks(result);
      judge(result, s.points, {s.points_failed, {}}, err);
      say_finished(result, out);
      return s.points_failed == s.points ? failed : done;
    }
    const Ended ended = end_study(result, {arguments.allow_partial, {}});
    warn_without_locks(ended.locked, result, err);
    if (ended.outcome == EndState::complete_before)
      say_finished(result, out);
    else
      out << sensitivity_text(ended.sensitivity) << result
          << (ended.outcome == EndState::partial ? ": partial; missing points are marked in `status`" : "") << '\n';
    if (ended.blocks_left && ended.outcome != EndState::partial)
      err << result << ": another process has the study open, and its blocks are kept; merging again removes them\n";
    const int code = judge(result, s.points, ended.failed, err);
    return ended.outcome == EndState::partial ? failed : code;
  } catch (const Stopped&) {
    return say_stopped(result, "", err);
  }
}

namespace {

int say_optimum(const StudyStatus& s, const StatusArguments& arguments, std::ostream& out) {
  const std::string& file = arguments.result;
  const std::string damage = arguments.verify ? unreadable_part(file) : "";
  out << fmt::format("{}\n  {}: an optimisation, {}\n  {:.1f} MB on disk\n  {}\n", s.title, file,
                     s.complete ? "complete" : "stopped before the end; its command goes on with it",
                     static_cast<double>(s.bytes) / 1e6, s.command);
  if (!damage.empty()) throw std::runtime_error(file + ": damaged: " + damage);
  if (arguments.verify) out << "  every dataset was read\n";
  return s.complete ? done : stopped;
}

}  // namespace

int status(const StatusArguments& arguments, std::ostream& out, std::ostream& err) {
  const std::string& result = arguments.result;
  const StudyStatus s = study_status(result);
  if (s.optimum && !s.has_blocks) return say_optimum(s, arguments, out);
  std::string damage = s.damage;
  if (damage.empty() && s.has_result && arguments.verify) damage = unreadable_part(result);
  if (!s.title.empty()) out << s.title << '\n';
  if (s.has_result && s.points > 0) {
    out << fmt::format("  {}: {} of {} points{}", result, s.points_done, s.points, s.complete ? ", complete" : "");
    if (!s.same_study)
      out << fmt::format("; of another study ({}) than the blocks, and kept until theirs is complete", s.result_title);
    out << '\n';
  }
  if (!s.unsealed_version.empty())
    out << fmt::format("  made by wedge {}, whose results had no seal; every dataset was read\n", s.unsealed_version);
  if (s.has_blocks)
    out << fmt::format("  blocks: {} of {} finished{}{}\n", s.blocks_finished, s.blocks,
                       s.blocks_complete ? ", none is missing" : "", s.running ? ", running" : "");
  for (const ShardStatus& shard : s.shards)
    out << fmt::format("  shard {}/{}: {} of {} blocks{}\n", shard.shard.index, shard.shard.count, shard.finished,
                       shard.total, shard.running ? ", running" : "");
  for (const DamagedBlock& block : s.damaged)
    out << fmt::format("  block {} is damaged: {}\n", block.number, block.reason);
  out << fmt::format("  {:.1f} MB on disk\n", static_cast<double>(s.bytes) / 1e6);
  if (!s.command.empty()) out << "  " << s.command << '\n';  // without FILE and -o
  if (!damage.empty()) throw std::runtime_error(result + ": damaged: " + damage);
  if (arguments.verify && s.has_result) out << "  every dataset was read\n";
  if (s.has_blocks && !s.same_study) return stopped;
  if (!s.complete) return stopped;
  return judge(result, s.points, {s.points_failed, {}}, err);
}

}  // namespace wedge::app
