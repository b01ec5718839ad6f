// wedge-bench: times the cases, counts their operations, and says how much of the machine's bound is reached.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <regex>

#include "export_games.hpp"
#include "kernel.hpp"
#include "program.hpp"
#include "report.hpp"

namespace wedge::bench {
namespace {

std::vector<Case> wanted_cases(const std::string& filter) {
  const std::regex wanted(filter);
  std::vector<Case> out;
  for (const auto& group : {response_cases(), crisis_cases(), campaign_cases(), study_cases()})
    for (const Case& c : group)
      if (std::regex_search(c.name, wanted)) out.push_back(c);
  return out;
}

int run(int count, char** arguments) {
  std::string format = "text", filter, folder, saved;
  int draws = 1024;
  bool list = false;
  TimingOptions options;
  CLI::App app("Times the simulator and compares it with what the machine could do.");
  app.add_option("--format", format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  app.add_option("--filter", filter, "only the cases whose name matches this regular expression");
  app.add_flag("--list", list, "print the names of the cases and stop");
  app.add_option("--repetitions", options.repetitions, "of each case")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--min-time", options.min_seconds, "seconds of a repetition")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  app.add_option("--save", saved, "also write the JSON into this file");
  app.add_option("--export-games", folder,
                 "write the games that bench/peers solves too into this folder, with our solutions, and stop");
  app.add_option("--draws", draws, "of --export-games; a multiple of 8")
      ->check(CLI::Range(8, 1 << 20))
      ->capture_default_str();
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!folder.empty()) {
    export_games(folder, draws / 8 * 8);
    return 0;
  }
  const std::vector<Case> cases = wanted_cases(filter);
  if (list || cases.empty()) {
    for (const Case& c : list ? cases : wanted_cases("")) std::cout << c.name << '\n';
    if (!list) std::cerr << "--filter " << filter << ": matches none of the cases above\n";
    return list ? 0 : 2;
  }
  const Json primitives = output_of(std::string(WEDGE_PRIMITIVES) + "-" + kernel_isa());
  std::string counted = WEDGE_COUNT;
  for (const Case& c : cases)
    if (!c.name.starts_with("study/") && !c.name.starts_with("sampling/")) counted += " '" + c.name + "'";
  const Json operations = output_of(counted);
  const Json result = report(time_cases(cases, options), primitives, operations);
  if (!saved.empty() && !(std::ofstream(saved) << result.dump(1) << '\n'))
    throw std::runtime_error(saved + ": cannot be written");
  std::cout << (format == "json" ? result.dump(1) + "\n" : as_text(result));
  return 0;
}

}  // namespace
}  // namespace wedge::bench

int main(int count, char** arguments) {
  return wedge::bench::carried_out("wedge-bench", 1, [&] { return wedge::bench::run(count, arguments); });
}
