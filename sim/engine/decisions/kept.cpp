// What of an optimisation stands in its file, and how a run goes on with what an earlier one has found.
#include <fmt/format.h>

#include "base/build.hpp"
#include "base/error.hpp"
#include "base/version.hpp"
#include "engine/decisions/optimised_json.hpp"
#include "engine/studies/shell_word.hpp"
#include "results/files.hpp"
#include "results/optimum_file.hpp"
#include "results/sha256.hpp"
#include "study/kernel.hpp"

namespace wedge::engine {
namespace {

constexpr std::chrono::seconds between_writings{10};

struct Column {
  const char *name, *meaning;
  double (*of)(const Evaluation&);
};
constexpr Column columns[]{
    {"scenario", "0: the file; then the scenarios of the levers' file",
     [](const Evaluation& e) { return static_cast<double>(e.world); }},
    {"cost", "of the levers together", [](const Evaluation& e) { return e.cost; }},
    {"loss", "expected total loss", [](const Evaluation& e) { return e.loss; }},
    {"deterrence", "expected deterrence", [](const Evaluation& e) { return e.deterrence; }},
    {"quantile", "of the loss over the draws, at the level", [](const Evaluation& e) { return e.quantile; }},
    {"tail", "mean of the loss beyond the quantile", [](const Evaluation& e) { return e.tail; }}};

OptimumRows rows_of(const std::vector<Evaluation>& evaluations) {
  OptimumRows out;
  for (const Column& column : columns) {
    out.columns.push_back({column.name, "", column.meaning, {}});
    for (const Evaluation& one : evaluations) out.columns.back().values.push_back(column.of(one));
  }
  for (const Evaluation& one : evaluations)
    out.settings.insert(out.settings.end(), one.values.begin(), one.values.end());
  return out;
}

OptimumRows rows_of(const std::vector<Chosen>& front) {
  OptimumRows out;
  out.columns = {{"budget", "", "at most this cost", {}},
                 {"cost", "", "of the levers together", {}},
                 {"aim", "", "what is made small", {}},
                 {"loss", "", "expected total loss", {}},
                 {"deterrence", "", "expected deterrence", {}}};
  for (const Chosen& point : front) {
    const double values[]{point.budget, point.cost, point.aim, point.loss, point.deterrence};
    for (std::size_t c = 0; c < out.columns.size(); ++c) out.columns[c].values.push_back(values[c]);
    out.settings.insert(out.settings.end(), point.values.begin(), point.values.end());
  }
  return out;
}

std::string optimise_command(const OptimiseSettings& settings, const ScenarioSource& source) {
  std::string out = "wedge optimise --levers " + shell_word(settings.levers);
  for (const std::string& change : source.set) out += " --set " + shell_word(change);
  if (!source.adversary.empty()) out += " --adversary " + shell_word(source.adversary);
  out += fmt::format(" --minimise {} --level {}", name_of(settings.aim), settings.level);
  if (settings.budget) out += fmt::format(" --budget {}", *settings.budget);
  if (settings.target)
    out += fmt::format(" --target {}={}", settings.target->of_loss ? "loss" : "deterrence", settings.target->value);
  if (settings.front > 0) out += fmt::format(" --front {}", settings.front);
  return out +
         fmt::format(" --starts {} --draws {} --seed {:x}", settings.starts, settings.draws, seed_of(settings.seed));
}

}  // namespace

const std::vector<std::string>& evaluation_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Column& column : columns) out.emplace_back(column.name);
    return out;
  }();
  return names;
}

std::string Optimised::inputs() const {
  Sha256 hash;
  for (const std::string& part : {std::string(version), std::string(build_commit), std::string(build_compiler),
                                  std::string(isa_name(same_bytes_as(native_isa()))), text_of(source_), levers_text_,
                                  optimise_command(settings_, source_)})
    hash.update(fmt::format("{} bytes: {}\n", part.size(), part));
  return hash.hex();
}

void Optimised::keep_in(const std::filesystem::path& file, bool force) {
  require_writable_place("output", file);
  kept_in_ = behind_links(file);
  if (force && std::filesystem::exists(kept_in_)) {
    try {
      remember_from(kept_in_);
    } catch (const InputError&) {  // it is of other inputs, and is replaced
    }
    return;
  }
  remember_from(kept_in_);
}

void Optimised::remember_from(const std::filesystem::path& file) {
  const auto levers = static_cast<std::size_t>(space_.size());
  const auto rows = read_evaluations("output", file, inputs_, levers, evaluation_columns());
  if (!rows || rows->columns.empty()) return;
  std::vector<Evaluation> journal;
  for (std::size_t r = 0; r < rows->columns[0].values.size(); ++r) {
    const auto column = [&](std::size_t c) { return rows->columns[c].values[r]; };
    const auto first = rows->settings.begin() + static_cast<std::ptrdiff_t>(r * levers);
    journal.push_back({static_cast<int>(column(0)),
                       {first, first + static_cast<std::ptrdiff_t>(levers)},
                       column(1),
                       column(2),
                       column(3),
                       column(4),
                       column(5)});
  }
  evaluations_.remember(std::move(journal));
}

void Optimised::keep_now_and_then() {
  const auto now = std::chrono::steady_clock::now();
  if (kept_in_.empty() || (kept_at_ && now - *kept_at_ < between_writings)) return;
  keep(false);
  kept_at_ = now;
}

void Optimised::keep(bool complete) const {
  OptimumRecord record;
  const Scenario<Quantity>& model = scenario();
  record.attributes = {{"title", model.title.empty() ? model.id : model.title},
                       {"program_version", std::string(version)},
                       {"git_sha", build_commit},
                       {"compiler", build_compiler},
                       {"isa", std::string(isa_name(same_bytes_as(native_isa())))},
                       {"rng", "philox4x32-10"},
                       {"method", "sobol"},
                       {"seed", fmt::format("{:x}", seed_of(settings_.seed))},
                       {"command", optimise_command(settings_, source_)}};
  record.inputs_sha256 = inputs_;
  record.scenario_toml = text_of(source_);
  record.levers_toml = levers_text_;
  if (complete) record.report_json = optimum_document(*this);
  record.of_levers = {
      {"now", "", "value at the medians", {}}, {"low", "", "lower bound", {}}, {"high", "", "upper bound", {}}};
  if (complete) {
    record.of_levers.push_back({"optimum", "", "value that was found", optimum_->choice.values});
    record.of_levers.push_back({"slope", "", "change of the aim by the lever's unit there", optimum_->slope});
  }
  for (const PricedLever& lever : space_.levers()) {
    record.levers.push_back(lever.key);
    record.of_levers[0].values.push_back(lever.now);
    record.of_levers[1].values.push_back(lever.low);
    record.of_levers[2].values.push_back(lever.high);
  }
  const std::deque<Evaluation>& asked = evaluations_.asked();
  record.evaluations = rows_of(complete ? std::vector<Evaluation>(asked.begin(), asked.end()) : evaluations_.all());
  record.front = rows_of(front_);
  record.complete = complete;
  write_optimum(kept_in_, record);
}

}  // namespace wedge::engine
