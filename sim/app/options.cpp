#include "app/options.hpp"

#include <filesystem>

#include "app/mistakes.hpp"

namespace wedge::app {

void add_scenario(CLI::App& command, engine::ScenarioSource& arguments, bool required) {
  command.add_option("FILE", arguments.file, "scenario file (TOML)")->required(required);
  command.add_option("--set", arguments.set, "change a scenario key before reading: KEY=VALUE (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("--adversary", arguments.adversary, "leave all other adversaries out of the game")
      ->type_name("ID");
}

namespace {

// `--balance` alone means all; what stands behind it may be the scenario then.
void settle(std::string& value, const char* alone, RunArguments& arguments) {
  std::error_code none;
  if (arguments.file.empty() && std::filesystem::exists(value, none)) arguments.file.swap(value);
  if (value.empty()) value = alone;
}

}  // namespace

void add_run(CLI::App& command, RunArguments& arguments) {
  add_scenario(command, arguments, false);
  command.add_option("-o,--output", arguments.output, "the result file (HDF5, readable as netCDF-4)")->required();
  command
      .add_option("--sweep", arguments.sweep,
                  "KEY=LOW:HIGH:COUNT or KEY=V1,V2,…, numbers or texts (repeatable: one axis each; KEY,KEY=… moves "
                  "several together); package=NAMES, or package=* for all of them")
      ->type_name("KEY=VALUES")
      ->allow_extra_args(false);
  command
      .add_option("--packages", arguments.packages,
                  "the file of the packages that are swept, each a name and settings, as for `wedge compare`")
      ->type_name("FILE");
  command.add_option("--draws", arguments.draws, "draws of the uncertain keys at each point")->capture_default_str();
  command.add_option("--method", arguments.method, "how they are drawn")
      ->check(one_of({"sobol", "lhs", "random"}))
      ->capture_default_str();
  command.add_option("--seed", arguments.seed, "seed, hexadecimal")->type_name("HEX")->capture_default_str();
  command
      .add_option("--until", arguments.until,
                  "stop drawing at a point once this measure's standard errors are so small; --draws is then the most")
      ->type_name("MEASURE=SE");
  command.add_flag("--keep-draws", arguments.keep_draws,
                   "also store every draw: its inputs, its measures, how it ended");
  command
      .add_option(
          "--sensitivity", arguments.sensitivity,
          "also store how much each uncertain key matters (without --sweep): sobol, as shares of each measure's "
          "variance (the same without a value), or morris, as elementary effects, for many keys and few draws")
      ->expected(0, 1)
      ->type_name("sobol|morris");
  command.add_flag("--campaigns", arguments.campaigns,
                   "crises over time, [campaign] rounds of them: each draw is a campaign");
  command
      .add_option("--balance", arguments.balance,
                  "solve the integration balance of every tie, two more solutions each, of all draws, none, or one run "
                  "of 16 in N (default: with one adversary all, or 1/4 if it has over 4 ties; with several none; "
                  "without a value: all)")
      ->expected(0, 1)
      ->type_name("all|none|1/N");
  command
      .add_option("--certify", arguments.certify,
                  "trace so many solutions back to the start of the principal branch: all, or one run of 16 draws in N "
                  "(default: 16; with several adversaries of 1,000 games and more none, since it takes seconds a draw)")
      ->type_name("all|N");
  command
      .add_option("--isa", arguments.isa,
                  "instruction set of the kernel; default: the best here. v3 and v4 give the same bytes")
      ->check(one_of({"v2", "v3", "v4"}));
  command.add_option("--threads", arguments.threads, "threads; 0: one a core")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  command
      .add_option("--shard", arguments.shard,
                  "compute every N-th block only, from block I (0 … N−1); array: by the task of a Slurm array")
      ->type_name("I/N");
  command.add_flag(
      "--performance", arguments.performance,
      "also store how long it took, on which host, with how many threads: two runs then differ in their bytes");
  command.add_flag("--force", arguments.force, "replace an existing result, or an unfinished study of other settings");
  command.add_flag("--quiet", arguments.quiet, "no progress");
  command.callback([&command, &arguments] {
    if (command.count("--balance") > 0) settle(arguments.balance, "all", arguments);
    if (command.count("--sensitivity") > 0) settle(arguments.sensitivity, "sobol", arguments);
    for (const char* const option : {"--set", "--adversary", "--sweep", "--packages", "--method", "--seed", "--until",
                                     "--keep-draws", "--sensitivity", "--balance", "--campaigns", "--certify"})
      if (arguments.defining.empty() && command.count(option) > 0) arguments.defining = option;
    const bool draws = command.count("--draws") > 0;
    arguments.more_draws = draws && arguments.defining.empty() && arguments.file.empty();
    if (draws && !arguments.more_draws && arguments.defining.empty()) arguments.defining = "--draws";
  });
}

namespace {

// Of commands that compute on draws and answer at once.
template <class Arguments>
void add_answer(CLI::App& command, Arguments& arguments) {
  command.add_option("--seed", arguments.seed, "seed, hexadecimal")->type_name("HEX")->capture_default_str();
  command.add_option("--threads", arguments.threads, "threads; 0: one a core")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  command.add_option("--format", arguments.format, "text or json")
      ->check(one_of({"text", "json"}))
      ->capture_default_str();
  command.add_flag("--quiet", arguments.quiet, "no progress");
}

}  // namespace

void add_claims(CLI::App& command, ClaimsArguments& arguments) {
  command.add_option("FILE", arguments.file, "claims file (TOML); default: the one that comes with the program");
  command.add_option("--only", arguments.only, "only these claims: C2,C3,…")->type_name("IDS");
  command
      .add_option("--draws", arguments.draws, "draws of the uncertain keys at each setting; a claim may allow fewer")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  add_answer(command, arguments);
}

void add_compare(CLI::App& command, CompareArguments& arguments) {
  command.add_option("FILE", arguments.file, "scenario file (TOML), or a result of `wedge run`")->required();
  command.add_option("OTHER", arguments.other,
                     "the second scenario, or result; default: the first scenario, changed by --to");
  command.add_option("--set", arguments.set, "change a key in both: KEY=VALUE (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("--to", arguments.to, "change a key in the second alone: KEY=VALUE (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--package", arguments.packages,
                  "a file of packages, each a name, settings and perhaps a cost: which is the best remedy")
      ->type_name("FILE")
      ->excludes("OTHER")
      ->excludes("--to");
  command.add_option("--adversary", arguments.adversary, "leave all other adversaries out of both")->type_name("ID");
  command.add_option("--draws", arguments.draws, "draws of the uncertain keys")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  command.add_option("--rows", arguments.rows, "how many measures the text lists; 0: all")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  add_answer(command, arguments);
}

void add_explore(CLI::App& command, ExploreArguments& arguments) {
  add_scenario(command, arguments);
  command.get_option("FILE")->description("scenario file (TOML), or a result of `wedge run`");
  command.add_option("-o,--output", arguments.output, "the page to write (HTML)")->required();
  command.add_flag("--force", arguments.force, "replace an existing file");
}

void add_explain(CLI::App& command, ExplainArguments& arguments) {
  add_scenario(command, arguments);
  command
      .add_option("--action", arguments.action,
                  "take one attack apart instead, at the medians: 'TARGET RUNG TACTIC AT', or the first words of it")
      ->type_name("WORDS");
  command
      .add_option("--lever", arguments.lever,
                  "look for break-even values of this number, * for any name (repeatable); default: of ties, plans, "
                  "protection, forces, arsenals")
      ->type_name("KEY")
      ->allow_extra_args(false);
  command.add_flag("--no-levers", arguments.no_levers, "look for no break-even values");
  command.add_option("--deterrence", arguments.level, "the level that levers are to reach; default: attacks halve")
      ->type_name("PROBABILITY")
      ->check(CLI::Range(0.0, 1.0));
  command
      .add_option("--tie", arguments.tie, "whose net is to turn its sign; default: the tie whose net is the largest")
      ->type_name("A-B");
  command.add_option("--draws", arguments.draws, "draws of the uncertain keys")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      .add_option("--orders", arguments.orders,
                  "where more than eight mechanisms matter: how many orders of them are drawn, each with its reverse")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  add_answer(command, arguments);
  command.callback([&command, &arguments] { arguments.of_action = command.count("--action") > 0; });
}

void add_optimise(CLI::App& command, OptimiseArguments& arguments) {
  add_scenario(command, arguments);
  command
      .add_option("--levers", arguments.levers,
                  "what may be chosen (TOML): numbers, their bounds, what moving them costs; scenarios for regret")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--minimise", arguments.minimise,
                  "expected loss; its quantile; its mean beyond the quantile; the largest regret over the scenarios of "
                  "the levers' file; the cost of a target. Default: loss, or cost with --target")
      ->check(one_of({"loss", "quantile", "tail", "regret", "cost"}));
  command.add_option("--level", arguments.level, "of the quantile and the tail")
      ->type_name("SHARE")
      ->capture_default_str();
  command.add_option("--budget", arguments.budget, "that the costs of all levers together keep to")->type_name("COST");
  command
      .add_option("--target", arguments.target,
                  "what is to be reached at the least cost: loss=SHARE of what it is, or deterrence=PROBABILITY")
      ->type_name("MEASURE=VALUE");
  command
      .add_option("--front", arguments.front,
                  "also the best for so many costs, from nothing to that of the best (or the budget)")
      ->type_name("POINTS")
      ->check(CLI::Range(2, 1000));
  command
      .add_option("-o,--output", arguments.output,
                  "keep what is found here (HDF5); the same command goes on with it after an interruption")
      ->type_name("OUT.h5");
  command.add_flag("--force", arguments.force, "replace a file of other inputs");
  command
      .add_option("--draws", arguments.draws,
                  "draws of the search; four times as many fresh ones, at least 1024, judge it")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command.add_option("--starts", arguments.starts, "places from which the search goes down, of those looked at first")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add_answer(command, arguments);
  command.callback([&command, &arguments] { arguments.has_budget = command.count("--budget") > 0; });
}

void add_reproduce(CLI::App& command, ReproduceArguments& arguments) {
  command.add_option("RESULT", arguments.result, "a complete result of `wedge run`")->required();
  command
      .add_option("-o,--output", arguments.output,
                  "keep the new result here; an interrupted one then goes on with the same command")
      ->type_name("OUT.h5");
  command.add_flag("--force", arguments.force, "replace an existing file there");
  command.add_option("--rows", arguments.rows, "how many differences are listed; 0: all")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command.add_option("--threads", arguments.threads, "threads; 0: one a core")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  command.add_option("--format", arguments.format, "text or json")
      ->check(one_of({"text", "json"}))
      ->capture_default_str();
  command.add_flag("--quiet", arguments.quiet, "no progress");
}

void add_calibrate(CLI::App& command, CalibrateArguments& arguments) {
  add_scenario(command, arguments);
  command.add_option("--rates", arguments.rates, "what to fit (TOML): keys with their bounds, and rates of measures")
      ->type_name("FILE")
      ->required();
  command.add_option("--draws", arguments.draws, "draws of the uncertain keys; 0: all at their medians")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command.add_option("--starts", arguments.starts, "places from which the search goes down, of those looked at first")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add_answer(command, arguments);
}

}  // namespace wedge::app
