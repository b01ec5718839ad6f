#include "app/slurm_script.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/studies/shell_word.hpp"

namespace wedge::app {

std::string quoted(const std::string& word) { return engine::shell_word(word); }

namespace {

// The wishes of both kinds of job: nothing here is a text of the user's.
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
  for (const std::string& word : all) out += (out.empty() ? "" : " ") + quoted(word);
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

// Jobs get the words of the user in the environment, as one line that a shell reads back: so no text of theirs stands
// in a here-document, where it could end it or look like a line for sbatch.
std::string array_job(const SlurmJob& job, const std::string& name) {
  return wishes(job, name, job.cores) +
         "#SBATCH --signal=B:USR1@120\n#SBATCH --requeue\n#SBATCH --open-mode=append\n\n" +
         "trap 'signalled=1; kill -TERM \"$child\"' USR1\ntrap 'signalled=1' TERM\n" + "eval \"set -- $WEDGE_RUN\"\n" +
         fmt::format(
             "\"$@\" --shard \"$((WEDGE_FIRST + SLURM_ARRAY_TASK_ID))/{}\" --threads \"$SLURM_CPUS_PER_TASK\" "
             "--quiet &\n",
             job.tasks) +
         requeue_if_stopped;
}

std::string merge_job(const SlurmJob& job, const std::string& name) {
  return wishes(job, name + "-merge", 1) + "\neval \"set -- $WEDGE_MERGE\"\n\"$@\"\n";
}

}  // namespace

std::string slurm_script(const SlurmJob& job) {
  constexpr const char* name = "wedge";
  std::string out =
      "#!/bin/bash\n# Submits a study to Slurm: run it with bash where sbatch works. After a failure run it again: "
      "what\n"
      "# is finished is kept.\n#\n";
  for (const std::string& remark : job.remarks) out += "# " + remark + '\n';
  std::vector<std::string> run{job.program, "run"};
  run.insert(run.end(), job.study.begin(), job.study.end());
  out += "set -euo pipefail\n\nexport WEDGE_RUN=" + quoted(words(run)) +
         "\nexport WEDGE_MERGE=" + quoted(words({job.program, "merge", job.result})) + "\n\n";
  out +=
      "# FIRST COUNT: an array of tasks for these shards.\nshards() {\n"
      "  sbatch --parsable --export=\"ALL,WEDGE_FIRST=$1\" --array=\"0-$(($2 - 1))\" --output=" +
      log_name(job, ".%A_%a.log") + " ";
  out += begin_job + array_job(job, name) + end_job;
  out +=
      "# JOBS: puts the result together when these have ended.\nmerge() {\n  sbatch --parsable "
      "--dependency=\"afterany:$1\" --output=" +
      log_name(job, ".merge.%j.log") + " ";
  out += begin_job + merge_job(job, name) + end_job;
  out += "jobs=\n";
  for (int first = 0; first < job.tasks; first += job.most_tasks)
    out +=
        fmt::format("id=$(shards {} {})\njobs=$jobs:${{id%%;*}}\n", first, std::min(job.most_tasks, job.tasks - first));
  return out + "jobs=${jobs#:}\nid=$(merge \"$jobs\")\necho \"submitted $jobs, and ${id%%;*} to merge them\"\n";
}

}  // namespace wedge::app
