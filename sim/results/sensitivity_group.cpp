#include "results/sensitivity_group.hpp"

#include <limits>

#include "results/names.hpp"

namespace wedge {
namespace {

struct Column {
  const char* suffix;
  const char* meaning;
  double Indices::*value;
};
constexpr Column columns[] = {
    {"_first", "share of the variance that fixing the parameter removes on average", &Indices::first},
    {"_first_se", "standard error of the first-order index", &Indices::first_error},
    {"_total", "share of the variance left on average when all other parameters are fixed", &Indices::total},
    {"_total_se", "standard error of the total index", &Indices::total_error}};

}  // namespace

void write_sensitivity(hid_t file, const StudyLayout& layout, const IndexSums& sums) {
  const hdf5::Handle creation = hdf5::group_creation();
  const hdf5::Handle group(H5Gcreate2(file, names::sensitivity, H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose,
                           "create a group");
  Grid grid(group.id());
  grid.add_labels(names::parameter, "uncertain key, or several that are correlated", layout.parameters);
  grid.leading = {names::parameter};
  grid.add_label_dimensions(layout);
  for (const Variable& variable : layout.variables) {
    if (variable.slots == 0) continue;
    std::vector<Indices> found;  // by parameter, slot
    for (int parameter = 0; parameter < sums.parameters; ++parameter)
      for (int slot = 0; slot < variable.slots; ++slot)
        found.push_back(indices_of(sums, parameter, variable.first_slot + slot));
    for (const Column& column : columns) {
      std::vector<double> values;
      for (const Indices& indices : found) values.push_back(indices.*column.value);
      write_cells(grid.create(variable.name + column.suffix, H5T_IEEE_F64LE, variable.dimensions,
                              std::string(column.meaning) + ": " + variable.meaning, "",
                              std::numeric_limits<double>::quiet_NaN()),
                  0, values);
    }
  }
}

}  // namespace wedge
