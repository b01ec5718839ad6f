#include "engine/studies/planned_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/build.hpp"
#include "base/error.hpp"
#include "base/version.hpp"
#include "engine/studies/growth.hpp"
#include "engine/studies/packages.hpp"
#include "engine/studies/shell_word.hpp"

namespace wedge::engine {

std::vector<std::string> study_options(const StudyRequest& request) {
  std::vector<std::string> out;
  const auto add = [&](const char* option, const std::string& value) { out.insert(out.end(), {option, value}); };
  for (const std::string& set : request.set) add("--set", set);
  if (!request.adversary.empty()) add("--adversary", request.adversary);
  for (const std::string& sweep : request.sweep) add("--sweep", sweep);
  add("--draws", std::to_string(request.draws));
  add("--method", request.method);
  add("--seed", fmt::format("{:x}", seed_of(request.seed)));
  if (!request.until.empty()) add("--until", request.until);
  if (request.keep_draws) out.emplace_back("--keep-draws");
  if (!request.sensitivity.empty()) out.emplace_back("--sensitivity");
  if (request.sensitivity == "morris") out.emplace_back("morris");
  if (!request.balance.empty()) add("--balance", request.balance);
  if (request.campaigns) out.emplace_back("--campaigns");
  if (!request.certify.empty()) add("--certify", request.certify);
  return out;
}

namespace {

// `--certify`.
std::optional<std::int64_t> certify_one_in(const StudyRequest& request) {
  if (request.certify.empty()) return std::nullopt;
  if (request.campaigns) fail_input("--certify", "is for single crises; leave --campaigns or it out");
  if (request.certify == "all") return 1;
  std::int64_t number = 0;
  const char* const end = request.certify.data() + request.certify.size();
  const auto [stop, problem] = std::from_chars(request.certify.data(), end, number);
  if (problem != std::errc() || stop != end || number < 0)
    fail_input("--certify " + request.certify,
               "is not understood; expected all, 0 for none, or N for one run of 16 draws in N");
  return number;
}

// `--balance`.
std::optional<std::int64_t> balance_one_in(const std::string& share) {
  if (share.empty()) return std::nullopt;
  if (share == "all") return 1;
  if (share == "none") return 0;
  std::int64_t number = 0;
  const char* const end = share.data() + share.size();
  if (share.starts_with("1/")) {
    const auto [stop, problem] = std::from_chars(share.data() + 2, end, number);
    if (problem == std::errc() && stop == end && number > 0) return number;
  }
  fail_input("--balance " + share, "is not understood; expected all, none, or 1/N for one run of 16 draws in N");
}

std::string command_of(const StudyRequest& request) {
  std::string out = "wedge run";
  for (const std::string& word : study_options(request)) out += ' ' + shell_word(word);
  return out;
}

}  // namespace

PlannedStudy with_identity(Study study, const std::string& command) {
  StudyIdentity id;
  id.title = study.scenario().title.empty() ? study.scenario().id : study.scenario().title;
  id.scenario_toml = study.toml();
  id.command = command;
  id.seed = fmt::format("{:x}", study.settings().seed);
  id.method = method_name(study.settings().method);
  id.isa = isa_name(same_bytes_as(study.settings().isa));
  id.program_version = version;
  id.git_sha = build_commit;
  id.compiler = build_compiler;
  id.rng = "philox4x32-10";
  id.layout = study.layout();
  id.quantile_levels = {0.05, 0.25, 0.5, 0.75, 0.95};
  return {std::move(study), std::move(id)};
}

// `wanted` empty: the best that this processor can run, or, for a study begun elsewhere, what gives its bytes.
Isa isa_of(const std::string& wanted, const std::string& begun_with) {
  if (wanted.empty() && (begun_with.empty() || begun_with == isa_name(same_bytes_as(native_isa()))))
    return native_isa();
  const std::string name = wanted.empty() ? begun_with : wanted;
  const std::optional<Isa> isa = isa_named(name);
  if (!isa || !available(*isa))
    fail_input("isa " + name, "is not to be had here; the best that this program and processor have is " +
                                  std::string(isa_name(native_isa())));
  return *isa;
}

namespace {

bool has_variable(const StudyLayout& layout, std::string_view name) {
  return std::any_of(layout.variables.begin(), layout.variables.end(),
                     [&](const Variable& v) { return v.name == name; });
}

std::vector<Sweep> sweeps_of(const StudyRequest& request) {
  const std::string of_packages = "package=";
  std::vector<Sweep> out;
  bool used = request.packages.empty();
  for (const std::string& sweep : request.sweep) {
    if (!sweep.starts_with(of_packages)) {
      out.push_back(parse_sweep(sweep));
      continue;
    }
    if (request.packages.empty())
      fail_input("sweep " + sweep, "needs packages; expected a file of them with --packages");
    out.push_back(package_sweep(request, request.packages, sweep.substr(of_packages.size())));
    used = true;
  }
  if (!used)
    fail_input("packages " + request.packages,
               "is of no use without a sweep over them; expected --sweep package=NAMES, or 'package=*'");
  return out;
}

PlannedStudy resumed(const StudyRequest& request) {
  if (request.more_draws && std::filesystem::exists(request.output)) return grown_study(request);
  if (request.more_draws && std::filesystem::exists(blocks_folder(request.output))) return grown_study(request);
  if (!request.defining.empty() || request.more_draws)
    fail_input("FILE", "is missing; expected a scenario file before " +
                           (request.more_draws ? "--draws" : request.defining) +
                           " or, to go on with the unfinished study of " + request.output +
                           ", none of the options that define a study");
  return planned_from(unfinished_study(request.output), request.isa, request.output + ", scenario_toml");
}

}  // namespace

std::string balance_in_words(const Study& study) {
  const std::size_t ties = study.scenario().ties.size();
  const std::int64_t one_in = study.layout().balance_one_in;
  if (ties == 0 || study.settings().campaigns) return "";
  return fmt::format("balance of {} tie{}: {}", ties, ties == 1 ? "" : "s",
                     one_in == 0   ? "none"
                     : one_in == 1 ? "all draws"
                                   : fmt::format("one run of 16 draws in {}", one_in));
}

PlannedStudy planned_from(const StudyIdentity& stored, const std::string& isa, const std::string& file,
                          bool fragility) {
  std::vector<Sweep> sweeps;
  for (const Axis& axis : stored.layout.axes) sweeps.push_back({axis.key, axis.values, axis.labels, axis.settings});
  std::optional<SensitivityBy> sensitivity;
  if (!stored.layout.parameters.empty())
    sensitivity = stored.layout.morris ? SensitivityBy::morris : SensitivityBy::sobol;
  const StudySettings settings{stored.layout.draws,          *method_named(stored.method),
                               seed_of(stored.seed),         stored.layout.until,
                               stored.layout.keep_draws,     sensitivity,
                               stored.layout.balance_one_in, fragility,
                               stored.layout.certify_one_in, has_variable(stored.layout, "first_loss"),
                               isa_of(isa, stored.isa)};
  return with_identity(Study(stored.scenario_toml, file, {}, sweeps, settings), stored.command);
}

namespace {

std::optional<SensitivityBy> sensitivity_by(const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (name == "sobol") return SensitivityBy::sobol;
  if (name == "morris") return SensitivityBy::morris;
  fail_input("sensitivity " + name, "is not known; expected sobol or morris");
}

}  // namespace

StudySettings settings_of(const StudyRequest& request, Isa isa) {
  return {request.draws,
          *method_named(request.method),
          seed_of(request.seed),
          request.until.empty() ? Until{} : parse_until(request.until),
          request.keep_draws,
          sensitivity_by(request.sensitivity),
          balance_one_in(request.balance),
          true,
          certify_one_in(request),
          request.campaigns,
          isa};
}

PlannedStudy planned_study(const StudyRequest& request) {
  if (request.file.empty()) return resumed(request);
  return with_identity(Study(text_of(request), request.file, overrides_of(request), sweeps_of(request),
                             settings_of(request, isa_of(request.isa))),
                       command_of(request));
}

}  // namespace wedge::engine
