#include "results/sensitivity_group.hpp"

#include <span>

#include "base/nan.hpp"
#include "results/names.hpp"

namespace wedge {
namespace {

template <class Found>
struct Column {
  const char* suffix;
  const char* meaning;
  double Found::*value;
};
constexpr Column<Indices> shares[] = {
    {"_first", "share of the variance that fixing the parameter removes on average", &Indices::first},
    {"_first_se", "standard error of the first-order index", &Indices::first_error},
    {"_total", "share of the variance left on average when all other parameters are fixed", &Indices::total},
    {"_total_se", "standard error of the total index", &Indices::total_error}};
constexpr Column<Effects> effects[] = {
    {"_mu_star", "mean absolute elementary effect of the parameter, for its whole range in probability",
     &Effects::mu_star},
    {"_mu_star_se", "standard error of the mean absolute effect", &Effects::mu_star_error},
    {"_mu", "mean elementary effect", &Effects::mu},
    {"_mu_se", "standard error of the mean effect", &Effects::mu_error},
    {"_sigma", "standard deviation of the elementary effects", &Effects::sigma},
    {"_sigma_se", "standard error of the standard deviation", &Effects::sigma_error}};

// `of`: what a parameter does to a slot.
template <class Found, class Of>
void write_columns(const Grid& grid, std::size_t parameters, const Variable& variable, const std::string& unit,
                   std::span<const Column<Found>> columns, Of of) {
  std::vector<Found> found;  // by parameter, slot
  for (int parameter = 0; parameter < static_cast<int>(parameters); ++parameter)
    for (int slot = 0; slot < variable.slots; ++slot) found.push_back(of(parameter, variable.first_slot + slot));
  for (const Column<Found>& column : columns) {
    std::vector<double> values;
    for (const Found& one : found) values.push_back(one.*column.value);
    write_cells(grid.create(variable.name + column.suffix, H5T_IEEE_F64LE, variable.dimensions,
                            std::string(column.meaning) + ": " + variable.meaning, unit, nan),
                0, values);
  }
}

}  // namespace

Effects stored_effects(const StudyLayout& layout, const Sums& sums, int parameter, int slot) {
  Effects out = effects_of(sums.effects, parameter, slot);
  const bool several = layout.parameters[static_cast<std::size_t>(parameter)].find(", ") != std::string::npos;
  if (several) out.mu = out.mu_error = out.sigma = out.sigma_error = nan;
  return out;
}

void write_sensitivity(hid_t file, const StudyLayout& layout, const Sums& sums) {
  const hdf5::Handle creation = hdf5::group_creation();
  const hdf5::Handle group(H5Gcreate2(file, names::sensitivity, H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose,
                           "create a group");
  Grid grid(group.id());
  grid.add_labels(names::parameter, "uncertain key, or several that are correlated", layout.parameters);
  grid.leading = {names::parameter};
  grid.add_label_dimensions(layout);
  const std::size_t parameters = layout.parameters.size();
  for (const Variable& variable : layout.variables) {
    if (variable.slots == 0) continue;
    if (layout.morris)
      write_columns<Effects>(grid, parameters, variable, variable.unit, effects,
                             [&](int parameter, int slot) { return stored_effects(layout, sums, parameter, slot); });
    else
      write_columns<Indices>(grid, parameters, variable, "", shares,
                             [&](int parameter, int slot) { return indices_of(sums.indices, parameter, slot); });
  }
}

}  // namespace wedge
