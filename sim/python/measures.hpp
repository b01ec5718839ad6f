/// Measures as arrays.
#pragma once

#include <pybind11/numpy.h>

#include "python/record.hpp"
#include "wedge/measure.hpp"

namespace wedge::python {

/// Numbers of this shape, of a vector that nobody needs any longer.
py::array_t<double> array_of(std::vector<double>&& values, const std::vector<py::ssize_t>& shape);
/// (name, unit, meaning, [(dimension, labels), …])
py::tuple described(const face::MeasureInfo& info);
/// The lengths of its dimensions, after those of `before`.
std::vector<py::ssize_t> shape_of(const face::MeasureInfo& info, std::vector<py::ssize_t> before = {});

}  // namespace wedge::python
