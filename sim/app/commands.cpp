#include "app/commands.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <stdexcept>

#include "app/check_text.hpp"
#include "app/chronicle_text.hpp"
#include "app/solution_text.hpp"
#include "app/table.hpp"
#include "base/error.hpp"
#include "engine/chronicle_json.hpp"
#include "engine/exported_game.hpp"
#include "engine/solution_json.hpp"
#include "engine/studies/common_draws.hpp"
#include "results/files.hpp"
#include "sampling/quantile.hpp"
#include "scenario/keys.hpp"

namespace wedge::app {

int stopped_early(std::ostream& err) {
  err << "wedge: stopped before the end; nothing of it is kept\n";
  return stopped;
}

int check(const engine::ScenarioSource& arguments, std::ostream& out) {
  const ReadResult read = engine::read(arguments);
  std::vector<std::string> notes = engine::warnings(read.scenario);
  notes.insert(notes.end(), read.notes.begin(), read.notes.end());
  out << check_text(read, notes);
  return done;
}

int solve(const SolveArguments& arguments, std::ostream& out) {
  const Scenario<Quantity> scenario = engine::read(arguments).scenario;
  const int uncertain = uncertain_count(scenario);
  const engine::Solved solved =
      engine::solve_at_medians(scenario, {arguments.selection, arguments.all_solutions ? arguments.starts : 0});
  if (arguments.format == "json") {
    out << engine::solution_document(arguments, scenario, solved);
  } else if (solved.status == Status::solved) {
    out << scenario.id << (scenario.title.empty() ? "" : ": " + scenario.title) << '\n';
    for (const std::string& change : arguments.set) out << "with " << change << '\n';
    if (uncertain > 0)
      out << fmt::format("{} uncertain key{} at {}\n", uncertain, uncertain == 1 ? "" : "s",
                         uncertain == 1 ? "its median" : "their medians");
    out << '\n' << solved_text(solved);
  }
  if (solved.status != Status::solved)
    throw std::runtime_error(fmt::format("{}: no solution was found ({}); `--selection` may find another equilibrium",
                                         arguments.file, status_name(solved.status)));
  return done;
}

int export_game(const ExportArguments& arguments, std::ostream&) {
  require_writable_place("--output", arguments.output);
  if (!arguments.force && std::filesystem::exists(arguments.output))
    fail_input("--output " + arguments.output, "exists; choose another file, or --force to replace it");
  write_whole(behind_links(arguments.output),
              engine::exported_game(engine::read(arguments).scenario, arguments.follow_through));
  return done;
}

int play(const PlayArguments& arguments, std::ostream& out) {
  const Scenario<Quantity> scenario = engine::read(arguments).scenario;
  const std::uint64_t seed = engine::seed_of(arguments.seed);
  const engine::Chronicle chronicle = engine::play_campaign(scenario, seed, arguments.campaign);
  if (arguments.format == "json") {
    out << engine::chronicle_document(arguments, chronicle, seed, arguments.campaign);
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

std::vector<std::string> settable_keys(const std::string& file) {
  std::vector<std::string> out;
  try {
    if (!file.empty())
      for (const auto& [key, number] : engine::numbers_of(engine::read({file, {}, {}, {}}).scenario))
        out.push_back(key);
  } catch (const std::exception&) {  // half written, or none: the general ones
  }
  if (out.empty())
    for (const KeyInfo& key : scenario_keys()) out.push_back(key.key);
  return out;
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
