#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "app/printable.hpp"

namespace wedge::app {
namespace {

std::string clock_time(double seconds) {
  const auto s = static_cast<std::int64_t>(seconds);
  if (s < 100) return fmt::format("{} s", s);
  if (s < 6000) return fmt::format("{} min", (s + 30) / 60);
  return fmt::format("{:.1f} h", seconds / 3600.0);
}

// Its own control characters are meant.
std::ostream& raw(std::ostream& err) {
  auto* const printable = dynamic_cast<PrintableStream*>(&err);
  return printable != nullptr ? printable->raw() : err;
}

}  // namespace

Progress::Progress(std::ostream& err, bool quiet, std::int64_t draws)
    : err_(raw(err)), terminal_(&err_ == &std::cerr && isatty(STDERR_FILENO) != 0), draws_(draws) {
  if (!quiet && draws > 0) thread_ = std::thread([this] { show(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Progress::saw_error(double standard_error) {
  if (standard_error > worst_error_) worst_error_ = standard_error;
}

double Progress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Progress::show() {
  const auto pause = terminal_ ? std::chrono::milliseconds(500) : std::chrono::milliseconds(10000);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause, [this] { return over_; })) {
    if (terminal_)
      err_ << '\r' << line() << "\033[K" << std::flush;
    else
      err_ << line() << std::endl;
  }
  if (terminal_) err_ << "\r\033[K" << std::flush;
}

std::string Progress::line() const {
  const double done = static_cast<double>(done_), passed = seconds();
  std::string out =
      fmt::format("{:5.1f}%  {:.0f} draws a second", 100.0 * done / static_cast<double>(draws_), done / passed);
  if (done > 0.0) out += fmt::format("  {} left", clock_time(passed * (static_cast<double>(draws_) - done) / done));
  if (worst_error_ > 0.0) out += fmt::format("  worst standard error of the loss {:.2g}", worst_error_.load());
  return out;
}

}  // namespace wedge::app
