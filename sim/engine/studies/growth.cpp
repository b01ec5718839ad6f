#include "engine/studies/growth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "base/error.hpp"
#include "results/estimates.hpp"
#include "results/kept_draws.hpp"
#include "results/manifest.hpp"
#include "results/result.hpp"
#include "results/standing.hpp"

namespace wedge::engine {
namespace {

constexpr std::string_view draws_option = " --draws ";

// What study_options() writes from the draws on: plain words. No text of a user stands behind them.
StudyRequest options_in(const std::string& command) {
  const std::size_t from = command.rfind(draws_option);
  std::istringstream words(from == command.npos ? "" : command.substr(from));
  StudyRequest out;
  out.draws = 0;
  for (std::string option; words >> option;) {
    const auto value = [&](auto& to) { words >> to; };
    if (option == "--draws") value(out.draws);
    if (option == "--method") value(out.method);
    if (option == "--seed") value(out.seed);
    if (option == "--until") value(out.until);
    if (option == "--keep-draws") out.keep_draws = true;
    if (option == "--sensitivity") out.sensitivity = "sobol";
    if (option == "morris") out.sensitivity = option;
    if (option == "--balance") value(out.balance);
    if (option == "--campaigns") out.campaigns = true;
    if (option == "--certify") value(out.certify);
  }
  return out;
}

std::string command_with(const std::string& command, std::int64_t draws) {
  const std::size_t from = command.rfind(draws_option) + draws_option.size();
  return command.substr(0, from) + std::to_string(draws) +
         command.substr(std::min(command.find(' ', from), command.size()));
}

PlannedStudy of_draws(const PlannedStudy& planned, std::int64_t draws, const std::string& file) {
  StudyIdentity other = planned.identity;
  other.layout.draws = draws;
  other.command = command_with(other.command, draws);
  return planned_from(other, std::string(isa_name(planned.study.settings().isa)), file);
}

// Why a finished study of this kind keeps no draws; empty: it does.
std::string why_not(const StudyLayout& layout, const std::string& method) {
  if (method == method_name(Method::latin_hypercube))
    return "a Latin hypercube of more draws has other draws from the first on (--method sobol and random go on)";
  if (!layout.parameters.empty()) return "the solutions behind its sensitivity are not in the file";
  if (!layout.keep_draws) return "its draws are not in the file (a study begun with --keep-draws can be extended)";
  return {};
}

constexpr const char* remedy = "; choose another file, or give FILE and --force to run it anew";

[[noreturn]] void refuse(const std::string& output, const std::string& why) {
  fail_input("output " + output, why + remedy);
}

}  // namespace

std::string origin_of(const Estimates& result, const std::string& name) {
  for (const auto& [key, value] : result.origin)
    if (key == name) return value;
  return {};
}

std::optional<PlannedStudy> told_study(const Estimates& told, const std::string& file, const std::string& isa) {
  StudyRequest options = options_in(told.command);
  if (options.draws < 1 || !method_named(options.method)) return {};
  std::vector<Sweep> sweeps;
  for (const Axis& axis : told.axes) sweeps.push_back({axis.key, axis.values, axis.labels, axis.settings});
  return with_identity(Study(told.scenario_toml, file + ", scenario_toml", {}, sweeps,
                             settings_of(options, isa_of(isa, origin_of(told, "isa")))),
                       told.command);
}

PlannedStudy finished_study(const std::string& result, const std::string& isa) {
  const std::filesystem::path file = behind_links(result);
  const Found there = result_at(file);
  if (there.standing != Standing::complete)
    refuse(result, there.standing == Standing::nothing
                       ? "is not there, and there is no study to extend"
                       : "is no complete result" + (there.why.empty() ? "" : " (" + there.why + ")"));
  const Estimates told = read_description(file);
  std::optional<PlannedStudy> again = told_study(told, result, isa);
  if (!again) refuse(result, "does not say by which command it was made");
  PlannedStudy& planned = *again;
  if (study_hash(planned.identity) == there.study_sha256) return std::move(planned);
  const StudyIdentity& here = planned.identity;
  refuse(result,
         fmt::format("was made by another build of the program (version {}, {}, {}; this is version {}, {}, {}), "
                     "whose draws cannot stand beside those of this one",
                     origin_of(told, "program_version"), origin_of(told, "git_sha"), origin_of(told, "compiler"),
                     here.program_version, here.git_sha, here.compiler));
}

PlannedStudy grown_study(const StudyRequest& request) {
  if (std::filesystem::exists(manifest_file(request.output))) {
    PlannedStudy begun =
        planned_from(unfinished_study(request.output), request.isa, request.output + ", scenario_toml");
    if (begun.identity.layout.draws == request.draws) return begun;
    fail_input("draws",
               fmt::format("the unfinished study of {} has {}, this run asks for {}; go on with it first (`wedge run "
                           "-o {}`), or choose another file",
                           request.output, begun.identity.layout.draws, request.draws, request.output));
  }
  const PlannedStudy finished = finished_study(request.output, request.isa);
  const StudyLayout& layout = finished.identity.layout;
  if (request.draws < layout.draws)
    fail_input("draws", fmt::format("{} has {} at each point already; expected more", request.output, layout.draws));
  return of_draws(finished, request.draws, request.output + ", scenario_toml");
}

std::int64_t take_over_draws(const std::string& output, PlannedStudy& planned, bool replaces) {
  const std::filesystem::path file = behind_links(output);
  const Found there = result_at(file);
  if (there.standing != Standing::complete) return 0;
  const std::int64_t draws = options_in(there.command).draws;
  if (draws < 1 || draws >= planned.identity.layout.draws) return 0;
  if (!there.is_complete_of(study_hash(of_draws(planned, draws, output).identity))) return 0;
  const std::string why = why_not(planned.identity.layout, planned.identity.method);
  if (!why.empty() && replaces) return 0;
  if (!why.empty())
    refuse(output, fmt::format("has {} draws of this study, and cannot be extended to {}: {}", draws,
                               planned.identity.layout.draws, why));
  planned.study.know(kept_draws(file, planned.identity.layout, draws));
  planned.extends = output;
  return draws;
}

namespace {

// The first setting in which the finished study at `output` is not the one planned; empty where it cannot be told.
std::string difference_from_finished(const std::string& output, const PlannedStudy& planned) {
  try {
    return first_difference(finished_study(output, {}).identity, planned.identity);
  } catch (const std::exception&) {  // of another build, or of another program: it is not said
    return {};
  }
}

void require_free_place(const std::string& output, const PlannedStudy& planned) {
  const Found there = result_at(behind_links(output));
  if (there.standing == Standing::nothing) return;
  if (there.standing == Standing::partial && there.study_sha256 == study_hash(planned.identity)) return;
  std::string why = there.why;
  if (there.standing == Standing::complete) why = difference_from_finished(output, planned);
  fail_input("output " + output,
             "exists" + (why.empty() ? "" : " (" + why + ")") + "; choose another file, or replace it by force");
}

}  // namespace

Ground ground_for(const std::string& output, PlannedStudy& planned, bool force) {
  Ground out;
  out.replaces = force || may_replace(output);
  out.finished = !out.replaces && result_at(behind_links(output)).is_complete_of(study_hash(planned.identity));
  if (out.finished) return out;
  out.kept_draws = take_over_draws(output, planned, out.replaces);
  out.replaces = out.replaces || out.kept_draws > 0;
  if (!out.replaces) require_free_place(output, planned);
  return out;
}

}  // namespace wedge::engine
