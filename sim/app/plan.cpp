// wedge plan: what a study would take, and the batch jobs for it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <ostream>
#include <regex>

#include "app/commands.hpp"
#include "app/slurm_script.hpp"
#include "base/error.hpp"
#include "engine/studies/growth.hpp"
#include "engine/studies/pilot.hpp"
#include "results/standing.hpp"

namespace wedge::app {
namespace {

constexpr double pilot_seconds = 2.0;

std::string amount(double seconds) {
  if (seconds < 120.0) return fmt::format("{:.2g} core seconds", seconds);
  if (seconds < 7200.0) return fmt::format("{:.0f} core minutes", seconds / 60.0);
  return fmt::format("{:.1f} core hours", seconds / 3600.0);
}

std::string duration(double seconds) {
  if (seconds < 1e-3) return fmt::format("{:.3g} µs", 1e6 * seconds);
  if (seconds < 1.0) return fmt::format("{:.3g} ms", 1e3 * seconds);
  if (seconds < 600.0) return fmt::format("{:.3g} s", seconds);
  return fmt::format("{:.2g} h", seconds / 3600.0);
}

std::string size(double bytes) {
  if (bytes < 1e6) return fmt::format("{:.0f} kB", bytes / 1e3);
  if (bytes < 1e9) return fmt::format("{:.0f} MB", bytes / 1e6);
  return fmt::format("{:.1f} GB", bytes / 1e9);
}

// Slurm's forms: minutes, M:S, H:M:S, D-H, D-H:M, D-H:M:S.
double seconds_of(const std::string& time) {
  static const std::regex minutes(R"((\d+)(?::(\d+))?)"), hours(R"((\d+):(\d+):(\d+))"),
      days(R"((\d+)-(\d+)(?::(\d+))?(?::(\d+))?)");
  std::smatch part;
  const auto number = [&](int i) { return part[i].matched ? std::stod(part[i]) : 0.0; };
  if (std::regex_match(time, part, minutes)) return 60.0 * number(1) + number(2);
  if (std::regex_match(time, part, hours)) return 3600.0 * number(1) + 60.0 * number(2) + number(3);
  if (std::regex_match(time, part, days))
    return 86400.0 * number(1) + 3600.0 * number(2) + 60.0 * number(3) + number(4);
  fail_input("--time " + time, "is not a time limit; expected minutes, HH:MM:SS or DAYS-HH:MM:SS, as in 01:00:00");
}

void require_sense(const PlanArguments& arguments) {
  static const std::regex memory(R"(\d+[KMGT]?)");
  if (arguments.file.empty() && !arguments.more_draws)
    fail_input("FILE",
               "is missing; expected a scenario file, or `-o` of a finished study and more --draws (an "
               "unfinished study has its plan already)");
  if (!arguments.shard.empty()) fail_input("--shard", "is given to each task by the script; leave it out");
  if (arguments.performance) fail_input("--performance", "is of one process; leave it out");
  if (arguments.force)
    fail_input("--force",
               "would let the tasks remove each other's blocks; remove the old result yourself, and leave it out");
  if (!arguments.memory.empty() && !std::regex_match(arguments.memory, memory))
    fail_input("--mem " + arguments.memory,
               "is not an amount of memory; expected a number with K, M, G or T, as in 500M");
  require_writable_place("--output", arguments.output);
  seconds_of(arguments.time);
}

// As many as can be busy, with half of the time to spare.
int tasks_for(const PlanArguments& arguments, const engine::Forecast& forecast, int chains) {
  if (arguments.tasks > 0) return std::min(arguments.tasks, chains);
  const double each = 0.5 * seconds_of(arguments.time) * arguments.cores;
  return static_cast<int>(std::clamp(std::ceil(forecast.core_seconds / each), 1.0, static_cast<double>(chains)));
}

// Twice what the pilot had, in steps that a person would write.
std::string memory_for(const PlanArguments& arguments, const engine::Forecast& forecast) {
  if (!arguments.memory.empty()) return arguments.memory;
  const double bytes = 2.0 * (forecast.memory_bytes + arguments.cores * forecast.thread_bytes);
  return fmt::format("{:.0f}M", std::max(200.0, 100.0 * std::ceil(bytes / 1e8)));
}

std::vector<std::string> remarks_of(const Study& study, const engine::Ground& ground, const engine::Forecast& forecast,
                                    const PlanArguments& arguments, int tasks) {
  const StudyLayout& layout = study.layout();
  const bool until = !layout.until.measure.empty();
  const char* const most = until ? "at most " : "";
  std::vector<std::string> out;
  out.push_back(
      fmt::format("{} points × {}{} draws in {} blocks", layout.points(), most, layout.draws, layout.blocks()));
  if (ground.kept_draws > 0)
    out.push_back(fmt::format("{} draws at each point are kept from the finished study, {}{} are added",
                              ground.kept_draws, most, layout.draws - ground.kept_draws));
  if (const int each = layout.solutions_of_a_draw(); each > 1)
    out.push_back(fmt::format(
        "sensitivity takes {} solutions for each draw ({} of inputs, and one for each parameter): {} in all", each,
        layout.morris ? "one set" : "two sets", each * layout.draws));
  if (const std::string balance = engine::balance_in_words(study); !balance.empty()) out.push_back(balance);
  out.push_back(fmt::format("{}{} (as on this machine: {} a draw, {} a block)", most, amount(forecast.core_seconds),
                            duration(forecast.draw_seconds), duration(forecast.block_seconds)));
  out.push_back(fmt::format("{} task{} of {} core{}, {}{} each", tasks, tasks == 1 ? "" : "s", arguments.cores,
                            arguments.cores == 1 ? "" : "s", most,
                            duration(forecast.core_seconds / tasks / arguments.cores)));
  out.push_back(fmt::format("files: blocks {}{} ({} each) until they are merged; result about {} before compression",
                            most, size(forecast.block_bytes * layout.blocks()), size(forecast.block_bytes),
                            size(forecast.result_bytes)));
  if (const Found there = result_at(behind_links(arguments.output)); ground.kept_draws > 0)
    out.push_back(
        fmt::format("the old result, {}, stays until the new one is complete", size(static_cast<double>(there.bytes))));
  return out;
}

// Chains and blocks of one task.
void tell(const StudyLayout& layout, const SlurmJob& job, std::ostream& out) {
  for (int task = 0; task < job.tasks; ++task) {
    if (job.tasks > 8 && task == 4) {
      out << fmt::format("… ({} more)\n", job.tasks - 5);
      task = job.tasks - 1;
    }
    const int blocks = (layout.chains() - task + job.tasks - 1) / job.tasks * layout.chain_length();
    out << "wedge run";
    for (const std::string& word : job.study) out << ' ' << quoted(word);
    out << fmt::format(" --shard {}/{} --threads {}    # {} block{}\n", task, job.tasks, job.cores, blocks,
                       blocks == 1 ? "" : "s");
  }
  out << fmt::format("wedge merge {}    # when all have ended\n", quoted(job.result));
}

}  // namespace

int plan(const PlanArguments& arguments, std::ostream& out, std::ostream& err) {
  require_sense(arguments);
  engine::PlannedStudy planned = engine::planned_study(arguments);
  const engine::Ground ground = engine::ground_for(arguments.output, planned, arguments.force);
  if (ground.finished) {
    out << arguments.output << ": complete already\n";
    return done;
  }
  for (const std::string& note : planned.study.notes()) err << "note: " << note << '\n';
  const StudyLayout& layout = planned.study.layout();
  if (!arguments.quiet)
    err << fmt::format("computing for about {:.0f} seconds to see how long it takes\n", pilot_seconds);
  const engine::Forecast forecast = engine::pilot(planned, ground.kept_draws, pilot_seconds);

  namespace fs = std::filesystem;
  if ((arguments.slurm || arguments.dry_run) && !arguments.file.empty() && !fs::is_regular_file(arguments.file))
    fail_input(arguments.file, "is no regular file, and the tasks could not read it again; expected a scenario file");
  SlurmJob job;
  job.program = fs::read_symlink("/proc/self/exe").string();
  job.result = fs::absolute(arguments.output).lexically_normal().string();
  if (arguments.more_draws) {
    job.study = {"-o", job.result, "--draws", std::to_string(arguments.draws)};
  } else {
    job.study = {fs::absolute(arguments.file).lexically_normal().string(), "-o", job.result};
    for (const std::string& word : engine::study_options(arguments)) job.study.push_back(word);
  }
  if (!arguments.packages.empty())
    job.study.insert(job.study.end(), {"--packages", fs::absolute(arguments.packages).lexically_normal().string()});
  if (!arguments.isa.empty()) job.study.insert(job.study.end(), {"--isa", arguments.isa});
  job.tasks = tasks_for(arguments, forecast, layout.chains());
  job.cores = arguments.cores;
  job.most_tasks = arguments.most_tasks;
  job.time = arguments.time;
  job.memory = memory_for(arguments, forecast);
  job.remarks = remarks_of(planned.study, ground, forecast, arguments, job.tasks);
  if (arguments.slurm && !arguments.dry_run) {
    out << slurm_script(job);
    return done;
  }
  for (const std::string& remark : job.remarks) out << remark << '\n';
  if (arguments.dry_run) tell(layout, job, out);
  return done;
}

}  // namespace wedge::app
