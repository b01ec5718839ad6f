#include "engine/studies/reproduced.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "base/version.hpp"
#include "engine/json.hpp"
#include "engine/studies/growth.hpp"
#include "engine/studies/stored.hpp"
#include "results/files.hpp"
#include "results/optimum_file.hpp"

namespace wedge::engine {
namespace fs = std::filesystem;
namespace {

constexpr double rounding = 1e-9;  // of numbers of order one, as measures are

Estimates complete_estimates(const std::string& file) {
  const auto refuse = [&](const std::string& why) { throw InputError({Problem{file, 0, 0, {}, why}}); };
  if (is_optimum(file))
    refuse(
        "is a choice of wedge optimise, not a study; the command in its attribute `command` finds it again, with its "
        "scenario_toml and levers_toml");
  Estimates out = whole_estimates(file);
  if (!out.complete()) refuse("is partial; expected a complete result");
  return out;
}

std::string isa_here(const std::string& stored) {
  const std::optional<Isa> isa = isa_named(stored);
  return isa && available(*isa) ? std::string() : std::string(isa_name(native_isa()));
}

Build build_of(const StudyIdentity& study) { return {study.program_version, study.git_sha, study.compiler, study.isa}; }

PlannedStudy planned_again(const std::string& file, const Estimates& stored) {
  std::optional<PlannedStudy> planned = told_study(stored, file, isa_here(origin_of(stored, "isa")));
  if (!planned) throw InputError({Problem{file, 0, 0, {}, "does not say by which command it was made"}});
  return *std::move(planned);
}

bool same_bytes(const fs::path& first, const fs::path& second) {
  constexpr std::uintmax_t piece = 1 << 20;
  const Descriptor a = open_to_read(first), b = open_to_read(second);
  const std::uintmax_t size = size_of(a, first);
  if (size != size_of(b, second)) return false;
  for (std::uintmax_t at = 0; at < size; at += piece) {
    const auto length = static_cast<std::size_t>(std::min(piece, size - at));
    if (read_part(a, first, at, length) != read_part(b, second, at, length)) return false;
  }
  return true;
}

fs::path temporary_folder() {
  std::string name = (fs::temp_directory_path() / "wedge-reproduce-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) fail_file(name, "make the folder", errno);
  return name;
}

bool agree(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

std::string Build::text() const {
  return fmt::format("wedge {}{}, {}, kernel {}", version, commit.empty() ? "" : " (" + commit + ")", compiler, kernel);
}

const char* likeness_name(Likeness likeness) {
  constexpr const char* names[]{"same_bytes", "same_numbers", "within_errors", "different"};
  return names[static_cast<int>(likeness)];
}

double errors_apart(const StoredDifference& d) {
  constexpr double endless = std::numeric_limits<double>::infinity();
  if (std::isnan(d.difference())) return endless;  // a number, and none
  if (std::abs(d.difference()) <= rounding * std::max(1.0, std::abs(d.before))) return 0.0;
  return d.error > 0.0 ? std::abs(d.difference()) / d.error : endless;
}

Reproduced::Reproduced(const std::string& result)
    : file_(result),
      stored_(complete_estimates(result)),
      made_by_{origin_of(stored_, "program_version"), origin_of(stored_, "git_sha"), origin_of(stored_, "compiler"),
               origin_of(stored_, "isa")},
      planned_(planned_again(result, stored_)),
      isa_(isa_here(made_by_.kernel)) {
  here_ = build_of(planned_.identity);
  draws_ = planned_.study.layout().points() * planned_.study.layout().draws;
}

Reproduced::~Reproduced() {
  std::error_code gone;
  if (!temporary_.empty()) fs::remove_all(temporary_, gone);
}

void Reproduced::keep_in(const std::string& file, bool force) {
  std::error_code none;
  if (fs::equivalent(file, file_, none)) fail_input("output " + file, "is the result itself; choose another file");
  output_ = file;
  force_ = force;
}

bool Reproduced::run(int threads, const std::atomic<bool>& stop, std::atomic<std::int64_t>& draws_done,
                     const std::function<void(const Tally&)>& finished) {
  if (output_.empty()) {
    temporary_ = temporary_folder();
    output_ = temporary_ / "again.h5";
  }
  {
    StudyRun work(std::move(planned_), output_.string(), isa_, {threads, {}, false, force_});
    ThreadRunner runner;
    if (!work.over()) {
      if (!work.compute(runner, stop, draws_done, finished)) return false;
      work.finish(stored_performance(file_));
    }
  }
  bytes_agree_ = same_bytes(file_, output_);
  if (bytes_agree_)
    compare_with(stored_);
  else
    compare_with(read_estimates(output_));
  return true;
}

void Reproduced::compare_with(const Estimates& again) {
  const StoredSlots ours = slots_by_name(stored_), theirs = slots_by_name(again);
  const auto points = static_cast<std::int64_t>(stored_.draws.size());
  for (const MeasurePlace& place : stored_places(stored_)) {
    if (of_the_solver(place.measure)) continue;
    const auto there = theirs.find(place.name());
    if (there == theirs.end()) {
      only_stored_.push_back(place.name());
      continue;
    }
    const auto& [a, i] = ours.at(place.name());
    const auto& [b, j] = there->second;
    for (std::int64_t point = 0; point < points; ++point) {
      const std::int64_t x = point * a->variable.slots + i, y = point * b->variable.slots + j;
      if (!agree(a->mean[x], b->mean[y]))
        differences_.push_back({static_cast<int>(places_.size()), point, a->mean[x], b->mean[y], a->error[x]});
    }
    places_.push_back(place);
  }
  for (const MeasurePlace& place : stored_places(again))
    if (!of_the_solver(place.measure) && !ours.contains(place.name())) only_here_.push_back(place.name());
  means_ = points * static_cast<std::int64_t>(places_.size());
  for (std::size_t point = 0; point < stored_.draws.size(); ++point)
    other_draws_ += stored_.draws[point] != again.draws[point] || stored_.failed[point] != again.failed[point];
  std::ranges::stable_sort(differences_, std::greater<>(), errors_apart);
}

std::int64_t Reproduced::beyond_errors() const {
  return std::ranges::count_if(differences_, [](const StoredDifference& d) { return errors_apart(d) > 1.0; });
}

double Reproduced::furthest() const { return differences_.empty() ? 0.0 : errors_apart(differences_[0]); }

Likeness Reproduced::likeness() const {
  if (bytes_agree_) return Likeness::same_bytes;
  if (same_build() || other_draws_ > 0 || beyond_errors() > 0) return Likeness::different;
  return furthest() > 0.0 ? Likeness::within_errors : Likeness::same_numbers;
}

namespace {

Json build_json(const Build& build) {
  return {{"version", build.version}, {"commit", build.commit}, {"compiler", build.compiler}, {"kernel", build.kernel}};
}

}  // namespace

std::string reproduction_document(const Reproduced& reproduced, const std::string& result, std::size_t most) {
  Json document = {{"program", "wedge " + std::string(version)},
                   {"result", result},
                   {"made_by", build_json(reproduced.made_by())},
                   {"here", build_json(reproduced.here())},
                   {"same_build", reproduced.same_build()},
                   {"verdict", likeness_name(reproduced.likeness())},
                   {"same_bytes", reproduced.bytes_agree()},
                   {"means", reproduced.means()},
                   {"means_that_differ", reproduced.differences().size()},
                   {"means_beyond_their_error", reproduced.beyond_errors()},
                   {"furthest_in_errors", json_number(reproduced.furthest())},
                   {"points_with_other_draws", reproduced.points_with_other_draws()},
                   {"only_stored", reproduced.only_stored()},
                   {"only_here", reproduced.only_here()},
                   {"differences", Json::array()}};
  const std::vector<StoredDifference>& all = reproduced.differences();
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
    const MeasurePlace& at = reproduced.places()[static_cast<std::size_t>(all[i].place)];
    Json row = {{"measure", at.measure},
                {"labels", at.labels},
                {"unit", at.unit},
                {"at", values_json(reproduced.axes(), all[i].point)}};
    row.update({{"stored", json_number(all[i].before)},
                {"here", json_number(all[i].after)},
                {"difference", json_number(all[i].difference())},
                {"standard_error", json_number(all[i].error)},
                {"in_errors", json_number(errors_apart(all[i]))}});
    document["differences"].push_back(std::move(row));
  }
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
