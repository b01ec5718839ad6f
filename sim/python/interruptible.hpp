/// Long work that Ctrl-C ends, and that says how far it is.
#pragma once

#include <pybind11/pybind11.h>

#include <functional>
#include <optional>
#include <stop_token>

#include "wedge/study.hpp"

namespace wedge::python {

using Tell = std::function<void(const face::Progress&)>;
using Work = std::function<void(const std::stop_token&, const Tell&)>;

/// Does the work on a thread of its own without Python's lock, while the calling thread listens for signals and hands
/// on the news to `progress` (None: to nobody). If either raises, the work is asked to stop, waited for, and the
/// exception goes on; else what the work throws does.
void run_interruptibly(const Work& work, const pybind11::object& progress);

/// The same of work that has a result.
template <class Result, class Of>
Result interruptible(const pybind11::object& progress, const Of& of) {
  std::optional<Result> out;
  run_interruptibly([&](const std::stop_token& stop, const Tell& tell) { out.emplace(of(stop, tell)); }, progress);
  return std::move(*out);
}

}  // namespace wedge::python
