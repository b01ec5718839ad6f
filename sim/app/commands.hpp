/// The commands of `wedge`, each with its options. They write what they have to say to `out`, throw InputError
/// for bad input, and return the exit code.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "engine/reading.hpp"
#include "engine/studies/block_runner.hpp"

namespace wedge::app {

inline constexpr int done = 0, failed = 1, bad_input = 2, stopped = 75;
/// Says that nothing is kept of what was stopped, and returns `stopped`.
int stopped_early(std::ostream& err);

struct SolveArguments : engine::ScenarioSource {
  std::string selection, format = "text";
  bool all_solutions = false;
  int starts = 2000;
};

struct ExportArguments : engine::ScenarioSource {
  std::string output, follow_through = "decisions";
  bool force = false;
};

struct PlayArguments : engine::ScenarioSource {
  std::string seed = "5eed", format = "text";
  std::int64_t campaign = 0;
};

struct RunArguments : engine::StudyRequest {
  std::string shard;
  int threads = 0;
  bool performance = false, force = false, quiet = false;
};

struct PlanArguments : RunArguments {
  bool slurm = false, dry_run = false;
  int tasks = 0, cores = 1, most_tasks = 1001;  ///< tasks 0: so many that each has an hour
  std::string time = "01:00:00", memory;        ///< memory empty: from the pilot
};

struct ClaimsArguments {  // file empty: that which comes with the program
  std::string file, only, format = "text", seed = "5eed";
  std::int64_t draws = 512;  ///< of each setting; enough for standard errors far below the differences
  int threads = 0;
  bool quiet = false;
};

struct CompareArguments : engine::ScenarioSource {  // `set`: in both
  std::string other;                                ///< the second scenario; empty: the first again
  std::vector<std::string> to;                      ///< KEY=VALUE, in the second alone
  std::string packages;                             ///< file of named sets of settings, in place of a second scenario
  std::string format = "text", seed = "5eed";
  std::int64_t draws = 1024;
  int threads = 0, rows = 20;  ///< rows: of measures in the text; 0: all
  bool quiet = false;
};

struct ExploreArguments : engine::ScenarioSource {  // `file`: a scenario, or a result
  std::string output;
  bool force = false;
};

struct ExplainArguments : engine::ScenarioSource {
  std::string action, tie, format = "text", seed = "5eed";
  bool of_action = false;          ///< one attack is taken apart, not the whole result
  std::vector<std::string> lever;  ///< patterns of keys whose break-even values are looked for; none: the usual ones
  double level = -1.0;             ///< of deterrence, that levers are to reach; negative: attacks half as likely
  std::int64_t draws = 256;
  int threads = 0, orders = 24;
  bool no_levers = false, quiet = false;
};

struct OptimiseArguments : engine::ScenarioSource {
  std::string levers, minimise, target, output, format = "text", seed = "5eed";
  double level = 0.9, budget = 0.0;
  bool has_budget = false, force = false, quiet = false;
  std::int64_t draws = 256;
  int front = 0, starts = 4, threads = 0;
};

struct CalibrateArguments : engine::ScenarioSource {
  std::string rates, format = "text", seed = "5eed";
  std::int64_t draws = 64;  ///< 0: at the medians
  int starts = 4, threads = 0;
  bool quiet = false;
};

struct MergeArguments {
  std::string result;
  bool allow_partial = false;
};

struct StatusArguments {
  std::string result;
  bool verify = false;
};

struct ReproduceArguments {
  std::string result, output, format = "text";
  int threads = 0, rows = 20;  ///< rows: of differences that are listed; 0: all
  bool force = false, quiet = false;
};

int check(const engine::ScenarioSource& arguments, std::ostream& out);
int solve(const SolveArguments& arguments, std::ostream& out);
int export_game(const ExportArguments& arguments, std::ostream& out);
/// `failed` (by an exception) if the campaign ends early because a game cannot be solved; what was played is told
/// first.
int play(const PlayArguments& arguments, std::ostream& out);
int keys(const std::string& pattern, std::ostream& out);
/// What `--set` takes: the keys of a scenario's numbers or, where it cannot be read, of all scenarios.
std::vector<std::string> settable_keys(const std::string& file);
/// The blocks are computed by `runner`. Progress goes to `err`. SIGINT and SIGTERM finish the blocks in flight; the
/// code is then `stopped`.
int run_study(const RunArguments& arguments, engine::BlockRunner& runner, std::ostream& out, std::ostream& err);
/// The cost of a study, and the batch jobs for it; computes a few seconds' worth and stores nothing.
int plan(const PlanArguments& arguments, std::ostream& out, std::ostream& err);
/// `failed` if a claim is contradicted with significance and holds nowhere.
int claims(const ClaimsArguments& arguments, std::ostream& out, std::ostream& err);
/// Two scenarios on the same draws.
int compare(const CompareArguments& arguments, std::ostream& out, std::ostream& err);
/// One HTML file that shows a scenario or a stored study, and solves it in the browser.
int explore(const ExploreArguments& arguments, std::ostream& out);
/// Which mechanisms carry the result, and how far a number would have to go until it is another; or why one attack is
/// made. `stopped` by a signal.
int explain(const ExplainArguments& arguments, std::ostream& out, std::ostream& err);
/// The levers' values that make the loss, or what else is asked for, least. `failed` if a target is not reached;
/// `stopped` by a signal, with the best so far.
int optimise(const OptimiseArguments& arguments, std::ostream& out, std::ostream& err);
/// Keys fitted to given rates, and what of them the rates do not tell. `stopped` by a signal.
int calibrate(const CalibrateArguments& arguments, std::ostream& out, std::ostream& err);
/// Runs the study of a result again, and compares. `failed` if what came of it is not what is stored: other bytes by
/// the same build, or numbers beyond the stated errors by another; `stopped` by a signal.
int reproduce(const ReproduceArguments& arguments, std::ostream& out, std::ostream& err);
int merge(const MergeArguments& arguments, std::ostream& out, std::ostream& err);
int status(const StatusArguments& arguments, std::ostream& out, std::ostream& err);

/// The whole program: parses, runs a command, reports errors to `err`. Returns the exit code.
int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);
/// A program of this name that has the command `run` alone, with another runner.
int run_only(const std::string& name, const std::vector<std::string>& arguments, engine::BlockRunner& runner,
             std::ostream& out, std::ostream& err);

}  // namespace wedge::app
