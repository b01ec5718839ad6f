#include "results/draws_group.hpp"

#include <numeric>

#include "base/nan.hpp"
#include "results/names.hpp"

namespace wedge {
namespace {

hdf5::Handle create_group(hid_t file) {
  const hdf5::Handle creation = hdf5::group_creation();
  return hdf5::Handle(H5Gcreate2(file, names::draws, H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose,
                      "create a group");
}

}  // namespace

DrawsGroup::DrawsGroup(hid_t file, const StudyLayout& layout)
    : layout_(layout),
      group_(create_group(file)),
      grid_(group_.id()),
      inputs_written_(static_cast<std::size_t>(layout.draw_groups())) {
  std::vector<std::int32_t> numbers(static_cast<std::size_t>(layout.draws));
  std::iota(numbers.begin(), numbers.end(), 0);
  grid_.add_scale(names::draw, numbers, "number of the draw");
  grid_.leading = {names::draw};
  for (const Input& input : layout.inputs)
    inputs_.push_back(grid_.create(input.name, H5T_IEEE_F64LE, {}, input.meaning, input.unit, nan));
  grid_.leading.clear();
  grid_.add_axes(layout);
  grid_.leading.push_back(names::draw);
  grid_.add_label_dimensions(layout);
  for (const Variable& v : layout.variables)
    measures_.push_back(v.slots == 0 ? Grid::Dataset{}
                                     : grid_.create(v.name, H5T_IEEE_F64LE, v.dimensions, v.meaning, v.unit, nan));
  status_ = grid_.create(names::status, H5T_STD_I8LE, {}, "how the draw ended", "", -1.0);
  std::vector<std::int8_t> values{-1};
  std::string meanings = "not_run";
  for (const std::string& status : layout.statuses) {
    values.push_back(static_cast<std::int8_t>(values.size() - 1));
    meanings += " ";
    for (const char c : status) meanings += c == ' ' ? '_' : c;
  }
  hdf5::write_attribute(status_.handle.id(), "flag_values", values);
  hdf5::write_attribute(status_.handle.id(), "flag_meanings", meanings);
}

// From whichever point is the first to have these draws.
void DrawsGroup::write_inputs(const Block& block, const Draws& draws) {
  const std::size_t part = static_cast<std::size_t>(block.first_draw / layout_.block_draws);
  if (inputs_written_[part]) return;
  inputs_written_[part] = true;
  for (std::size_t j = 0; j < inputs_.size(); ++j) {
    std::vector<double> column;
    for (std::size_t i = j; i < draws.inputs.size(); i += inputs_.size()) column.push_back(draws.inputs[i]);
    write_cells(inputs_[j], block.first_draw, column);
  }
}

void DrawsGroup::write(const Block& block, const Draws& draws) {
  const std::size_t count = static_cast<std::size_t>(block.draws);
  write_inputs(block, draws);
  for (std::int64_t p = 0; p < block.points; ++p) {
    const std::int64_t cell = (block.first_point + p) * layout_.draws + block.first_draw;
    const std::size_t row = static_cast<std::size_t>(p) * count;
    for (std::size_t m = 0; m < measures_.size(); ++m) {
      const Variable& v = layout_.variables[m];
      if (v.slots == 0) continue;
      std::vector<double> values;
      for (std::size_t d = 0; d < count; ++d) {
        const double* const first = &draws.values[(row + d) * static_cast<std::size_t>(layout_.slots) + v.first_slot];
        values.insert(values.end(), first, first + v.slots);
      }
      write_cells(measures_[m], cell, values);
    }
    const auto status = draws.status.begin() + static_cast<std::ptrdiff_t>(row);
    write_cells(status_, cell, std::vector<std::int8_t>(status, status + block.draws));
  }
}

}  // namespace wedge
