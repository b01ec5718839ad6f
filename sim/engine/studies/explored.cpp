#include "engine/studies/explored.hpp"

#include <fmt/format.h>

#include <bit>
#include <filesystem>

#include "base/error.hpp"
#include "base/version.hpp"
#include "engine/described.hpp"
#include "engine/idle_keys.hpp"
#include "engine/json.hpp"
#include "engine/solution_json.hpp"
#include "engine/studies/stored.hpp"

namespace wedge::engine {
namespace {

namespace fs = std::filesystem;

// A page with more numbers than this leaves the quantiles of draws out: they are most of it.
constexpr std::size_t most_numbers = 4'000'000;

std::string packed(const std::vector<double>& numbers) {
  std::string bytes;
  bytes.reserve(numbers.size() * 4);
  for (const double x : numbers) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(x));
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(bits >> shift & 0xff);
  }
  return base64(bytes);
}

Json axes_json(const std::vector<Axis>& axes) {
  Json out = Json::array();
  for (const Axis& axis : axes)
    out.push_back({{"name", axis.name},
                   {"key", axis.key},
                   {"unit", axis.unit},
                   {"meaning", axis.meaning},
                   {"values", axis.values},
                   {"labels", axis.labels}});
  return out;
}

Json study_json(const Estimates& study) {
  std::size_t numbers = 0;
  for (const Estimates::Of& of : study.variables) numbers += of.mean.size() + of.error.size() + of.quantiles.size();
  const bool quantiles = numbers <= most_numbers;
  Json out = {{"title", study.title}, {"command", study.command}, {"origin", Json::array()}};
  for (const auto& [what, value] : study.origin) out["origin"].push_back({what, value});
  out["axes"] = axes_json(study.axes);
  out["dimensions"] = Json::array();
  for (const LabelDimension& d : study.dimensions)
    out["dimensions"].push_back({{"name", d.name}, {"labels", d.labels}});
  out["levels"] = quantiles ? Json(study.quantile_levels) : Json::array();
  out["variables"] = Json::array();
  for (const Estimates::Of& of : study.variables) {
    Json variable = {{"name", of.variable.name},       {"unit", of.variable.unit},
                     {"meaning", of.variable.meaning}, {"dimensions", of.variable.dimensions},
                     {"slots", of.variable.slots},     {"mean", packed(of.mean)},
                     {"error", packed(of.error)}};
    if (quantiles) variable["quantiles"] = packed(of.quantiles);
    out["variables"].push_back(std::move(variable));
  }
  out["draws"] = study.draws;
  out["failed"] = study.failed;
  Json status = Json::array();
  for (const PointStatus s : study.status) status.push_back(static_cast<int>(s));
  out["status"] = std::move(status);
  return out;
}

Json notes_json(const ReadResult& read) {
  Json out = Json::array();
  for (const std::string& note : read.notes) out.push_back(note);
  for (const std::string& warning : warnings(read.scenario)) out.push_back(warning);
  for (const IdleKeys& idle : idle_keys(read))
    out.push_back(fmt::format("{}: {}", fmt::join(idle.keys, ", "), idle.why));
  return out;
}

}  // namespace

std::string base64(std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j) out += i + j <= bytes.size() ? digits[group >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

Explored explored(const ScenarioSource& source) {
  if (!is_result(source.file)) {
    ReadResult found = read(source);
    Explored out{source, std::move(found), {}};
    out.source.text = out.read.toml;
    out.source.set.clear(), out.source.adversary.clear();
    out.solved = solve_at_medians(out.read.scenario, {});
    return out;
  }
  if (!source.set.empty()) fail_input("set " + source.set[0], "is of no use here: a result has its own scenario");
  if (!source.adversary.empty())
    fail_input("adversary " + source.adversary, "is of no use here: a result has its own scenario");
  Estimates study = whole_estimates(source.file);
  Explored out{{source.file, {}, "", study.scenario_toml}, {}, {}};
  out.read = read(out.source);
  out.solved = solve_at_medians(out.read.scenario, {});
  out.study = std::move(study);
  return out;
}

std::string page_document(const Explored& e) {
  Json scenario = described_json(e.read);
  const double games = scenario.at("games");
  const bool live = games <= most_live_games;
  Json solution = {{"scenario", e.read.scenario.id}, {"set", Json::array()}};
  if (e.solved.status == Status::solved)
    solution = Json::parse(solution_document(e.source, e.read.scenario, e.solved));
  else
    solution = nullptr;
  const Json document = {
      {"program", "wedge " + std::string(version)},
      {"file", fs::path(e.source.file).filename().string()},
      {"scenario", std::move(scenario)},
      {"solved", std::move(solution)},
      {"live",
       {{"possible", live},
        {"why",
         live ? ""
              : fmt::format("All adversaries together play {:.0f} response games, too many to be solved while one "
                            "waits. What is stored is shown; “What if” solves one adversary at a time.",
                            games)}}},
      {"notes", notes_json(e.read)},
      {"study", e.study ? study_json(*e.study) : Json(nullptr)},
      {"chronicle", e.chronicle}};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace wedge::engine
