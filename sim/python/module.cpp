// The compiled part of the Python package wedge (analysis/wedge): the face, as it is. What is made for Python
// (datasets, dicts as distributions) stands there.
#include <pybind11/pybind11.h>

#include "python/parts.hpp"
#include "wedge/wedge.hpp"

namespace wedge::python {
namespace {

namespace py = pybind11;

// As the package's own exception, with file, line, column and key.
void raise(const InputError& error) {
  const py::module_ errors = py::module_::import("wedge._errors");
  py::list problems;
  for (const Problem& p : error.problems())
    problems.append(errors.attr("Problem")(p.file, p.line, p.column, p.key, p.message, p.text()));
  const py::object type = errors.attr("InputError");
  PyErr_SetObject(type.ptr(), type(problems).ptr());
}

}  // namespace
}  // namespace wedge::python

PYBIND11_MODULE(_wedge, module) {
  using namespace wedge::python;
  module.doc() = "The compiled part of wedge: use the package, not this.";
  module.attr("version") = wedge::library_version();
  pybind11::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const wedge::InputError& error) {
      raise(error);
    } catch (const wedge::StoppedEarly&) {
      PyErr_SetNone(PyExc_KeyboardInterrupt);
    }
  });
  add_scenario(module);
  add_solution(module);
  add_study(module);
  add_chronicle(module);
  add_explanation(module);
  add_decisions(module);
}
