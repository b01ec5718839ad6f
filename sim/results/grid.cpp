#include "results/grid.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <stdexcept>

#include "results/hyperslab.hpp"
#include "results/names.hpp"

namespace wedge {

using hdf5::check;
using hdf5::write_attribute;

void Grid::add(const std::string& name, hdf5::Handle dataset, std::size_t size, const std::string& label) {
  check(H5DSset_scale(dataset.id(), name.c_str()), "make a scale of " + name);
  scales_.push_back({name, label, size, std::move(dataset)});
}

template <class Number>
void Grid::add_scale(const std::string& name, const std::vector<Number>& values, const std::string& meaning,
                     const std::string& key, const std::string& unit) {
  hdf5::Handle dataset = hdf5::write_array(group_, name, {values.size()}, values);
  write_attribute(dataset.id(), "long_name", meaning);
  write_attribute(dataset.id(), "units", stored_unit(unit));
  if (!key.empty()) write_attribute(dataset.id(), "key", key);
  add(name, std::move(dataset), values.size(), "");
}
template void Grid::add_scale(const std::string&, const std::vector<double>&, const std::string&, const std::string&,
                              const std::string&);
template void Grid::add_scale(const std::string&, const std::vector<std::int32_t>&, const std::string&,
                              const std::string&, const std::string&);

void Grid::add_labels(const std::string& name, const std::string& meaning, const std::vector<std::string>& labels,
                      std::int32_t first) {
  if (labels.empty()) return;
  std::vector<std::int32_t> numbers;
  for (const std::string& label : labels) numbers.push_back(first + static_cast<std::int32_t>(&label - labels.data()));
  hdf5::Handle dataset = hdf5::write_array(group_, name, {labels.size()}, numbers);
  write_attribute(dataset.id(), "long_name", meaning);
  add(name, std::move(dataset), labels.size(), names::label_of(name));
  const hdf5::Handle text = hdf5::create_strings(group_, names::label_of(name), {labels.size()}, labels);
  check(H5DSattach_scale(text.id(), scales_.back().handle.id(), 0), "attach a scale");
  write_attribute(text.id(), "long_name", "names along " + name);
}

void Grid::add_axes(const StudyLayout& layout) {
  for (const Axis& axis : layout.axes) {
    if (axis.labels.empty()) {
      add_scale(axis.name, axis.values, axis.meaning, axis.key, axis.unit);
    } else {
      add_labels(axis.name, axis.meaning, axis.labels);
      write_attribute(scales_.back().handle.id(), "key", axis.key);
      if (!axis.settings.empty()) {
        const hdf5::Handle text =
            hdf5::create_strings(group_, names::settings_of(axis.name), {axis.settings.size()}, axis.settings);
        check(H5DSattach_scale(text.id(), scales_.back().handle.id(), 0), "attach a scale");
        write_attribute(text.id(), "long_name", "what each " + axis.name + " sets, KEY=VALUE a line");
      }
    }
    leading.push_back(axis.name);
  }
}

void Grid::add_label_dimensions(const StudyLayout& layout) {
  for (const LabelDimension& dimension : layout.dimensions)
    add_labels(dimension.name, "number of the " + dimension.name, dimension.labels);
}

const Grid::Scale* Grid::scale(const std::string& name) const {
  const auto found = std::ranges::find(scales_, name, &Scale::name);
  return found == scales_.end() ? nullptr : &*found;
}

Grid::Dataset Grid::create(const std::string& name, hid_t type, const std::vector<std::string>& dimensions,
                           const std::string& meaning, const std::string& unit, std::optional<double> fill) const {
  std::vector<const Scale*> along;
  for (const std::string& dimension : leading) along.push_back(scale(dimension));
  for (const std::string& dimension : dimensions) along.push_back(scale(dimension));
  if (std::ranges::count(along, nullptr) > 0)
    throw std::logic_error(name + " has a dimension that the study does not have");
  std::vector<hsize_t> shape;
  std::string coordinates;
  Dataset dataset;
  for (const Scale* s : along) {
    shape.push_back(s->size);
    if (shape.size() <= leading.size())
      dataset.leading.push_back(s->size);
    else
      dataset.slots *= s->size;
    if (!s->label.empty()) coordinates += (coordinates.empty() ? "" : " ") + s->label;
  }
  dataset.handle = hdf5::create_array(group_, name, shape, type, hdf5::Storage::packed_in_order, fill);
  for (unsigned i = 0; i < along.size(); ++i)
    check(H5DSattach_scale(dataset.handle.id(), along[i]->handle.id(), i), "attach a scale");
  write_attribute(dataset.handle.id(), "long_name", meaning);
  write_attribute(dataset.handle.id(), "units", stored_unit(unit));
  if (!coordinates.empty()) write_attribute(dataset.handle.id(), "coordinates", coordinates);
  return dataset;
}

template <class Number>
void write_cells(const Grid::Dataset& dataset, std::int64_t first, const std::vector<Number>& values) {
  write_run(dataset.handle.id(), hdf5::native_type<Number>(), dataset.leading, static_cast<hsize_t>(first),
            dataset.slots, values);
}
template void write_cells(const Grid::Dataset&, std::int64_t, const std::vector<double>&);
template void write_cells(const Grid::Dataset&, std::int64_t, const std::vector<std::int32_t>&);
template void write_cells(const Grid::Dataset&, std::int64_t, const std::vector<std::int8_t>&);

}  // namespace wedge
