#include "results/estimates.hpp"

#include <hdf5_hl.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "results/hdf5.hpp"
#include "results/manifest.hpp"
#include "results/names.hpp"

namespace wedge {
namespace {

std::int64_t product(const std::vector<hsize_t>& shape) {
  std::int64_t out = 1;
  for (const hsize_t size : shape) out *= static_cast<std::int64_t>(size);
  return out;
}

// A result file that is open for reading.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file)
      : file_(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open the file") {}

  Estimates describe() const {
    if (text("schema_name") != schema_name) throw hdf5::Error("is not a study");
    if (const std::string version = text("schema_version"); version.substr(0, version.find('.')) != "1")
      throw hdf5::Error("it is of the format " + version + ", which this program does not know");
    Estimates out;
    out.title = text("title");
    out.command = text("command");
    for (const char* const name :
         {"seed", "method", "rng", "isa", "program_version", "git_sha", "compiler", "scenario_sha256", "study_sha256"})
      out.origin.emplace_back(name, text(name));
    out.scenario_toml = strings(names::scenario_toml).at(0);
    out.axes = axes(names::n_draws);
    return out;
  }

  Estimates read() const {
    Estimates out = describe();
    if (exists(names::quantile)) out.quantile_levels = numbers(names::quantile);
    for (const std::string& name : datasets())
      if (has_attribute(name, "cell_methods")) out.variables.push_back(variable(name, out));
    const auto points = static_cast<std::size_t>(numbers(names::n_draws).size());
    out.draws.resize(points), out.failed.resize(points);
    hdf5::read_array(file_.id(), names::n_draws, out.draws);
    hdf5::read_array(file_.id(), names::n_failed, out.failed);
    std::vector<std::int8_t> status(points);
    hdf5::read_array(file_.id(), names::status, status);
    for (const std::int8_t s : status) out.status.push_back(static_cast<PointStatus>(s));
    return out;
  }

 private:
  std::string text(const char* attribute) const { return hdf5::read_text_attribute(file_.id(), attribute); }
  bool exists(const std::string& name) const { return H5Lexists(file_.id(), name.c_str(), H5P_DEFAULT) > 0; }
  hdf5::Handle open(const std::string& name) const {
    return {H5Dopen2(file_.id(), name.c_str(), H5P_DEFAULT), H5Dclose, "open " + name};
  }
  bool has_attribute(const std::string& name, const char* attribute) const {
    return H5Aexists_by_name(file_.id(), name.c_str(), attribute, H5P_DEFAULT) > 0;
  }
  std::string attribute(const std::string& name, const char* of) const {
    return hdf5::read_text_attribute(open(name).id(), of);
  }

  static std::vector<hsize_t> shape(hid_t dataset) {
    const hdf5::Handle space(H5Dget_space(dataset), H5Sclose, "measure a dataset");
    std::vector<hsize_t> out(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id()))));
    hdf5::check(H5Sget_simple_extent_dims(space.id(), out.data(), nullptr), "measure a dataset");
    return out;
  }

  std::vector<double> numbers(const std::string& name) const {
    std::vector<double> out(static_cast<std::size_t>(product(shape(open(name).id()))));
    hdf5::read_array(file_.id(), name, out);
    return out;
  }

  std::vector<std::string> strings(const std::string& name) const {
    const hdf5::Handle dataset = open(name), type = hdf5::vlen_utf8();
    std::vector<char*> text(static_cast<std::size_t>(product(shape(dataset.id()))));
    hdf5::check(H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()), "read " + name);
    std::vector<std::string> out;
    for (char* const each : text) {
      out.emplace_back(each == nullptr ? "" : each);
      H5free_memory(each);
    }
    return out;
  }

  // In the order in which they were made.
  std::vector<std::string> datasets() const {
    std::vector<std::string> out;
    const auto add = [](hid_t group, const char* name, const H5L_info_t*, void* names) -> herr_t {
      H5O_info_t info;
      if (H5Oget_info_by_name(group, name, &info, H5P_DEFAULT) < 0) return -1;
      if (info.type == H5O_TYPE_DATASET) static_cast<std::vector<std::string>*>(names)->emplace_back(name);
      return 0;
    };
    hdf5::check(H5Literate(file_.id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, add, &out), "list the datasets");
    return out;
  }

  // The scales of a dataset, dimension by dimension.
  std::vector<std::string> scales_of(const std::string& name) const {
    const hdf5::Handle dataset = open(name);
    std::vector<std::string> out;
    const auto add = [](hid_t, unsigned, hid_t scale, void* names) -> herr_t {
      char text[1024] = "";
      if (H5Iget_name(scale, text, sizeof text) < 0) return -1;
      static_cast<std::vector<std::string>*>(names)->emplace_back(text + 1);  // without the root's slash
      return 1;
    };
    const unsigned rank = static_cast<unsigned>(shape(dataset.id()).size());
    for (unsigned d = 0; d < rank; ++d)
      hdf5::check(H5DSiterate_scales(dataset.id(), d, nullptr, add, &out), "find the scales of " + name);
    return out;
  }

  std::vector<Axis> axes(const std::string& of) const {
    std::vector<Axis> out;
    for (const std::string& name : scales_of(of)) {
      const bool labels = exists(names::label_of(name));
      out.push_back({name, attribute(name, "key"), labels ? "" : attribute(name, "units"), attribute(name, "long_name"),
                     numbers(name)});
      if (labels) out.back().labels = strings(names::label_of(name));
      if (exists(names::settings_of(name))) out.back().settings = strings(names::settings_of(name));
    }
    return out;
  }

  Estimates::Of variable(const std::string& name, Estimates& into) const {
    Estimates::Of out;
    out.variable = {name, attribute(name, "units"), attribute(name, "long_name"), scales_of(name), 0, 1};
    auto& along = out.variable.dimensions;
    along.erase(along.begin(), along.begin() + static_cast<std::ptrdiff_t>(into.axes.size()));
    for (const std::string& dimension : along) out.variable.slots *= size_of(dimension, into);
    out.mean = numbers(name);
    out.error = numbers(names::error_of(name));
    if (!into.quantile_levels.empty()) out.quantiles = numbers(names::quantile_of(name));
    return out;
  }

  // Of a dimension of labels, which is read when it is first met.
  int size_of(const std::string& dimension, Estimates& into) const {
    const auto known = std::ranges::find(into.dimensions, dimension, &LabelDimension::name);
    if (known != into.dimensions.end()) return static_cast<int>(known->labels.size());
    into.dimensions.push_back({dimension, strings(names::label_of(dimension))});
    return static_cast<int>(into.dimensions.back().labels.size());
  }

  hdf5::Handle file_;
};

}  // namespace

bool Estimates::complete() const {
  return std::ranges::all_of(status,
                             [](PointStatus s) { return s == PointStatus::complete || s == PointStatus::all_failed; });
}

Estimates empty_estimates(const StudyLayout& layout, const std::vector<double>& quantile_levels) {
  Estimates out;
  out.axes = layout.axes;
  out.dimensions = layout.dimensions;
  out.quantile_levels = quantile_levels;
  const auto points = static_cast<std::size_t>(layout.points());
  for (const Variable& variable : layout.variables) {
    if (variable.slots == 0) continue;
    const std::size_t numbers = points * static_cast<std::size_t>(variable.slots);
    out.variables.push_back({variable, std::vector<double>(numbers, nan), std::vector<double>(numbers, nan),
                             std::vector<double>(numbers * quantile_levels.size(), nan)});
  }
  out.draws.assign(points, 0), out.failed.assign(points, 0);
  out.status.assign(points, PointStatus::not_run);
  return out;
}

void set_points(std::int64_t first, const Sums& sums, PointStatus ran, Estimates& out) {
  const std::size_t levels = out.quantile_levels.size();
  for (std::int64_t p = 0; p < sums.points; ++p) {
    const std::int64_t point = first + p;
    for (Estimates::Of& of : out.variables)
      for (int slot = 0; slot < of.variable.slots; ++slot) {
        const Estimate e = estimate(sums, p, of.variable.first_slot + slot, out.quantile_levels);
        const auto at = static_cast<std::size_t>(point * of.variable.slots + slot);
        of.mean[at] = e.mean;
        of.error[at] = e.standard_error;
        std::ranges::copy(e.quantiles, of.quantiles.begin() + static_cast<std::ptrdiff_t>(at * levels));
      }
    const std::uint32_t* const ended = &sums.by_status[p * sums.statuses];
    std::uint32_t failures = 0;
    for (int k = 1; k < sums.statuses; ++k) failures += ended[k];
    out.draws[point] = static_cast<std::int32_t>(ended[0] + failures);
    out.failed[point] = static_cast<std::int32_t>(failures);
    out.status[point] = ran == PointStatus::complete && ended[0] == 0 ? PointStatus::all_failed : ran;
  }
}

namespace {

Estimates read_with(const std::filesystem::path& file, Estimates (Reader::*what)() const) {
  const hdf5::Quiet quiet;
  try {
    return (Reader(file).*what)();
  } catch (const hdf5::Error& e) {
    throw InputError(
        {Problem{file.string(), 0, 0, {}, std::string("cannot be read as a result of wedge run: ") + e.what()}});
  }
}

}  // namespace

Estimates read_estimates(const std::filesystem::path& file) { return read_with(file, &Reader::read); }
Estimates read_description(const std::filesystem::path& file) { return read_with(file, &Reader::describe); }

}  // namespace wedge
