#include "wedge/solution.hpp"

#include "python/measures.hpp"
#include "python/parts.hpp"
#include "python/solve_many.hpp"

namespace wedge::python {
namespace {

py::list measures_of(const face::Solution& solution) {
  py::list out;
  for (const face::Measure& measure : solution.measures()) {
    std::vector<double> values = measure.values;
    out.append(py::make_tuple(described(measure), array_of(std::move(values), shape_of(measure))));
  }
  return out;
}

// A number alone: the attribute that is asked for most, without a list of all measures.
std::optional<double> number_of(const face::Solution& solution, const std::string& name) {
  for (const face::Measure& measure : solution.measures())
    if (measure.name == name && measure.dimensions.empty()) return measure.values[0];
  return std::nullopt;
}

}  // namespace

void add_solution(py::module_& module) {
  using face::Attack, face::Solution;
  Record<Attack>(module, "Attack", "An attack that an adversary may make.")
      .field("adversary", &Attack::adversary, "who may make it")
      .field("target", &Attack::target, "on whom")
      .field("rung", &Attack::rung, "how far")
      .field("tactic", &Attack::tactic, "with which tactic, or `none`")
      .field("at", &Attack::at, "names of those whom the tactic is aimed at")
      .field("probability", &Attack::probability, "of being made, 0 … 1")
      .field("by_chance", &Attack::by_chance, "the same, if there were nothing to gain")
      .dict("support", &Attack::support, "by responder: the probability that it supports the target")
      .dict("value", &Attack::value, "by type of the adversary: what the attack is worth to it, in stakes")
      .dict("belief", &Attack::belief, "by type: the probability that it is the type that attacks so");
  py::class_<Solution>(module, "Solution")
      .def_property_readonly("scenario", &Solution::scenario)
      .def_property_readonly("solved", &Solution::solved)
      .def_property_readonly("status", &Solution::status)
      .def_property_readonly("certified", &Solution::certified)
      .def_property_readonly("fragile", &Solution::fragile)
      .def("attacks", &Solution::attacks, py::return_value_policy::reference_internal)
      .def("measures", &measures_of)
      .def("number", &number_of, py::arg("name"))
      .def("at", &Solution::at, py::arg("name"), py::arg("labels"))
      .def("to_json", &Solution::to_json);
  module.def(
      "solve",
      [](const face::Scenario& scenario, const std::string& selection, int starts) {
        const py::gil_scoped_release unlocked;
        return face::solve(scenario, {selection, starts});
      },
      py::arg("scenario"), py::arg("selection"), py::arg("starts"));
  add_solve_many(module);
}

}  // namespace wedge::python
