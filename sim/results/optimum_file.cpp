#include "results/optimum_file.hpp"

#include <numeric>
#include <stdexcept>

#include "base/error.hpp"
#include "results/file_driver.hpp"
#include "results/grid.hpp"
#include "results/standing.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

constexpr const char *lever_dimension = "lever", *evaluation_dimension = "evaluation", *front_dimension = "front_point";

void write_column(const Grid& grid, const std::string& prefix, const OptimumColumn& column) {
  write_cells(grid.create(prefix + column.name, H5T_IEEE_F64LE, {}, column.meaning, column.unit), 0, column.values);
}

void write_rows(Grid& grid, const std::string& dimension, const std::string& meaning, const OptimumRows& rows,
                std::size_t levers) {
  std::vector<std::int32_t> numbers(rows.settings.size() / levers);
  if (numbers.empty()) return;  // no reader agrees with another on a dimension without length
  std::iota(numbers.begin(), numbers.end(), 0);
  grid.add_scale(dimension, numbers, meaning);
  grid.leading = {dimension};
  write_cells(grid.create(dimension + "_setting", H5T_IEEE_F64LE, {lever_dimension}, "values of the levers", ""), 0,
              rows.settings);
  for (const OptimumColumn& column : rows.columns) write_column(grid, dimension + "_", column);
}

void write_optimum_to(hdf5::FileDriver& driver, const OptimumRecord& record) {
  const hdf5::Handle creation = hdf5::file_creation(), access = driver.access();
  const hdf5::Handle file(H5Fcreate("optimum", H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose,
                          "create the result");
  hdf5::write_attribute(file.id(), "Conventions", std::string_view("CF-1.10"));
  hdf5::write_attribute(file.id(), "schema_name", std::string_view(optimum_schema));
  hdf5::write_attribute(file.id(), "schema_version", std::string_view("1.0"));
  for (const auto& [name, text] : record.attributes) hdf5::write_attribute(file.id(), name.c_str(), text);
  hdf5::write_attribute(file.id(), "inputs_sha256", record.inputs_sha256);
  hdf5::write_attribute(file.id(), "complete", std::int32_t{record.complete});
  for (const auto& [name, text] :
       {std::pair{"scenario_toml", record.scenario_toml}, std::pair{"levers_toml", record.levers_toml},
        std::pair{"report_json", record.report_json}})
    hdf5::create_strings(file.id(), name, {}, {text});
  Grid grid(file.id());
  grid.add_labels(lever_dimension, "number of the lever", record.levers);
  grid.leading = {lever_dimension};
  for (const OptimumColumn& column : record.of_levers) write_column(grid, "lever_", column);
  write_rows(grid, evaluation_dimension, "settings that were looked at, in their order", record.evaluations,
             record.levers.size());
  write_rows(grid, front_dimension, "points of the front, the cheapest first", record.front, record.levers.size());
}

}  // namespace

void write_optimum(const fs::path& file, const OptimumRecord& record) {
  const hdf5::Quiet quiet;
  const fs::path target = behind_links(file);
  Draft draft(target);
  hdf5::FileDriver driver(draft.descriptor());
  try {
    write_optimum_to(driver, record);
  } catch (const hdf5::Error& e) {
    if (driver.error() == 0) throw std::runtime_error(draft.path().string() + ": " + e.what());
  }
  if (driver.error() != 0) fail_file(draft.path(), "write", driver.error());
  seal_result(draft, {1, record.complete ? 1 : 0, 0}, record.inputs_sha256, true);  // an interrupted one is kept
  draft.finish();
  draft.publish();
  sync_folder_of(target);
}

bool is_optimum(const fs::path& file) {
  if (!fs::is_regular_file(file) || !sealed_inputs(file)) return false;
  const hdf5::Quiet quiet;
  try {
    return hdf5::read_text_attribute(hdf5::open_to_read(file.string()).id(), "schema_name") == optimum_schema;
  } catch (const hdf5::Error&) {
    return false;
  }
}

std::optional<OptimumRows> read_evaluations(const std::string& option, const fs::path& file,
                                            const std::string& inputs_sha256, std::size_t levers,
                                            const std::vector<std::string>& columns) {
  if (!fs::exists(file)) return {};
  const std::string what = option + " " + file.string();
  const std::optional<std::string> inputs = sealed_inputs(file);
  if (!inputs)
    fail_input(what, "exists and is no optimisation that can be gone on with; choose another file, or remove it");
  if (*inputs != inputs_sha256)
    fail_input(what,
               "is of other inputs (scenario, levers, settings or program); choose another file, or --force to "
               "replace it");
  const hdf5::Quiet quiet;
  OptimumRows out;
  try {
    const hdf5::Handle opened = hdf5::open_to_read(file.string());
    if (hdf5::read_text_attribute(opened.id(), "schema_name") != optimum_schema)
      fail_input(what, "is a result of something else; choose another file");
    if (H5Lexists(opened.id(), evaluation_dimension, H5P_DEFAULT) <= 0) return out;
    const hdf5::Handle scale(H5Dopen2(opened.id(), evaluation_dimension, H5P_DEFAULT), H5Dclose, "open a dimension");
    const hdf5::Handle extent(H5Dget_space(scale.id()), H5Sclose, "measure a dimension");
    const auto rows = static_cast<std::size_t>(H5Sget_simple_extent_npoints(extent.id()));
    const std::string prefix = std::string(evaluation_dimension) + "_";
    out.settings.resize(rows * levers);
    hdf5::read_array(opened.id(), prefix + "setting", out.settings);
    for (const std::string& name : columns) {
      out.columns.push_back({name, "", "", std::vector<double>(rows)});
      hdf5::read_array(opened.id(), prefix + name, out.columns.back().values);
    }
  } catch (const hdf5::Error& e) {
    fail_input(what, std::string("cannot be read: ") + e.what() + "; choose another file, or remove it");
  }
  return out;
}

}  // namespace wedge
