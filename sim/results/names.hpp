/// The names and units that a study's numbers have in the result file.
#pragma once

#include <string>

#include "results/store.hpp"

namespace wedge {

/// Names of what every result has.
namespace names {
inline constexpr const char* quantile = "quantile";
inline constexpr const char* failure = "failure";  ///< dimension of the statuses that are no success
inline constexpr const char* n_draws = "n_draws";
inline constexpr const char* n_failed = "n_failed";
inline constexpr const char* n_failed_by_status = "n_failed_by_status";
inline constexpr const char* n_balance = "n_balance";
inline constexpr const char* n_traced_back = "n_traced_back";
inline constexpr const char* n_wrong_branch = "n_wrong_branch";
inline constexpr const char* status = "status";
inline constexpr const char* scenario_toml = "scenario_toml";
inline constexpr const char* performance = "performance";
inline constexpr const char* draws = "draws";  ///< the group of --keep-draws
inline constexpr const char* sensitivity = "sensitivity";
inline constexpr const char* parameter = "parameter";  ///< its dimension
inline constexpr const char* draw = "draw";            ///< its dimension
inline std::string label_of(const std::string& dimension) { return dimension + "_label"; }
/// Of an axis of packages.
inline std::string settings_of(const std::string& axis) { return axis + "_settings"; }
inline std::string error_of(const std::string& variable) { return variable + "_se"; }
inline std::string quantile_of(const std::string& variable) { return variable + "_quantile"; }
}  // namespace names

/// A unit as CF readers take it: `1` for none; times in the singular, for xarray turns arrays in
/// `days` into spans of time, which nobody wants of an axis or a mean.
std::string stored_unit(const std::string& unit);

/// A value of an axis: its label, or its number with all digits.
std::string value_name(const Axis& axis, std::size_t place);

/// Of each axis, counted from 0, at a point of their grid; the last axis is the fastest.
std::vector<std::size_t> places_on_axes(const std::vector<Axis>& axes, std::int64_t point);

/// A point by its values along the axes: `integration=0.5, affinity=1`; empty without axes.
std::string point_name(const StudyLayout& layout, std::int64_t point);

/// InputError when two things would have one name, or a name cannot be one in HDF5.
void require_storable(const StudyIdentity& study);

}  // namespace wedge
