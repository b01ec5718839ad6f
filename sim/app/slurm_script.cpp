#include "app/slurm_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace wedge::app {

std::string quoted(const std::string& word) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-+=:,./@%").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

namespace {

// What both kinds of job ask for.
std::string wishes(const SlurmJob& job, const std::string& name, int cores) {
  return fmt::format(
      "#!/bin/bash\n"
      "#SBATCH --job-name={}\n"
      "#SBATCH --ntasks=1\n"
      "#SBATCH --cpus-per-task={}\n"
      "#SBATCH --mem={}\n"
      "#SBATCH --time={}\n",
      name, cores, job.memory, job.time);
}

// In a file name of sbatch `%` begins a pattern.
std::string log_name(const SlurmJob& job, const std::string& pattern) {
  std::string name;
  for (const char c : job.result) name += c == '%' ? "%%" : std::string(1, c);
  return quoted(name + pattern);
}

std::string words(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& word : all) out += ' ' + quoted(word);
  return out;
}

constexpr const char* begin_job = "<<'END_OF_WEDGE_JOB'\n";
constexpr const char* end_job = "END_OF_WEDGE_JOB\n}\n\n";

// The shell gets USR1 before the time is up, the tasks of a cancelled job TERM from Slurm itself: passing that on as
// well would be a second one, which ends the program at once.
constexpr const char* requeue_if_stopped = R"sh(child=$!
signalled=1
while [ "$signalled" = 1 ]; do  # a signal ends the waiting, not the child
  signalled=0
  wait "$child"
  code=$?
done
# 75: stopped in good order. A task that is being cancelled is no longer RUNNING.
task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
if [ "$code" -eq 75 ] && [ "$(squeue --noheader --jobs "$task" --format %T)" = RUNNING ]; then
  scontrol requeue "$task" && sleep 60  # until Slurm takes it away
fi
exit "$code"
)sh";

std::string array_job(const SlurmJob& job, const std::string& name) {
  return wishes(job, name, job.cores) +
         fmt::format(
             "#SBATCH --signal=B:USR1@120\n#SBATCH --requeue\n#SBATCH --open-mode=append\n#SBATCH --output={}\n\n",
             log_name(job, ".%A_%a.log")) +
         "trap 'signalled=1; kill -TERM \"$child\"' USR1\ntrap 'signalled=1' TERM\n" +
         fmt::format(
             "{} run{} --shard \"$((WEDGE_FIRST + SLURM_ARRAY_TASK_ID))/{}\" --threads \"$SLURM_CPUS_PER_TASK\" "
             "--quiet &\n",
             quoted(job.program), words(job.study), job.tasks) +
         requeue_if_stopped;
}

std::string merge_job(const SlurmJob& job, const std::string& name) {
  return wishes(job, name + "-merge", 1) + fmt::format("#SBATCH --output={}\n\n{} merge {}\n",
                                                       log_name(job, ".merge.%j.log"), quoted(job.program),
                                                       quoted(job.result));
}

}  // namespace

std::string slurm_script(const SlurmJob& job) {
  constexpr const char* name = "wedge";
  std::string out =
      "#!/bin/bash\n# Submits a study to Slurm: run it with bash where sbatch works. After a failure run it again: "
      "what\n"
      "# is finished is kept.\n#\n";
  for (const std::string& remark : job.remarks) out += "# " + remark + '\n';
  out +=
      "set -euo pipefail\n\n# FIRST COUNT: an array of tasks for these shards.\nshards() {\n"
      "  sbatch --parsable --export=\"ALL,WEDGE_FIRST=$1\" --array=\"0-$(($2 - 1))\" ";
  out += begin_job + array_job(job, name) + end_job;
  out +=
      "# JOBS: puts the result together when these have ended.\nmerge() {\n  sbatch --parsable "
      "--dependency=\"afterany:$1\" ";
  out += begin_job + merge_job(job, name) + end_job;
  out += "jobs=\n";
  for (int first = 0; first < job.tasks; first += job.most_tasks)
    out +=
        fmt::format("id=$(shards {} {})\njobs=$jobs:${{id%%;*}}\n", first, std::min(job.most_tasks, job.tasks - first));
  return out + "jobs=${jobs#:}\nid=$(merge \"$jobs\")\necho \"submitted $jobs, and ${id%%;*} to merge them\"\n";
}

}  // namespace wedge::app
