#include "wedge/scenario.hpp"

#include "python/parts.hpp"
#include "python/record.hpp"

namespace wedge::python {

void add_scenario(py::module_& module) {
  using face::Scenario;
  const py::call_guard<py::gil_scoped_release> unlocked;
  Record<face::Number>(module, "Number", "A number of a scenario.")
      .field("key", &face::Number::key, "as Scenario.set() takes it: `defender.jpn.forces`")
      .field("median", &face::Number::median, "its value, if it is certain")
      .field("low", &face::Number::low, "5% quantile; the value, if it is certain")
      .field("high", &face::Number::high, "95% quantile; the value, if it is certain")
      .field("uncertain", &face::Number::uncertain, "whether it is a distribution")
      .field("given", &face::Number::given, "whether it is written in the scenario; else it is a default")
      .field("unit", &face::Number::unit, "of median, low and high; may be empty")
      .field("meaning", &face::Number::meaning, "in words");
  Record<face::KeyInfo>(module, "KeyInfo", "A key that scenarios may have, with names in capitals.")
      .field("key", &face::KeyInfo::key, "`tie.A-B.integration`")
      .field("unit", &face::KeyInfo::unit, "of its values; may be empty")
      .field("range", &face::KeyInfo::range, "of its values, in words")
      .field("fallback", &face::KeyInfo::fallback, "what it is where it is not said")
      .field("meaning", &face::KeyInfo::meaning, "in words");
  Record<face::Note>(module, "Note", "Numbers that can have no effect.")
      .field("why", &face::Note::why, "`no effect while …`")
      .field("keys", &face::Note::keys, "which");
  py::class_<Scenario>(module, "Scenario")
      .def_static("from_file", &Scenario::from_file, py::arg("path"), unlocked)
      .def_static("from_text", &Scenario::from_text, py::arg("toml"), py::arg("name"), unlocked)
      .def("with_", py::overload_cast<const std::vector<std::string>&>(&Scenario::with, py::const_), py::arg("changes"),
           unlocked)
      .def("against", &Scenario::against, py::arg("adversary"), unlocked)
      .def_property_readonly("id", &Scenario::id)
      .def_property_readonly("title", &Scenario::title)
      .def_property_readonly("defenders", &Scenario::defenders)
      .def_property_readonly("adversaries", &Scenario::adversaries)
      .def_property_readonly("ties", &Scenario::ties)
      .def("numbers", &Scenario::numbers)
      .def("keys", &Scenario::keys)
      .def("uncertain_keys", &Scenario::uncertain_keys)
      .def("notes", &Scenario::notes)
      .def("to_toml", &Scenario::to_toml);
  module.def("known_keys", &face::known_keys, py::arg("pattern"));
  module.def("export_game", &face::export_game, py::arg("scenario"), py::arg("follow_through"), unlocked);
}

}  // namespace wedge::python
