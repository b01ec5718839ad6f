#include "results/in_child.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace wedge {
namespace {

[[noreturn]] void answer(int to, const std::function<std::string()>& ask) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, SIG_DFL);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  std::string text;
  try {
    text = ask();
  } catch (...) {
    ::_exit(1);
  }
  for (std::string_view rest = text; !rest.empty();) {
    const ssize_t count = ::write(to, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) ::_exit(1);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  ::_exit(0);
}

}  // namespace

std::optional<std::string> in_child(const std::function<std::string()>& ask, std::chrono::seconds longest) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    answer(ends[1], ask);
  }
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    throw std::system_error(errno, std::generic_category(), "cannot make a process");
  }
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + longest;
  std::string text;
  bool over = false;
  while (!over) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) break;
    pollfd wanted{ends[0], POLLIN, 0};
    if (::poll(&wanted, 1, static_cast<int>(left)) <= 0) continue;
    char part[4096];
    const ssize_t got = ::read(ends[0], part, sizeof part);
    if (got > 0) text.append(part, static_cast<std::size_t>(got));
    over = got == 0;
  }
  ::close(ends[0]);
  if (!over) ::kill(child, SIGKILL);
  int ended = 0;
  while (::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
  }
  if (!over || !WIFEXITED(ended) || WEXITSTATUS(ended) != 0) return {};
  return text;
}

}  // namespace wedge
