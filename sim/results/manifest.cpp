#include "results/manifest.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/error.hpp"
#include "results/block_file.hpp"
#include "results/files.hpp"
#include "results/names.hpp"
#include "results/sha256.hpp"
#include "study/limits.hpp"

namespace wedge {

using Json = nlohmann::json;  // keys sorted: one text for one content

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Axis, name, key, unit, meaning, values, labels, settings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LabelDimension, name, labels)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Variable, name, unit, meaning, dimensions, first_slot, slots)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Until, measure, standard_error)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Input, name, unit, meaning)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StudyLayout, axes, dimensions, variables, statuses, slots, replicates, draws,
                                   block_points, block_draws, until, keep_draws, certify_one_in, balance_one_in, inputs,
                                   parameters, morris)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StudyIdentity, title, command, seed, method, isa, program_version, git_sha, compiler,
                                   rng, quantile_levels, layout, scenario_toml)

namespace {

[[noreturn]] void fail_manifest(const std::filesystem::path& file, const std::string& what) {
  throw InputError({Problem{file.string(), 0, 0, {}, what}});
}

// Bytes that are not UTF-8 (a command line may hold them) become the replacement character, once
// and for all.
std::string dumped(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

// Meaning and format of the blocks' arrays.
std::string schema_text(const Json& study) {
  const Json& layout = study.at("layout");
  return dumped(Json{{"schema", schema_version},
                     {"block", block_format},
                     {"histogram", {histogram::bins, histogram::scale, histogram::limit}},
                     {"axes", layout.at("axes")},
                     {"dimensions", layout.at("dimensions")},
                     {"variables", layout.at("variables")},
                     {"statuses", layout.at("statuses")}});
}

Manifest with_hashes(const Json& study) {
  Manifest manifest{study.get<StudyIdentity>(), {}, sha256(schema_text(study)), {}};
  manifest.scenario_sha256 = sha256(manifest.study.scenario_toml);
  manifest.study_sha256 = sha256(manifest.schema_sha256 + dumped(study));
  return manifest;
}

int major(const std::string& version) { return std::stoi(version); }

// The parser nests without recursion; what reads its values does not, and no manifest is nested deeper.
Json shallow(const std::string& text) {
  constexpr int deepest = 16;
  const auto keep = [](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest) throw std::runtime_error("it is nested too deeply");
    return true;
  };
  return Json::parse(text, keep);
}

Manifest parsed(const std::string& text) {
  const Json json = shallow(text);
  if (json.at("schema_name") != schema_name) throw std::runtime_error("it is not a study's manifest");
  if (major(json.at("schema_version")) > major(schema_version))
    throw std::runtime_error("it is of the newer format " + json.at("schema_version").get<std::string>());
  Manifest manifest = with_hashes(json.at("study"));
  if (json.at("study_sha256") != manifest.study_sha256) throw std::runtime_error("its hash does not match");
  require_consistent(manifest.study.layout);
  require_storable(manifest.study);
  return manifest;
}

}  // namespace

Manifest manifest_of(const StudyIdentity& study) {
  for (const Axis& axis : study.layout.axes)
    for (const double value : axis.values)
      if (!std::isfinite(value)) fail_input(axis.key, "a swept value is not finite");
  return with_hashes(Json::parse(dumped(Json(study))));
}

std::string manifest_text(const Manifest& manifest) {
  return dumped(Json{{"schema_name", schema_name},
                     {"schema_version", schema_version},
                     {"scenario_sha256", manifest.scenario_sha256},
                     {"schema_sha256", manifest.schema_sha256},
                     {"study_sha256", manifest.study_sha256},
                     {"study", manifest.study}},
                2) +
         "\n";
}

std::filesystem::path blocks_folder(const std::filesystem::path& result) {
  return behind_links(result).string() + ".blocks";
}

std::filesystem::path manifest_file(const std::filesystem::path& result) {
  return blocks_folder(result) / manifest_name;
}

Manifest manifest_from(const std::string& text, const std::filesystem::path& file) {
  try {
    return parsed(text);
  } catch (const std::exception& e) {
    fail_manifest(file, std::string("the manifest cannot be used: ") + e.what() +
                            "; delete this file and give the first run's command again (its finished "
                            "blocks are kept), or start over by force");
  }
}

std::optional<Manifest> read_manifest(const std::filesystem::path& file) {
  constexpr std::uintmax_t most = 1 << 28;
  std::optional<std::string> text;
  try {
    text = read_file(file, most);
  } catch (const std::runtime_error& e) {
    fail_manifest(file, std::string("the manifest cannot be read: ") + e.what());
  }
  if (!text) return {};
  return manifest_from(*text, file);
}

Manifest require_manifest(const std::filesystem::path& result) {
  const std::filesystem::path file = manifest_file(result);
  std::optional<Manifest> manifest = read_manifest(file);
  if (manifest) return *std::move(manifest);
  fail_manifest(file, "there is no unfinished study of " + result.string() + "; `wedge run … -o " + result.string() +
                          "` begins one");
}

}  // namespace wedge
