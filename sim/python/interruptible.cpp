#include "python/interruptible.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace wedge::python {
namespace {

namespace py = pybind11;

// How often the calling thread looks up.
constexpr std::chrono::milliseconds nap{50};

struct Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<face::Progress> news;
  bool over = false;
  std::exception_ptr failure;
};

// Waits for news, the end, or a while. Returns the news, and whether it is over.
std::pair<std::optional<face::Progress>, bool> next(Shared& shared) {
  const py::gil_scoped_release others_may_run;
  std::unique_lock lock(shared.mutex);
  shared.changed.wait_for(lock, nap, [&] { return shared.over || shared.news; });
  return {std::exchange(shared.news, std::nullopt), shared.over};
}

}  // namespace

void run_interruptibly(const Work& work, const py::object& progress) {
  Shared shared;
  std::stop_source stop;
  const Tell tell = [&](const face::Progress& news) {
    const std::lock_guard lock(shared.mutex);
    shared.news = news;
    shared.changed.notify_one();
  };
  std::thread worker([&] {
    try {
      work(stop.get_token(), tell);
    } catch (...) {
      shared.failure = std::current_exception();
    }
    const std::lock_guard lock(shared.mutex);
    shared.over = true;
    shared.changed.notify_one();
  });
  std::optional<py::error_already_set> raised;
  for (bool over = false; !over;) {
    const auto [news, ended] = next(shared);
    over = ended;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (news && !raised && !progress.is_none()) progress(*news);
    } catch (py::error_already_set& error) {
      if (!raised) raised.emplace(std::move(error));
      stop.request_stop();
    }
  }
  worker.join();
  if (raised) throw py::error_already_set(std::move(*raised));
  if (shared.failure) std::rethrow_exception(shared.failure);
}

}  // namespace wedge::python
