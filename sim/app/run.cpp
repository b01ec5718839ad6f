#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <ostream>

#include "app/command_text.hpp"
#include "app/commands.hpp"
#include "app/mistakes.hpp"
#include "app/options.hpp"
#include "app/printable.hpp"
#include "app/version_text.hpp"
#include "base/error.hpp"
#include "base/version.hpp"
#include "study/kernel.hpp"

namespace wedge::app {
namespace {

void add_plan(CLI::App& command, PlanArguments& arguments) {
  add_run(command, arguments);
  command.add_flag("--slurm", arguments.slurm,
                   "print a script that submits the study to Slurm: arrays of shards, then the merging");
  command.add_flag("--dry-run", arguments.dry_run, "print the commands of the tasks instead");
  command.add_option("--tasks", arguments.tasks, "tasks, each a shard; 0: so many that each takes half of --time")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command.add_option("--cpus", arguments.cores, "cores of each task")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command
      .add_option("--time", arguments.time, "time limit of each task; one that needs longer goes back into the queue")
      ->type_name("HH:MM:SS")
      ->capture_default_str();
  command.add_option("--mem", arguments.memory, "memory of each task; default: from a short trial")->type_name("SIZE");
  command.add_option("--max-array", arguments.most_tasks, "most tasks of one array (Slurm's MaxArraySize)")
      ->check(CLI::Range(1, 4'000'000))
      ->capture_default_str();
}

}  // namespace

namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done, 1 failed while running, 2 bad usage or bad input, 75 stopped before the end, resumable.";
constexpr const char* what_run_does =
    "run a study: sweeps × draws, into one result file; without FILE: go on with the unfinished study of OUT";

// Output that could not be written is an error; of `run`, `merge` and `export` nothing is lost with it.
int written(int code, const std::string& command, std::ostream& out, std::ostream& err) {
  out.flush();
  if (out) return code;
  const bool lost = command != "run" && command != "merge" && command != "export" && command != "explore";
  err << "wedge: standard output cannot be written to (is it full, or closed?)"
      << (lost ? "" : "; nothing of the result is lost") << '\n';
  return lost && code == done ? failed : code;
}

int completion(const std::string& shell, const std::string& scenario, const ProgramText& program, std::ostream& out) {
  if (shell != "keys") {
    out << completion_script(program, shell);
    return done;
  }
  for (const std::string& key : settable_keys(scenario)) out << key << '\n';
  return done;
}

int manual(const std::string& page, const ProgramText& program, std::ostream& out) {
  if (page == "list")
    for (const CommandText& command : program.commands) out << command.name << '\n';
  else
    out << manual_page(program, page);
  return done;
}

// Parses, then carries out the command; every error is one message and a code.
int carry_out(CLI::App& program, const std::vector<std::string>& arguments, const std::function<int()>& command,
              std::ostream& out, std::ostream& err) {
  const std::string misspelt = misspelt_word(program, arguments);
  if (!misspelt.empty()) {
    err << misspelt << '\n';
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
    return written(command(), arguments.empty() ? "" : arguments[0], out, err);
  } catch (const InputError& error) {
    err << as_typed(error, program, arguments);
    return bad_input;
  } catch (const std::bad_alloc&) {
    err << program.get_name() << ": there is not enough memory; fewer --threads, adversaries or measures take less\n";
    return failed;
  } catch (const std::exception& error) {
    err << program.get_name() << ": " << error.what() << '\n';
    return failed;
  }
}

void describe(CLI::App& program, bool& verbose) {
  program.add_flag("--verbose", verbose, "with --version: everything that a bug report needs");
  program.set_version_flag(
      "--version",
      [&verbose] {
        return verbose ? version_text() : fmt::format("wedge {} (kernel {})", version, isa_name(native_isa()));
      },
      "the program's version, and exit");
  program.require_subcommand(1);
  program.footer(exit_codes);
}

}  // namespace

int run_only(const std::string& name, const std::vector<std::string>& arguments, engine::BlockRunner& runner,
             std::ostream& plain_out, std::ostream& plain_err) {
  PrintableStream out(plain_out), err(plain_err);
  CLI::App program("Wedge on many ranks: what `wedge run` does, with the same bytes.", name);
  bool verbose = false;
  describe(program, verbose);
  RunArguments run_arguments;
  add_run(*program.add_subcommand("run", what_run_does), run_arguments);
  return carry_out(
      program, arguments, [&] { return run_study(run_arguments, runner, out, err); }, out, err);
}

int run(const std::vector<std::string>& arguments, std::ostream& plain_out, std::ostream& plain_err) {
  PrintableStream out(plain_out), err(plain_err);
  CLI::App program(
      "Wedge: deterrence and wedge strategies as games.\n"
      "When does integration deter, and when is it a seam that invites the attack?",
      "wedge");
  bool verbose = false;
  describe(program, verbose);

  engine::ScenarioSource check_arguments;
  SolveArguments solve_arguments;
  ExportArguments export_arguments;
  PlayArguments play_arguments;
  RunArguments run_arguments;
  PlanArguments plan_arguments;
  ClaimsArguments claims_arguments;
  CompareArguments compare_arguments;
  ExploreArguments explore_arguments;
  ExplainArguments explain_arguments;
  OptimiseArguments optimise_arguments;
  CalibrateArguments calibrate_arguments;
  MergeArguments merge_arguments;
  StatusArguments status_arguments;
  ReproduceArguments reproduce_arguments;
  std::string pattern;

  CLI::App& check_command = *program.add_subcommand("check", "read a scenario and say what is in it");
  add_scenario(check_command, check_arguments);

  CLI::App& solve_command =
      *program.add_subcommand("solve", "solve the crises: who deters whom, and who is peeled off");
  add_scenario(solve_command, solve_arguments);
  solve_command.add_option("--selection", solve_arguments.selection, "which equilibrium; default: the scenario's")
      ->check(one_of({"principal", "cohesive", "fractured"}));
  solve_command.add_flag(
      "--all-solutions", solve_arguments.all_solutions,
      "also search for every other equilibrium: how it deters, what it costs, which selection finds it");
  solve_command
      .add_option("--starts", solve_arguments.starts, "starting points of that search; more of them find more")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  solve_command.add_option("--format", solve_arguments.format, "text or json")->check(one_of({"text", "json"}));

  CLI::App& export_command = *program.add_subcommand("export", "write the crisis as a Gambit extensive-form game");
  add_scenario(export_command, export_arguments);
  export_command.add_option("-o,--output", export_arguments.output, "the .efg file to write")->required();
  export_command
      .add_option("--follow-through", export_arguments.follow_through,
                  "the adversary's last move: decisions, or chance, so that gambit-logit follows the branch of `solve`")
      ->check(one_of({"decisions", "chance"}))
      ->capture_default_str();
  export_command.add_flag("--force", export_arguments.force, "replace an existing file");

  CLI::App& play_command =
      *program.add_subcommand("play",
                              "tell one campaign round by round: who threatened whom, who stood aside, what was "
                              "believed afterwards");
  add_scenario(play_command, play_arguments);
  play_command.add_option("--seed", play_arguments.seed, "seed, hexadecimal")->type_name("HEX")->capture_default_str();
  play_command
      .add_option("--campaign", play_arguments.campaign,
                  "which: draw N (from 0) of `wedge run --campaigns` with this seed and 16 Sobol' draws or more")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40))
      ->capture_default_str();
  play_command.add_option("--format", play_arguments.format, "text or json")
      ->check(one_of({"text", "json"}))
      ->capture_default_str();

  CLI::App& run_command = *program.add_subcommand("run", what_run_does);
  add_run(run_command, run_arguments);

  CLI::App& plan_command =
      *program.add_subcommand("plan", "what `wedge run` would take (core hours, files), and batch jobs for it");
  add_plan(plan_command, plan_arguments);

  CLI::App& claims_command =
      *program.add_subcommand("claims",
                              "which claims about alliances hold in the model, and where; exits with 1 if one "
                              "is contradicted");
  add_claims(claims_command, claims_arguments);

  CLI::App& compare_command = *program.add_subcommand(
      "compare", "two scenarios on the same draws: in which keys they differ, and what that does to every measure");
  add_compare(compare_command, compare_arguments);

  CLI::App& explore_command = *program.add_subcommand(
      "explore", "write one HTML file that shows a scenario or a stored study, and solves it in the browser");
  add_explore(explore_command, explore_arguments);

  CLI::App& explain_command = *program.add_subcommand(
      "explain", "which mechanisms carry the result, and how far a number would have to go until it is another");
  add_explain(explain_command, explain_arguments);

  CLI::App& optimise_command = *program.add_subcommand(
      "optimise", "choose levers within bounds and a budget: the least loss, or the least cost of a target");
  add_optimise(optimise_command, optimise_arguments);

  CLI::App& calibrate_command = *program.add_subcommand(
      "calibrate", "fit keys to given rates of attack, war, support …, and say which the rates do not tell apart");
  add_calibrate(calibrate_command, calibrate_arguments);

  CLI::App& merge_command = *program.add_subcommand("merge", "assemble the blocks of a sharded study into its result");
  merge_command.add_option("RESULT", merge_arguments.result, "the result file")->required();
  merge_command.add_flag("--allow-partial", merge_arguments.allow_partial,
                         "mark missing points instead of refusing; exits with 1");

  CLI::App& status_command = *program.add_subcommand("status", "how far a study is");
  status_command.add_option("RESULT", status_arguments.result, "the result file")->required();
  status_command.add_flag("--verify", status_arguments.verify, "read every dataset, too");

  CLI::App& reproduce_command = *program.add_subcommand(
      "reproduce", "run the study of a result again and compare: the same bytes, or numbers within their errors");
  add_reproduce(reproduce_command, reproduce_arguments);

  CLI::App& keys_command = *program.add_subcommand("keys", "list scenario keys: unit, range, default, meaning");
  keys_command.add_option("PATTERN", pattern,
                          "only keys that contain this (`*` stands for anything), or whose meaning or tactic does");

  // Hidden: what packages are made of.
  std::string shell, scenario, page;
  CLI::App& completion_command = *program.add_subcommand("completion", "print what a shell completes by")->group("");
  completion_command.add_option("SHELL", shell, "or keys: those of a scenario")
      ->required()
      ->check(one_of({"bash", "zsh", "fish", "keys"}));
  completion_command.add_option("FILE", scenario, "scenario file (TOML)");
  CLI::App& manual_command = *program.add_subcommand("manual", "print a manual page")->group("");
  manual_command.add_option("COMMAND", page, "of this command; list: the commands; default: of the program");

  const auto command = [&] {
    if (completion_command.parsed()) return completion(shell, scenario, program_text(program), out);
    if (manual_command.parsed()) return manual(page, program_text(program), out);
    if (check_command.parsed()) return check(check_arguments, out);
    if (solve_command.parsed()) return solve(solve_arguments, out);
    if (play_command.parsed()) return play(play_arguments, out);
    if (run_command.parsed()) {
      engine::ThreadRunner threads;
      return run_study(run_arguments, threads, out, err);
    }
    if (plan_command.parsed()) return plan(plan_arguments, out, err);
    if (claims_command.parsed()) return claims(claims_arguments, out, err);
    if (compare_command.parsed()) return compare(compare_arguments, out, err);
    if (explore_command.parsed()) return explore(explore_arguments, out);
    if (explain_command.parsed()) return explain(explain_arguments, out, err);
    if (optimise_command.parsed()) return optimise(optimise_arguments, out, err);
    if (calibrate_command.parsed()) return calibrate(calibrate_arguments, out, err);
    if (merge_command.parsed()) return merge(merge_arguments, out, err);
    if (status_command.parsed()) return status(status_arguments, out, err);
    if (reproduce_command.parsed()) return reproduce(reproduce_arguments, out, err);
    if (export_command.parsed()) return export_game(export_arguments, out);
    return keys(pattern, out);
  };
  return carry_out(program, arguments, command, out, err);
}

}  // namespace wedge::app
