#include "wedge/study.hpp"

#include "python/interruptible.hpp"
#include "python/measures.hpp"
#include "python/parts.hpp"
#include "wedge/sample.hpp"

namespace wedge::python {
namespace {

using face::RunOptions, face::Study, face::StudyOptions;

// Key, numbers, texts.
using Swept = std::tuple<std::string, std::vector<double>, std::vector<std::string>>;

// `sensitivity`: by what; empty for none.
Study study_of(const face::Scenario& scenario, const std::vector<Swept>& sweeps, const std::string& packages,
               std::int64_t draws, const std::string& method, std::uint64_t seed, const std::string& until,
               bool keep_draws, const std::string& sensitivity, bool campaigns, std::optional<std::int64_t> certify,
               std::optional<std::int64_t> balance) {
  StudyOptions out;
  for (const auto& [key, values, texts] : sweeps) out.sweeps.push_back({key, values, texts});
  out.packages = packages;
  out.draws = draws;
  out.method = method;
  out.seed = seed;
  out.until = until;
  out.keep_draws = keep_draws;
  out.sensitivity = !sensitivity.empty();
  out.sensitivity_by = sensitivity;
  out.campaigns = campaigns;
  out.certify = certify;
  out.balance = balance;
  const py::gil_scoped_release unlocked;
  return Study(scenario, out);
}

RunOptions options_of(int threads, bool replace, const std::stop_token& stop, const Tell& tell) {
  RunOptions out;
  out.threads = threads;
  out.progress = tell;
  out.stop = stop;
  out.replace = replace;
  return out;
}

bool run_file(const Study& study, const std::string& file, int threads, bool replace, const py::object& progress) {
  return interruptible<bool>(progress, [&](const std::stop_token& stop, const Tell& tell) {
    return face::run(study, file, options_of(threads, replace, stop, tell));
  });
}

face::Result run_memory(const Study& study, int threads, const py::object& progress) {
  return interruptible<face::Result>(progress, [&](const std::stop_token& stop, const Tell& tell) {
    return face::run(study, options_of(threads, false, stop, tell));
  });
}

py::tuple sample(const face::Scenario& scenario, std::int64_t draws, const std::string& method, std::uint64_t seed) {
  face::Sample found;
  {
    const py::gil_scoped_release unlocked;
    found = face::sample(scenario, {draws, method, seed});
  }
  const auto keys = static_cast<py::ssize_t>(found.keys.size());
  return py::make_tuple(found.keys, array_of(std::move(found.values), {draws, keys}));
}

}  // namespace

void add_study(py::module_& module) {
  using face::Progress;
  Record<Progress>(module, "Progress", "How far work is.")
      .field("draws_done", &Progress::draws_done, "draws that are solved; rows, of solve_many()")
      .field("draws", &Progress::draws, "of how many, at most")
      .field("seconds", &Progress::seconds, "since the beginning")
      .field("worst_error", &Progress::worst_error,
             "largest standard error of the total loss at a point that is finished, in stakes");
  py::class_<Study>(module, "Study")
      .def(py::init(&study_of), py::arg("scenario"), py::kw_only(), py::arg("sweeps"), py::arg("packages"),
           py::arg("draws"), py::arg("method"), py::arg("seed"), py::arg("until"), py::arg("keep_draws"),
           py::arg("sensitivity"), py::arg("campaigns"), py::arg("certify"), py::arg("balance"))
      .def_property_readonly("points", &Study::points)
      .def_property_readonly("draws", &Study::draws);
  py::class_<face::Result>(module, "Result")
      .def("mean", &face::Result::mean, py::arg("measure"), py::arg("point"), py::arg("labels"))
      .def("standard_error", &face::Result::standard_error, py::arg("measure"), py::arg("point"), py::arg("labels"))
      .def("quantile", &face::Result::quantile, py::arg("level"), py::arg("measure"), py::arg("point"),
           py::arg("labels"))
      .def("measures", [](const face::Result& self) {
        py::list out;
        for (const face::MeasureInfo& info : self.measures()) out.append(described(info));
        return out;
      });
  module.def("run_file", &run_file, py::arg("study"), py::arg("file"), py::arg("threads"), py::arg("replace"),
             py::arg("progress"));
  module.def("run_memory", &run_memory, py::arg("study"), py::arg("threads"), py::arg("progress"));
  module.def("sample", &sample, py::arg("scenario"), py::arg("draws"), py::arg("method"), py::arg("seed"));
}

}  // namespace wedge::python
