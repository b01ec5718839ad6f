/// Variants of a scenario, solved on all cores.
#pragma once

#include <pybind11/pybind11.h>

namespace wedge::python {

void add_solve_many(pybind11::module_& module);

}  // namespace wedge::python
