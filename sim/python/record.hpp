/// The face's plain structs as Python classes.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wedge::python {

namespace py = pybind11;

/// Lists, dicts, numbers and texts alone: records become dicts.
py::object plain(const py::object& value);
/// `Name(one=…, other=…)`, long fields by how many there are.
std::string shown(const py::object& record, const std::vector<std::string>& fields);

/// A class whose attributes are the members of a struct, with `to_dict()` and a text.
template <class Struct>
class Record {
 public:
  Record(py::module_& module, const char* name, const char* doc) : class_(module, name, doc) {
    class_.def(
        "to_dict",
        [fields = fields_](const py::object& self) {
          py::dict out;
          for (const std::string& field : *fields) out[field.c_str()] = plain(self.attr(field.c_str()));
          return out;
        },
        "All attributes as dicts, lists, numbers and texts.");
    class_.def("__repr__", [fields = fields_](const py::object& self) { return shown(self, *fields); });
  }

  template <class Member>
  Record& field(const char* name, Member Struct::*member, const char* doc) {
    class_.def_readonly(name, member, doc);
    fields_->emplace_back(name);
    return *this;
  }

  /// Of names and values: a dict.
  template <class Value>
  Record& dict(const char* name, std::vector<std::pair<std::string, Value>> Struct::*member, const char* doc) {
    class_.def_property_readonly(
        name,
        [member](const Struct& self) {
          py::dict out;
          for (const auto& [key, value] : self.*member) out[key.c_str()] = value;
          return out;
        },
        doc);
    fields_->emplace_back(name);
    return *this;
  }

  /// The document of the command line.
  Record& json() {
    class_.def("to_json", &Struct::to_json, "The document that the command line prints with --format json.");
    return *this;
  }

 private:
  py::class_<Struct> class_;
  std::shared_ptr<std::vector<std::string>> fields_ = std::make_shared<std::vector<std::string>>();
};

}  // namespace wedge::python
