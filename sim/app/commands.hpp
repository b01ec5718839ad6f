/// The commands of `wedge`, each with its options. They write what they have to say to `out`, throw InputError
/// for bad input, and return the exit code.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace wedge::app {

class BlockRunner;

inline constexpr int done = 0, failed = 1, bad_input = 2, stopped = 75;

/// What every command that reads a scenario takes.
struct ScenarioArguments {
  std::string file;
  std::vector<std::string> set;  ///< KEY=VALUE
  std::string adversary;         ///< the others are left out; empty: none is
};

struct SolveArguments : ScenarioArguments {
  std::string selection, format = "text";
};

struct ExportArguments : ScenarioArguments {
  std::string output;
};

struct PlayArguments : ScenarioArguments {
  std::string seed = "5eed", format = "text";
  std::int64_t campaign = 0;
};

struct RunArguments : ScenarioArguments {
  std::string output, method = "sobol", seed = "5eed", until, shard, isa;
  std::vector<std::string> sweep;
  std::int64_t draws = 1024;
  std::string defining;  ///< the first option given that defines a study; empty: none
  int threads = 0;
  bool keep_draws = false, sensitivity = false, balance = false, campaigns = false, performance = false, force = false,
       quiet = false;
};

struct PlanArguments : RunArguments {
  bool slurm = false, dry_run = false;
  int tasks = 0, cores = 1, most_tasks = 1001;  ///< tasks 0: so many that each has an hour
  std::string time = "01:00:00", memory;        ///< memory empty: from the pilot
};

struct ClaimsArguments {
  std::string file = "scenarios/claims.toml", only, format = "text", seed = "5eed";
  std::int64_t draws = 512;  ///< of each setting; enough for standard errors far below the differences
  int threads = 0;
  bool quiet = false;
};

struct MergeArguments {
  std::string result;
  bool allow_partial = false;
};

int check(const ScenarioArguments& arguments, std::ostream& out);
int solve(const SolveArguments& arguments, std::ostream& out);
int export_game(const ExportArguments& arguments, std::ostream& out);
/// `failed` (by an exception) if the campaign ends early because a game cannot be solved; what was played is told
/// first.
int play(const PlayArguments& arguments, std::ostream& out);
int keys(const std::string& pattern, std::ostream& out);
/// The blocks are computed by `runner`. Progress goes to `err`. SIGINT and SIGTERM finish the blocks in flight; the
/// code is then `stopped`.
int run_study(const RunArguments& arguments, BlockRunner& runner, std::ostream& out, std::ostream& err);
/// What a study would take, and the batch jobs for it; computes a few seconds' worth and stores nothing.
int plan(const PlanArguments& arguments, std::ostream& out, std::ostream& err);
/// `failed` if a claim is contradicted with significance and holds nowhere.
int claims(const ClaimsArguments& arguments, std::ostream& out, std::ostream& err);
int merge(const MergeArguments& arguments, std::ostream& out);
int status(const std::string& result, std::ostream& out);

/// The whole program: parses, runs a command, reports errors to `err`. Returns the exit code.
int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);
/// The same for a program of this name that has the command `run` alone, with another runner.
int run_only(const std::string& name, const std::vector<std::string>& arguments, BlockRunner& runner, std::ostream& out,
             std::ostream& err);

/// The bytes of a scenario file. InputError if it cannot be read.
std::string text_of(const std::string& file);
/// The number of a `--seed`. InputError if it is none.
std::uint64_t seed_of(const std::string& hexadecimal);
/// The overrides of `--set` and `--adversary`.
std::vector<Override> overrides_of(const ScenarioArguments& arguments);

}  // namespace wedge::app
