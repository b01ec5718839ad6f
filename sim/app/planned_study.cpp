#include "planned_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "base/version.hpp"

namespace wedge::app {

std::uint64_t seed_of(const std::string& text) {
  const std::string digits = text.starts_with("0x") ? text.substr(2) : text;
  const char* const end = digits.data() + digits.size();
  std::uint64_t seed = 0;
  const auto [last, error] = std::from_chars(digits.data(), end, seed, 16);
  if (error != std::errc() || last != end)
    fail_input("--seed " + text, "is not a seed; expected up to 16 hexadecimal digits");
  return seed;
}

std::vector<std::string> study_options(const RunArguments& arguments) {
  std::vector<std::string> out;
  const auto add = [&](const char* option, const std::string& value) { out.insert(out.end(), {option, value}); };
  for (const std::string& set : arguments.set) add("--set", set);
  if (!arguments.adversary.empty()) add("--adversary", arguments.adversary);
  for (const std::string& sweep : arguments.sweep) add("--sweep", sweep);
  add("--draws", std::to_string(arguments.draws));
  add("--method", arguments.method);
  add("--seed", fmt::format("{:x}", seed_of(arguments.seed)));
  if (!arguments.until.empty()) add("--until", arguments.until);
  if (arguments.keep_draws) out.emplace_back("--keep-draws");
  if (arguments.sensitivity) out.emplace_back("--sensitivity");
  if (arguments.balance) out.emplace_back("--balance");
  if (arguments.campaigns) out.emplace_back("--campaigns");
  return out;
}

namespace {

std::string command_of(const RunArguments& arguments) {
  std::string out = "wedge run";
  for (const std::string& word : study_options(arguments)) out += ' ' + word;
  return out;
}

PlannedStudy with_identity(Study study, const std::string& command) {
  StudyIdentity id;
  id.title = study.scenario().title.empty() ? study.scenario().id : study.scenario().title;
  id.scenario_toml = study.toml();
  id.command = command;
  id.seed = fmt::format("{:x}", study.settings().seed);
  id.method = method_name(study.settings().method);
  id.isa = isa_name(same_bytes_as(study.settings().isa));
  id.program_version = version;
  id.git_sha = WEDGE_GIT_SHA;
  id.compiler = WEDGE_COMPILER;
  id.rng = "philox4x32-10";
  id.layout = study.layout();
  id.quantile_levels = {0.05, 0.25, 0.5, 0.75, 0.95};
  return {std::move(study), std::move(id)};
}

// `wanted` empty: the best that this processor can run, or, for a study begun elsewhere, what gives its bytes.
Isa isa_of(const std::string& wanted, const std::string& begun_with = {}) {
  if (wanted.empty() && (begun_with.empty() || begun_with == isa_name(same_bytes_as(native_isa()))))
    return native_isa();
  const std::string name = wanted.empty() ? begun_with : wanted;
  const std::optional<Isa> isa = isa_named(name);
  if (!isa || !available(*isa))
    fail_input("--isa " + name, "is not to be had here; the best that this program and processor have is " +
                                    std::string(isa_name(native_isa())));
  return *isa;
}

bool has_variable(const StudyLayout& layout, std::string_view name) {
  return std::any_of(layout.variables.begin(), layout.variables.end(),
                     [&](const Variable& v) { return v.name == name; });
}

PlannedStudy resumed(const RunArguments& arguments) {
  if (!arguments.defining.empty())
    fail_input("FILE", "is missing; expected a scenario file before " + arguments.defining +
                           " or, to go on with the unfinished study of " + arguments.output +
                           ", none of the options that define a study");
  return planned_from(unfinished_study(arguments.output), arguments.isa, arguments.output + ", scenario_toml");
}

}  // namespace

PlannedStudy planned_from(const StudyIdentity& stored, const std::string& isa, const std::string& file) {
  std::vector<Sweep> sweeps;
  for (const Axis& axis : stored.layout.axes) sweeps.push_back({axis.key, axis.values});
  const StudySettings settings{stored.layout.draws,
                               *method_named(stored.method),
                               seed_of(stored.seed),
                               stored.layout.until,
                               stored.layout.keep_draws,
                               !stored.layout.parameters.empty(),
                               has_variable(stored.layout, "net"),
                               true,
                               has_variable(stored.layout, "first_loss"),
                               isa_of(isa, stored.isa)};
  return with_identity(Study(stored.scenario_toml, file, {}, sweeps, settings), stored.command);
}

PlannedStudy planned_study(const RunArguments& arguments) {
  if (arguments.file.empty()) return resumed(arguments);
  std::vector<Sweep> sweeps;
  for (const std::string& sweep : arguments.sweep) sweeps.push_back(parse_sweep(sweep));
  const StudySettings settings{arguments.draws,
                               *method_named(arguments.method),
                               seed_of(arguments.seed),
                               arguments.until.empty() ? Until{} : parse_until(arguments.until),
                               arguments.keep_draws,
                               arguments.sensitivity,
                               arguments.balance ? std::optional(true) : std::nullopt,
                               true,
                               arguments.campaigns,
                               isa_of(arguments.isa)};
  return with_identity(Study(text_of(arguments.file), arguments.file, overrides_of(arguments), sweeps, settings),
                       command_of(arguments));
}

}  // namespace wedge::app
