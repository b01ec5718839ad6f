#include "commands.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "check_text.hpp"
#include "chronicle.hpp"
#include "crisis/extensive_form.hpp"
#include "sampling/quantile.hpp"
#include "scenario/keys.hpp"
#include "scenario/read.hpp"
#include "solution_json.hpp"
#include "solution_text.hpp"
#include "table.hpp"

namespace wedge::app {
std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf()) || in.bad()) {
    // An empty file sets failbit on the copy but is no error of the system.
    if (in && in.peek() == std::ifstream::traits_type::eof() && !in.bad()) return {};
    fail_input(file,
               std::string("cannot be read (") + std::strerror(errno ? errno : EIO) + "); expected a scenario file");
  }
  return text.str();
}

namespace {

std::vector<Override> parsed(const std::vector<std::string>& arguments) {
  std::vector<Override> overrides;
  for (const std::string& argument : arguments) overrides.push_back(parse_override(argument));
  return overrides;
}

ReadResult read_all(const ScenarioArguments& arguments) {
  return read_scenario(text_of(arguments.file), arguments.file, parsed(arguments.set));
}

// The position of the adversary asked for.
int position_of(const Scenario<Quantity>& scenario, const std::string& id) {
  std::vector<std::string> ids;
  for (const auto& adversary : scenario.adversaries) ids.push_back(adversary.id);
  const int found = scenario.find(scenario.adversaries, id);
  if (found < 0) fail_input("--adversary " + id, "is not in this scenario; " + suggestion(id, ids));
  return found;
}

}  // namespace

// Leaving an adversary out is removing it, and the ranks closed with it.
std::vector<Override> overrides_of(const ScenarioArguments& arguments) {
  std::vector<Override> overrides = parsed(arguments.set);
  if (arguments.adversary.empty()) return overrides;
  const Scenario<Quantity> scenario = read_all(arguments).scenario;
  const int kept = position_of(scenario, arguments.adversary);
  for (const Adversary<Quantity>& other : scenario.adversaries)
    if (other.id != arguments.adversary) overrides.push_back({"adversary." + other.id, std::nullopt});
  if (!scenario.adversaries[kept].closing_ranks.entries.empty())
    overrides.push_back({"adversary." + arguments.adversary + ".closing_ranks", std::nullopt});
  return overrides;
}

namespace {

Scenario<Quantity> read(const ScenarioArguments& arguments) {
  return read_scenario(text_of(arguments.file), arguments.file, overrides_of(arguments)).scenario;
}

}  // namespace

int check(const ScenarioArguments& arguments, std::ostream& out) {
  out << check_text(read_scenario(text_of(arguments.file), arguments.file, overrides_of(arguments)));
  return done;
}

int solve(const SolveArguments& arguments, std::ostream& out) {
  Scenario<Quantity> scenario = read(arguments);
  if (!arguments.selection.empty()) scenario.solver.selection = arguments.selection;
  const Scenario<double> numbers = at_medians(scenario);
  const int uncertain = uncertain_count(scenario);
  const Solved solved = solve_all(numbers, {*selection_named(scenario.solver.selection)});
  if (arguments.format == "json") {
    nlohmann::ordered_json document = {
        {"scenario", scenario.id}, {"set", arguments.set}, {"uncertain_keys_at_median", uncertain}};
    document.update(solved_json(numbers, solved));
    out << document.dump(2) << '\n';
  } else if (solved.status == Status::solved) {
    out << scenario.id << (scenario.title.empty() ? "" : ": " + scenario.title) << '\n';
    for (const std::string& change : arguments.set) out << "with " << change << '\n';
    if (uncertain > 0)
      out << fmt::format("{} uncertain key{} at {}\n", uncertain, uncertain == 1 ? "" : "s",
                         uncertain == 1 ? "its median" : "their medians");
    out << '\n' << solved_text(numbers, solved);
  }
  if (solved.status != Status::solved)
    throw std::runtime_error(fmt::format("{}: no solution was found ({}); `--selection` may find another equilibrium",
                                         arguments.file, status_name(solved.status)));
  return done;
}

int export_game(const ExportArguments& arguments, std::ostream&) {
  const Scenario<Quantity> scenario = read(arguments);
  if (scenario.adversaries.size() > 1)
    fail_input("--adversary", "is missing; a game has one adversary, and this scenario has several: " +
                                  scenario.adversaries[0].id + " and others");
  const std::string tree = extensive_form(at_medians(scenario), 0);
  std::ofstream file(arguments.output, std::ios::binary);
  file << tree;
  file.close();
  if (!file) {
    std::remove(arguments.output.c_str());
    fail_input("-o " + arguments.output, std::string("cannot be written (") + std::strerror(errno) + ")");
  }
  return done;
}

int play(const PlayArguments& arguments, std::ostream& out) {
  const Scenario<Quantity> scenario = read(arguments);
  const std::uint64_t seed = seed_of(arguments.seed);
  const Chronicle chronicle = play_campaign(scenario, seed, arguments.campaign);
  if (arguments.format == "json") {
    nlohmann::ordered_json document = {{"scenario", scenario.id},
                                       {"set", arguments.set},
                                       {"seed", fmt::format("{:x}", seed)},
                                       {"campaign", arguments.campaign}};
    document.update(chronicle_json(chronicle));
    out << document.dump(2) << '\n';
  } else {
    out << scenario.id << (scenario.title.empty() ? "" : ": " + scenario.title) << '\n';
    for (const std::string& change : arguments.set) out << "with " << change << '\n';
    out << fmt::format("Campaign {} of seed {:x}\n\n", arguments.campaign, seed) << chronicle_text(chronicle);
  }
  if (chronicle.status != Status::solved)
    throw std::runtime_error(fmt::format("{}: the campaign ends in round {}, whose crisis was not solved ({})",
                                         arguments.file, chronicle.rounds.size() + 1, status_name(chronicle.status)));
  return done;
}

int keys(const std::string& pattern, std::ostream& out) {
  const std::vector<KeyInfo> found = scenario_keys(pattern);
  if (found.empty()) fail_input(pattern, "no scenario key matches; `wedge keys` lists all");
  for (const KeyInfo& key : found)
    out << key.key << '\n'
        << wrapped(key.meaning, 80, 4)
        << wrapped(fmt::format("unit {}; range {}; default {}", key.unit.empty() ? "–" : key.unit,
                               key.range.empty() ? "–" : key.range, key.fallback.empty() ? "–" : key.fallback),
                   80, 4);
  return done;
}

}  // namespace wedge::app
