/// What the parts of the module add to it.
#pragma once

#include <pybind11/pybind11.h>

namespace wedge::python {

void add_scenario(pybind11::module_& module);
void add_solution(pybind11::module_& module);
void add_study(pybind11::module_& module);
void add_chronicle(pybind11::module_& module);
void add_explanation(pybind11::module_& module);
void add_decisions(pybind11::module_& module);

}  // namespace wedge::python
