/// The file of an optimisation: every setting of the levers that was looked at, so that it can be gone on with, and
/// what was found. HDF5 under a seal, as results are, and absent or whole like them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wedge {

inline constexpr const char* optimum_schema = "wedge-optimum";

/// Numbers of one name, by row.
struct OptimumColumn {
  std::string name, unit, meaning;
  std::vector<double> values;
};

/// Rows of settings: the levers' values, and columns beside them.
struct OptimumRows {
  std::vector<double> settings;  ///< by row and lever
  std::vector<OptimumColumn> columns;
};

struct OptimumRecord {
  std::vector<std::pair<std::string, std::string>> attributes;  ///< where it comes from
  std::string inputs_sha256;                                    ///< of all that the numbers depend on
  std::string scenario_toml, levers_toml;
  std::string report_json;  ///< what the program says of it; empty until it is found
  std::vector<std::string> levers;
  std::vector<OptimumColumn> of_levers;  ///< by lever
  OptimumRows evaluations, front;        ///< the front may be empty
  bool complete = false;
};

/// Equal records give equal bytes. runtime_error when it cannot be written; then what was there stays.
void write_optimum(const std::filesystem::path& file, const OptimumRecord& record);

/// Whether a file is one, whole.
bool is_optimum(const std::filesystem::path& file);

/// The evaluations of a file of these inputs, with these columns, for so many levers; nothing if there is no file.
/// InputError, naming `option`, for a file that is something else or of other inputs.
std::optional<OptimumRows> read_evaluations(const std::string& option, const std::filesystem::path& file,
                                            const std::string& inputs_sha256, std::size_t levers,
                                            const std::vector<std::string>& columns);

}  // namespace wedge
