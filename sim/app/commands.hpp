/// The commands of `wedge`, each with its options. They write what they have to say to `out`, throw InputError
/// for bad input, and return the exit code.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace wedge::app {

inline constexpr int done = 0, failed = 1, bad_input = 2;

/// What every command that reads a scenario takes.
struct ScenarioArguments {
  std::string file;
  std::vector<std::string> set;  ///< KEY=VALUE
};

struct SolveArguments : ScenarioArguments {
  std::string adversary, selection, format = "text";
};

struct ExportArguments : ScenarioArguments {
  std::string adversary, output;
};

int check(const ScenarioArguments& arguments, std::ostream& out);
int solve(const SolveArguments& arguments, std::ostream& out);
int export_game(const ExportArguments& arguments, std::ostream& out);
int keys(const std::string& pattern, std::ostream& out);

/// The whole program: parses, runs a command, reports errors to `err`. Returns the exit code.
int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace wedge::app
