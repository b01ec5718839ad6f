#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <algorithm>
#include <exception>
#include <ostream>

#include "commands.hpp"
#include "wedge/base/error.hpp"
#include "wedge/base/nearest.hpp"
#include "wedge/base/version.hpp"
#include "wedge/study/kernel.hpp"

namespace wedge::app {
namespace {

void add_scenario(CLI::App& command, ScenarioArguments& arguments, bool required = true) {
  command.add_option("FILE", arguments.file, "scenario file (TOML)")->required(required);
  command.add_option("--set", arguments.set, "change a scenario key before reading: KEY=VALUE (repeatable)")
      ->type_name("KEY=VALUE")->allow_extra_args(false);
  command.add_option("--adversary", arguments.adversary, "leave all other adversaries out of the game")->type_name("ID");
}

void add_run(CLI::App& command, RunArguments& arguments) {
  add_scenario(command, arguments, false);
  command.add_option("-o,--output", arguments.output, "the result file (HDF5, readable as netCDF-4)")->required();
  command.add_option("--sweep", arguments.sweep, "KEY=LOW:HIGH:COUNT or KEY=V1,V2,… (repeatable: one axis each)")
      ->type_name("KEY=VALUES")->allow_extra_args(false);
  command.add_option("--draws", arguments.draws, "draws of the uncertain keys at each point")->capture_default_str();
  command.add_option("--method", arguments.method, "how they are drawn")
      ->check(CLI::IsMember({"sobol", "lhs", "random"}))->capture_default_str();
  command.add_option("--seed", arguments.seed, "seed, hexadecimal")->type_name("HEX")->capture_default_str();
  command.add_option("--until", arguments.until,
                     "stop drawing at a point once this measure's standard errors are so small; --draws is then the most")
      ->type_name("MEASURE=SE");
  command.add_flag("--keep-draws", arguments.keep_draws, "also store every draw: its inputs, its measures, how it ended");
  command.add_flag("--sensitivity", arguments.sensitivity,
                   "also store how much of each measure's variance each uncertain key answers for (without --sweep)");
  command.add_flag("--campaigns", arguments.campaigns, "crises over time, [campaign] rounds of them: each draw is a campaign");
  command.add_flag("--balance", arguments.balance,
                   "with several adversaries: also the integration balance of every tie, two more solutions each");
  command.add_option("--isa", arguments.isa, "instruction set of the kernel; default: the best here. v3 and v4 give the same bytes")
      ->check(CLI::IsMember({"v2", "v3", "v4"}));
  command.add_option("--threads", arguments.threads, "threads; 0: one a core")->check(CLI::Range(0, 4096))->capture_default_str();
  command.add_option("--shard", arguments.shard,
                     "compute every N-th block only, from block I (0 … N−1); default: SLURM_ARRAY_TASK_ID and _COUNT")
      ->type_name("I/N");
  command.add_flag("--performance", arguments.performance,
                   "also store how long it took, on which host, with how many threads: two runs then differ in their bytes");
  command.add_flag("--force", arguments.force, "replace an existing result, or an unfinished study of other settings");
  command.add_flag("--quiet", arguments.quiet, "no progress");
  command.callback([&command, &arguments] {
    for (const char* const option : {"--set", "--adversary", "--sweep", "--draws", "--method", "--seed", "--until", "--keep-draws", "--sensitivity", "--balance", "--campaigns"})
      if (arguments.defining.empty() && command.count(option) > 0) arguments.defining = option;
  });
}

void add_claims(CLI::App& command, ClaimsArguments& arguments) {
  command.add_option("FILE", arguments.file, "claims file (TOML)")->capture_default_str();
  command.add_option("--only", arguments.only, "only these claims: C2,C3,…")->type_name("IDS");
  command.add_option("--draws", arguments.draws, "draws of the uncertain keys at each setting; a claim may allow fewer")
      ->check(CLI::Range(1, 1'000'000))->capture_default_str();
  command.add_option("--seed", arguments.seed, "seed, hexadecimal")->type_name("HEX")->capture_default_str();
  command.add_option("--threads", arguments.threads, "threads; 0: one a core")->check(CLI::Range(0, 4096))->capture_default_str();
  command.add_option("--format", arguments.format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command.add_flag("--quiet", arguments.quiet, "no progress");
}

}  // namespace

int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  CLI::App program("Wedge: deterrence and wedge strategies as games.\n"
                   "When does integration deter, and when is it a seam that invites the attack?", "wedge");
  program.set_version_flag("--version", [] { return fmt::format("wedge {} (kernel {})", version, isa_name(native_isa())); });
  program.require_subcommand(1);
  program.footer("Exit codes: 0 done, 1 failed while running, 2 bad usage or bad input, 75 stopped before the end, resumable.");

  ScenarioArguments check_arguments;
  SolveArguments solve_arguments;
  ExportArguments export_arguments;
  PlayArguments play_arguments;
  RunArguments run_arguments;
  ClaimsArguments claims_arguments;
  MergeArguments merge_arguments;
  std::string pattern, result;

  CLI::App& check_command = *program.add_subcommand("check", "read a scenario and say what is in it");
  add_scenario(check_command, check_arguments);

  CLI::App& solve_command = *program.add_subcommand("solve", "solve the crises: who deters whom, and who is peeled off");
  add_scenario(solve_command, solve_arguments);
  solve_command.add_option("--selection", solve_arguments.selection, "which equilibrium; default: the scenario's")
      ->check(CLI::IsMember({"principal", "cohesive", "fractured"}));
  solve_command.add_option("--format", solve_arguments.format, "text or json")->check(CLI::IsMember({"text", "json"}));

  CLI::App& export_command = *program.add_subcommand("export", "write the crisis as a Gambit extensive-form game");
  add_scenario(export_command, export_arguments);
  export_command.add_option("-o,--output", export_arguments.output, "the .efg file to write")->required();

  CLI::App& play_command = *program.add_subcommand("play", "tell one campaign round by round: who threatened whom, who stood aside, what was "
                                                           "believed afterwards");
  add_scenario(play_command, play_arguments);
  play_command.add_option("--seed", play_arguments.seed, "seed, hexadecimal")->type_name("HEX")->capture_default_str();
  play_command.add_option("--campaign", play_arguments.campaign,
                          "which: draw N (from 0) of `wedge run --campaigns` with this seed and 16 Sobol' draws or more")
      ->type_name("N")->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40))->capture_default_str();
  play_command.add_option("--format", play_arguments.format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();

  CLI::App& run_command = *program.add_subcommand("run", "run a study: sweeps × draws, into one result file; without FILE: go on with "
                                                         "the unfinished study of OUT");
  add_run(run_command, run_arguments);

  CLI::App& claims_command = *program.add_subcommand("claims", "which claims about alliances hold in the model, and where; exits with 1 if one "
                                                              "is contradicted");
  add_claims(claims_command, claims_arguments);

  CLI::App& merge_command = *program.add_subcommand("merge", "assemble the blocks of a sharded study into its result");
  merge_command.add_option("RESULT", merge_arguments.result, "the result file")->required();
  merge_command.add_flag("--allow-partial", merge_arguments.allow_partial, "mark missing points instead of refusing; exits with 1");

  CLI::App& status_command = *program.add_subcommand("status", "how far a study is");
  status_command.add_option("RESULT", result, "the result file")->required();

  CLI::App& keys_command = *program.add_subcommand("keys", "list scenario keys: unit, range, default, meaning");
  keys_command.add_option("PATTERN", pattern, "only keys that contain this (`*` stands for anything)");

  std::vector<std::string> commands;
  for (const CLI::App* command : program.get_subcommands({})) commands.push_back(command->get_name());
  const bool names_command = !arguments.empty() && !arguments[0].starts_with('-');
  if (names_command && std::find(commands.begin(), commands.end(), arguments[0]) == commands.end()) {
    err << "wedge " << arguments[0] << ": there is no such command; " << suggestion(arguments[0], commands) << '\n';
    return bad_input;
  }
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    program.parse(reversed);
  } catch (const CLI::Success& success) {  // --help, --version
    return program.exit(success, out, err);
  } catch (const CLI::ParseError& error) {
    program.exit(error, out, err);
    return bad_input;
  }
  try {
    if (check_command.parsed()) return check(check_arguments, out);
    if (solve_command.parsed()) return solve(solve_arguments, out);
    if (play_command.parsed()) return play(play_arguments, out);
    if (run_command.parsed()) return run_study(run_arguments, out, err);
    if (claims_command.parsed()) return claims(claims_arguments, out, err);
    if (merge_command.parsed()) return merge(merge_arguments, out);
    if (status_command.parsed()) return status(result, out);
    if (export_command.parsed()) return export_game(export_arguments, out);
    return keys(pattern, out);
  } catch (const InputError& error) {
    err << error.what() << '\n';
    return bad_input;
  } catch (const std::exception& error) {
    err << "wedge: " << error.what() << '\n';
    return failed;
  }
}

}  // namespace wedge::app
