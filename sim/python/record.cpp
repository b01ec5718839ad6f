#include "python/record.hpp"

namespace wedge::python {

py::object plain(const py::object& value) {
  if (py::hasattr(value, "to_dict")) return value.attr("to_dict")();
  if (py::isinstance<py::dict>(value)) {
    py::dict out;
    for (const auto& [key, each] : value.cast<py::dict>()) out[key] = plain(py::reinterpret_borrow<py::object>(each));
    return out;
  }
  if (py::isinstance<py::list>(value)) {
    py::list out;
    for (const py::handle each : value) out.append(plain(py::reinterpret_borrow<py::object>(each)));
    return out;
  }
  return value;
}

std::string shown(const py::object& record, const std::vector<std::string>& fields) {
  constexpr std::size_t long_field = 60;
  std::string out = py::type::of(record).attr("__name__").cast<std::string>() + "(";
  for (const std::string& field : fields) {
    const py::object value = record.attr(field.c_str());
    std::string text = py::repr(value);
    if (text.size() > long_field && py::hasattr(value, "__len__")) text = "<" + std::to_string(py::len(value)) + ">";
    out += (field == fields.front() ? "" : ", ") + field + "=" + text;
  }
  return out + ")";
}

}  // namespace wedge::python
