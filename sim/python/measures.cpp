#include "python/measures.hpp"

#include <memory>

namespace wedge::python {

py::array_t<double> array_of(std::vector<double>&& values, const std::vector<py::ssize_t>& shape) {
  auto kept = std::make_unique<std::vector<double>>(std::move(values));
  const double* const first = kept->data();
  const py::capsule owner(kept.release(), [](void* p) { delete static_cast<std::vector<double>*>(p); });
  return py::array_t<double>(shape, first, owner);
}

py::tuple described(const face::MeasureInfo& info) {
  py::list dimensions;
  for (const face::Dimension& dimension : info.dimensions)
    dimensions.append(py::make_tuple(dimension.name, dimension.labels));
  return py::make_tuple(info.name, info.unit, info.meaning, dimensions);
}

std::vector<py::ssize_t> shape_of(const face::MeasureInfo& info, std::vector<py::ssize_t> before) {
  for (const face::Dimension& dimension : info.dimensions)
    before.push_back(static_cast<py::ssize_t>(dimension.labels.size()));
  return before;
}

}  // namespace wedge::python
