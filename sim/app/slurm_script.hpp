/// A study as batch jobs.
#pragma once

#include <string>
#include <vector>

namespace wedge::app {

/// A word as a shell reads it back.
std::string quoted(const std::string& word);

struct SlurmJob {
  std::string program;               ///< path of `wedge`
  std::vector<std::string> study;    ///< words of `wedge run` that define the study, with FILE and -o, paths absolute
  std::string result;                ///< absolute
  std::vector<std::string> remarks;  ///< lines for the reader
  int tasks = 1, cores = 1;          ///< tasks in all, cores of each
  int most_tasks = 1001;             ///< of one array (MaxArraySize)
  std::string time, memory;          ///< as sbatch takes them
};

/// A bash script that submits arrays of tasks, a shard each, and a job that merges them when all have ended. A task
/// whose time is nearly up stops in good order and puts itself into the queue again. Run again after a failure, it
/// submits the same: what is finished costs nothing.
std::string slurm_script(const SlurmJob& job);

}  // namespace wedge::app
