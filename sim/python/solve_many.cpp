#include "python/solve_many.hpp"

#include <pybind11/stl.h>

#include <atomic>
#include <chrono>
#include <limits>
#include <mutex>
#include <thread>

#include "python/interruptible.hpp"
#include "python/measures.hpp"
#include "wedge/error.hpp"
#include "wedge/solution.hpp"
#include "wedge/stop.hpp"

namespace wedge::python {
namespace {

using Changes = std::vector<std::string>;  // KEY=VALUE, of one variant

bool same_shape(const face::MeasureInfo& a, const face::MeasureInfo& b) {
  return a.name == b.name && a.dimensions.size() == b.dimensions.size() &&
         std::equal(a.dimensions.begin(), a.dimensions.end(), b.dimensions.begin(),
                    [](const auto& one, const auto& other) { return one.labels == other.labels; });
}

// The measures of all variants, those without a solution NaN.
class Table {
 public:
  explicit Table(std::size_t rows) : rows_(rows), status(rows), certified(rows), fragile(rows) {}

  void set(std::size_t row, const face::Solution& found) {
    status[row] = found.status();
    certified[row] = found.certified();
    fragile[row] = found.fragile();
    if (!found.solved()) return;
    const std::lock_guard lock(mutex_);
    if (infos_.empty()) begin(found.measures());
    if (found.measures().size() != infos_.size()) fail(row);
    for (std::size_t m = 0; m < infos_.size(); ++m) {
      const face::Measure& measure = found.measures()[m];
      if (!same_shape(measure, infos_[m])) fail(row);
      std::copy(measure.values.begin(), measure.values.end(),
                values_[m].begin() + static_cast<std::ptrdiff_t>(row * measure.values.size()));
    }
  }

  py::list measures() {
    py::list out;
    for (std::size_t m = 0; m < infos_.size(); ++m)
      out.append(
          py::make_tuple(described(infos_[m]),
                         array_of(std::move(values_[m]), shape_of(infos_[m], {static_cast<py::ssize_t>(rows_)}))));
    return out;
  }

 private:
  void begin(const std::vector<face::Measure>& measures) {
    for (const face::Measure& measure : measures) {
      infos_.push_back(measure);
      values_.emplace_back(rows_ * measure.size(), std::numeric_limits<double>::quiet_NaN());
    }
  }
  [[noreturn]] static void fail(std::size_t row) {
    throw InputError({{"row " + std::to_string(row), 0, 0, "",
                       "has other measures or other names than another row; expected changes that leave the players, "
                       "their tactics and their rungs as they are"}});
  }

  const std::size_t rows_;
  std::mutex mutex_;
  std::vector<face::MeasureInfo> infos_;
  std::vector<std::vector<double>> values_;

 public:
  std::vector<std::string> status;
  std::vector<char> certified, fragile;
};

// What ended the work: of the first row that is wrong, whichever thread came upon which first.
class FirstFailure {
 public:
  void note(std::size_t row) {
    const std::lock_guard lock(mutex_);
    if (thrown_ && row_ < row) return;
    row_ = row;
    thrown_ = std::current_exception();
    there_ = true;
  }
  bool there() const { return there_; }
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> there_{false};
  std::size_t row_ = 0;
  std::exception_ptr thrown_;
};

bool solve_rows(const face::Scenario& scenario, const std::vector<Changes>& rows, const face::SolveOptions& options,
                unsigned threads, const std::stop_token& stop, const Tell& tell, Table& out) {
  const auto began = std::chrono::steady_clock::now();
  std::atomic<std::size_t> next{0}, done{0};
  FirstFailure failure;
  const auto work = [&] {
    while (!stop.stop_requested() && !failure.there()) {
      const std::size_t row = next++;
      if (row >= rows.size()) return;
      try {
        out.set(row, face::solve(rows[row].empty() ? scenario : scenario.with(rows[row]), options));
      } catch (...) {
        failure.note(row);
      }
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
      tell({static_cast<std::int64_t>(++done), static_cast<std::int64_t>(rows.size()), seconds, 0.0});
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < std::min<std::size_t>(threads, rows.size()); ++t) others.emplace_back(work);
    work();
  }
  failure.rethrow();
  return done == rows.size();
}

py::dict solve_many(const face::Scenario& scenario, const std::vector<Changes>& rows, const std::string& selection,
                    int threads, const py::object& progress) {
  Table table(rows.size());
  const unsigned cores = threads > 0 ? static_cast<unsigned>(threads) : std::thread::hardware_concurrency();
  run_interruptibly(
      [&](const std::stop_token& stop, const Tell& tell) {
        if (!solve_rows(scenario, rows, {selection, 0}, cores, stop, tell, table)) throw face::StoppedEarly();
      },
      progress);
  py::dict out;
  out["status"] = table.status;
  out["certified"] = std::vector<bool>(table.certified.begin(), table.certified.end());
  out["fragile"] = std::vector<bool>(table.fragile.begin(), table.fragile.end());
  out["measures"] = table.measures();
  return out;
}

}  // namespace

void add_solve_many(py::module_& module) {
  module.def("solve_many", &solve_many, py::arg("scenario"), py::arg("rows"), py::arg("selection"), py::arg("threads"),
             py::arg("progress"));
}

}  // namespace wedge::python
