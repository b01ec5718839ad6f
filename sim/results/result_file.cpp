#include "results/result_file.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <stdexcept>

#include "results/hyperslab.hpp"
#include "results/names.hpp"

namespace wedge {

using hdf5::check;
using hdf5::write_attribute;

ResultFile::ResultFile(hid_t file, const Manifest& manifest, std::int64_t points_done)
    : file_(file), manifest_(manifest), layout_(manifest.study.layout) {
  write_root_attributes(points_done);
  write_scales();
  hdf5::create_strings(file_, names::scenario_toml, {}, {manifest.study.scenario_toml});
  create_variables();
  create_counts();
}

void ResultFile::write_root_attributes(std::int64_t points_done) {
  const StudyIdentity& study = manifest_.study;
  const std::vector<std::pair<const char*, std::string>> texts{
      {"Conventions", "CF-1.10"},
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
  const auto add = [&](const std::string& name, hdf5::Handle dataset, std::size_t size,
                       const std::string& label) {
    check(H5DSset_scale(dataset.id(), name.c_str()), "make a scale of " + name);
    scales_.push_back({name, label, size, std::move(dataset)});
  };
  for (const Axis& axis : layout_.axes) {
    hdf5::Handle dataset = hdf5::write_array(file_, axis.name, {axis.values.size()}, axis.values);
    write_attribute(dataset.id(), "long_name", axis.meaning);
    write_attribute(dataset.id(), "units", stored_unit(axis.unit));
    write_attribute(dataset.id(), "key", axis.key);
    add(axis.name, std::move(dataset), axis.values.size(), "");
  }
  const auto add_labels = [&](const std::string& name, const std::string& meaning,
                              const std::vector<std::string>& labels, std::int32_t first) {
    if (labels.empty()) return;  // no reader agrees with another on a dimension without length
    std::vector<std::int32_t> numbers;
    for (const std::string& label : labels)
      numbers.push_back(first + static_cast<std::int32_t>(&label - labels.data()));
    hdf5::Handle dataset = hdf5::write_array(file_, name, {labels.size()}, numbers);
    write_attribute(dataset.id(), "long_name", meaning);
    add(name, std::move(dataset), labels.size(), names::label_of(name));
    const hdf5::Handle text =
        hdf5::create_strings(file_, names::label_of(name), {labels.size()}, labels);
    check(H5DSattach_scale(text.id(), scales_.back().handle.id(), 0), "attach a scale");
    write_attribute(text.id(), "long_name", "names along " + name);
  };
  for (const LabelDimension& dimension : layout_.dimensions)
    add_labels(dimension.name, "number of the " + dimension.name, dimension.labels, 0);
  if (!layout_.statuses.empty())
    add_labels(names::failure, "status that a failed draw ended with",
               {layout_.statuses.begin() + 1, layout_.statuses.end()}, 1);
  const std::vector<double>& levels = manifest_.study.quantile_levels;
  if (levels.empty()) return;
  hdf5::Handle dataset = hdf5::write_array(file_, names::quantile, {levels.size()}, levels);
  write_attribute(dataset.id(), "long_name", "level of a quantile over the draws");
  write_attribute(dataset.id(), "units", "1");
  add(names::quantile, std::move(dataset), levels.size(), "");
}

const ResultFile::Scale* ResultFile::scale(const std::string& name) const {
  const auto found = std::ranges::find(scales_, name, &Scale::name);
  return found == scales_.end() ? nullptr : &*found;
}

ResultFile::Dataset ResultFile::create(const std::string& name, hid_t type,
                                       std::vector<std::string> dimensions,
                                       const std::string& meaning, const std::string& unit) {
  std::vector<const Scale*> along;
  for (const Axis& axis : layout_.axes) along.push_back(scale(axis.name));
  for (const std::string& dimension : dimensions) along.push_back(scale(dimension));
  if (std::ranges::count(along, nullptr) > 0)
    throw std::logic_error(name + " has a dimension that the study does not have");
  std::vector<hsize_t> shape;
  std::string coordinates;
  Dataset dataset;
  for (const Scale* s : along) {
    shape.push_back(s->size);
    if (shape.size() > layout_.axes.size()) dataset.slots *= s->size;
    if (!s->label.empty()) coordinates += (coordinates.empty() ? "" : " ") + s->label;
  }
  dataset.handle = hdf5::create_array(file_, name, shape, type, hdf5::Storage::packed_in_order);
  for (unsigned i = 0; i < along.size(); ++i)
    check(H5DSattach_scale(dataset.handle.id(), along[i]->handle.id(), i), "attach a scale");
  write_attribute(dataset.handle.id(), "long_name", meaning);
  write_attribute(dataset.handle.id(), "units", stored_unit(unit));
  if (!coordinates.empty()) write_attribute(dataset.handle.id(), "coordinates", coordinates);
  return dataset;
}

void ResultFile::create_variables() {
  const bool quantiles = !manifest_.study.quantile_levels.empty();
  for (const Variable& v : layout_.variables) {
    if (v.slots == 0) continue;
    const std::string error = names::error_of(v.name), quantile = names::quantile_of(v.name);
    Stored stored{&v, create(v.name, H5T_IEEE_F64LE, v.dimensions, v.meaning, v.unit), {}, {}};
    if (stored.mean.slots != static_cast<hsize_t>(v.slots))
      throw std::logic_error(v.name + " has more or fewer slots than its dimensions say");
    write_attribute(stored.mean.handle.id(), "cell_methods", "draw: mean");
    write_attribute(stored.mean.handle.id(), "ancillary_variables",
                    quantiles ? error + " " + quantile : error);
    stored.error = create(error, H5T_IEEE_F64LE, v.dimensions,
                          "standard error of the mean: " + v.meaning, v.unit);
    if (quantiles) {
      std::vector<std::string> dimensions = v.dimensions;
      dimensions.push_back(names::quantile);
      stored.quantile = create(quantile, H5T_IEEE_F64LE, dimensions,
                               "quantiles over the draws: " + v.meaning, v.unit);
    }
    stored_.push_back(std::move(stored));
  }
}

void ResultFile::create_counts() {
  draws_ = create(names::n_draws, H5T_STD_I32LE, {}, "draws that ran", "");
  failed_ = create(names::n_failed, H5T_STD_I32LE, {}, "draws that found no solution", "");
  fragile_ = create(names::n_fragile, H5T_STD_I32LE, {}, "draws whose alliance is fragile", "");
  if (scale(names::failure) != nullptr)
    by_status_ = create(names::n_failed_by_status, H5T_STD_I32LE, {names::failure},
                        "draws that found no solution, by the reason", "");
  status_ = create(names::status, H5T_STD_I8LE, {}, "what became of the point", "");
  write_attribute(status_.handle.id(), "flag_values", std::vector<std::int8_t>{0, 1, 2, 3});
  write_attribute(status_.handle.id(), "flag_meanings", "complete not_run partial all_failed");
}

template <class Number>
void ResultFile::write(const Dataset& dataset, std::int64_t first,
                       const std::vector<Number>& values) {
  std::vector<hsize_t> shape;
  for (const Axis& axis : layout_.axes) shape.push_back(axis.values.size());
  write_run(dataset.handle.id(), hdf5::native_type<Number>(), shape, static_cast<hsize_t>(first),
            dataset.slots, values);
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
  write(stored.mean, first, mean);
  write(stored.error, first, error);
  if (!levels.empty()) write(stored.quantile, first, quantile);
}

void ResultFile::write_points(std::int64_t first, const Sums& sums, std::int64_t groups_done) {
  for (const Stored& stored : stored_) write_variable(stored, first, sums);
  std::vector<std::int32_t> draws, failed, fragile, by_status;
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
    fragile.push_back(static_cast<std::int32_t>(sums.fragile[point]));
    PointStatus became = PointStatus::complete;
    if (groups_done < layout_.draw_groups())
      became = PointStatus::partial;
    else if (ended[0] == 0)
      became = PointStatus::all_failed;
    if (groups_done == 0) became = PointStatus::not_run;
    status.push_back(static_cast<std::int8_t>(became));
  }
  write(draws_, first, draws);
  write(failed_, first, failed);
  write(fragile_, first, fragile);
  if (by_status_) write(*by_status_, first, by_status);
  write(status_, first, status);
}

void ResultFile::write_performance(const Performance& performance) {
  const hdf5::Handle creation = hdf5::group_creation();
  const hdf5::Handle group(
      H5Gcreate2(file_, names::performance, H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose,
      "create a group");
  write_attribute(group.id(), "wall_seconds", performance.wall_seconds);
  write_attribute(group.id(), "host", performance.host);
  write_attribute(group.id(), "threads", std::int32_t{performance.threads});
}

}  // namespace wedge
