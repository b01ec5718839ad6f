#include "results/result_file.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/nan.hpp"
#include "results/names.hpp"
#include "results/sensitivity_group.hpp"

namespace wedge {

using hdf5::check;
using hdf5::write_attribute;

ResultFile::ResultFile(hid_t file, const Manifest& manifest, std::int64_t points_done)
    : file_(file), manifest_(manifest), layout_(manifest.study.layout), grid_(file) {
  write_root_attributes(points_done);
  write_scales();
  hdf5::create_strings(file_, names::scenario_toml, {}, {manifest.study.scenario_toml});
  create_variables();
  create_counts();
  if (layout_.keep_draws) draws_group_.emplace(file_, layout_);
}

void ResultFile::write_root_attributes(std::int64_t points_done) {
  const StudyIdentity& study = manifest_.study;
  const std::vector<std::pair<const char*, std::string>> texts{{"Conventions", "CF-1.10"},
                                                               {"title", study.title},
                                                               {"schema_name", schema_name},
                                                               {"schema_version", schema_version},
                                                               {"program_version", study.program_version},
                                                               {"git_sha", study.git_sha},
                                                               {"compiler", study.compiler},
                                                               {"isa", study.isa},
                                                               {"rng", study.rng},
                                                               {"method", study.method},
                                                               {"seed", study.seed},
                                                               {"scenario_sha256", manifest_.scenario_sha256},
                                                               {"study_sha256", manifest_.study_sha256},
                                                               {"command", study.command}};
  for (const auto& [name, text] : texts) write_attribute(file_, name, text);
  write_attribute(file_, "n_points", static_cast<std::int32_t>(layout_.points()));
  write_attribute(file_, "n_done", static_cast<std::int32_t>(points_done));
  write_attribute(file_, "complete", std::int32_t{points_done == layout_.points()});
}

void ResultFile::write_scales() {
  grid_.add_axes(layout_);
  grid_.add_label_dimensions(layout_);
  if (!layout_.statuses.empty())
    grid_.add_labels(names::failure, "status that a failed draw ended with",
                     {layout_.statuses.begin() + 1, layout_.statuses.end()}, 1);
  if (!manifest_.study.quantile_levels.empty())
    grid_.add_scale(names::quantile, manifest_.study.quantile_levels, "level of a quantile over the draws");
}

void ResultFile::create_variables() {
  const bool quantiles = !manifest_.study.quantile_levels.empty();
  for (const Variable& v : layout_.variables) {
    if (v.slots == 0) continue;
    const std::string error = names::error_of(v.name), quantile = names::quantile_of(v.name);
    Stored stored{&v, grid_.create(v.name, H5T_IEEE_F64LE, v.dimensions, v.meaning, v.unit, nan), {}, {}};
    if (stored.mean.slots != static_cast<hsize_t>(v.slots))
      throw std::logic_error(v.name + " has more or fewer slots than its dimensions say");
    write_attribute(stored.mean.handle.id(), "cell_methods", "draw: mean");
    write_attribute(stored.mean.handle.id(), "ancillary_variables", quantiles ? error + " " + quantile : error);
    stored.error =
        grid_.create(error, H5T_IEEE_F64LE, v.dimensions, "standard error of the mean: " + v.meaning, v.unit, nan);
    if (quantiles) {
      std::vector<std::string> dimensions = v.dimensions;
      dimensions.push_back(names::quantile);
      stored.quantile =
          grid_.create(quantile, H5T_IEEE_F64LE, dimensions, "quantiles over the draws: " + v.meaning, v.unit, nan);
    }
    stored_.push_back(std::move(stored));
  }
}

void ResultFile::create_counts() {
  draws_ = grid_.create(names::n_draws, H5T_STD_I32LE, {}, "draws that ran", "");
  failed_ = grid_.create(names::n_failed, H5T_STD_I32LE, {}, "draws that found no solution", "");
  if (grid_.has(names::failure))
    by_status_ = grid_.create(names::n_failed_by_status, H5T_STD_I32LE, {names::failure},
                              "draws that found no solution, by the reason", "");
  for (const Variable& v : layout_.variables) {
    const auto count = [&](const char* name, const char* meaning, bool ones = false) {
      counts_.push_back({&v, grid_.create(name, H5T_STD_I32LE, v.dimensions, meaning, ""), ones});
    };
    if (v.name == net_of_tie) count(names::n_balance, "draws that the tie's balance is over");
    if (v.name == certified_share) count(names::n_traced_back, "draws whose solution was traced back");
    if (v.name == wrong_branch_share) count(names::n_wrong_branch, "of these, on a wrong branch", true);
  }
  status_ = grid_.create(names::status, H5T_STD_I8LE, {}, "what became of the point", "",
                         static_cast<double>(PointStatus::not_run));
  write_attribute(status_.handle.id(), "flag_values", std::vector<std::int8_t>{0, 1, 2, 3});
  write_attribute(status_.handle.id(), "flag_meanings", "complete not_run partial all_failed");
}

void ResultFile::write_variable(const Stored& stored, std::int64_t first, const Sums& sums) {
  const std::vector<double>& levels = manifest_.study.quantile_levels;
  std::vector<double> mean, error, quantile;
  for (std::int64_t point = 0; point < sums.points; ++point)
    for (int slot = 0; slot < stored.variable->slots; ++slot) {
      const Estimate e = estimate(sums, point, stored.variable->first_slot + slot, levels);
      mean.push_back(e.mean);
      error.push_back(e.standard_error);
      quantile.insert(quantile.end(), e.quantiles.begin(), e.quantiles.end());
    }
  write_cells(stored.mean, first, mean);
  write_cells(stored.error, first, error);
  if (!levels.empty()) write_cells(stored.quantile, first, quantile);
}

namespace {

// By point and slot, the draws that have a number, or the sum of their ones and zeros.
std::vector<std::int32_t> counts(const Sums& sums, const Variable& variable, bool ones) {
  std::vector<std::int32_t> out;
  for (std::int64_t point = 0; point < sums.points; ++point)
    for (int slot = variable.first_slot; slot < variable.first_slot + variable.slots; ++slot) {
      double count = 0.0;
      for (int r = 0; r < sums.replicates; ++r) {
        const std::int64_t i = (point * sums.replicates + r) * sums.slots + slot;
        count += ones ? sums.count[i] * sums.mean[i] : sums.count[i];
      }
      out.push_back(static_cast<std::int32_t>(std::lround(count)));
    }
  return out;
}

}  // namespace

void ResultFile::write_points(std::int64_t first, const Sums& sums, PointStatus ran) {
  for (const Stored& stored : stored_) write_variable(stored, first, sums);
  std::vector<std::int32_t> draws, failed, by_status;
  std::vector<std::int8_t> status;
  for (std::int64_t point = 0; point < sums.points; ++point) {
    const std::uint32_t* const ended = &sums.by_status[point * sums.statuses];
    std::uint32_t failures = 0;
    for (int k = 1; k < sums.statuses; ++k) {
      failures += ended[k];
      by_status.push_back(static_cast<std::int32_t>(ended[k]));
    }
    draws.push_back(static_cast<std::int32_t>(ended[0] + failures));
    failed.push_back(static_cast<std::int32_t>(failures));
    const bool none = ran == PointStatus::complete && ended[0] == 0;
    status.push_back(static_cast<std::int8_t>(none ? PointStatus::all_failed : ran));
  }
  write_cells(draws_, first, draws);
  for (const Count& count : counts_) write_cells(count.dataset, first, counts(sums, *count.variable, count.ones));
  write_cells(failed_, first, failed);
  if (by_status_) write_cells(*by_status_, first, by_status);
  write_cells(status_, first, status);
  if (!layout_.parameters.empty()) write_sensitivity(file_, layout_, sums);
}

void ResultFile::write_performance(const Performance& performance) {
  const hdf5::Handle creation = hdf5::group_creation();
  const hdf5::Handle group(H5Gcreate2(file_, names::performance, H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose,
                           "create a group");
  write_attribute(group.id(), "wall_seconds", performance.wall_seconds);
  write_attribute(group.id(), "host", performance.host);
  write_attribute(group.id(), "threads", std::int32_t{performance.threads});
}

std::string hdf5_version() {
  unsigned major = 0, minor = 0, release = 0;
  check(H5get_libversion(&major, &minor, &release), "tell its version");
  return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(release);
}

std::optional<Performance> stored_performance(const std::filesystem::path& result) {
  const hdf5::Quiet quiet;
  const hdf5::Handle file = hdf5::open_to_read(result.string());
  if (H5Lexists(file.id(), names::performance, H5P_DEFAULT) <= 0) return {};
  const hdf5::Handle group(H5Gopen2(file.id(), names::performance, H5P_DEFAULT), H5Gclose, "open a group");
  return Performance{hdf5::read_number_attribute(group.id(), "wall_seconds"),
                     hdf5::read_text_attribute(group.id(), "host"),
                     static_cast<int>(hdf5::read_number_attribute(group.id(), "threads"))};
}

}  // namespace wedge
