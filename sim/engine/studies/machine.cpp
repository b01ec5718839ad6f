#include "engine/studies/machine.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace wedge::engine {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

// The folders of this process's control group, from its own to the root: each may set a limit.
std::vector<std::string> groups() {
  std::ifstream in("/proc/self/cgroup");
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("0::")) continue;
    for (std::string path = line.substr(3); !path.empty(); path.resize(path.rfind('/'))) {
      out.push_back("/sys/fs/cgroup" + (path == "/" ? "" : path));
      if (path.rfind('/') == std::string::npos) break;
    }
    out.emplace_back("/sys/fs/cgroup");
  }
  return out;
}

double cores_of(const std::string& group) {
  std::ifstream in(group + "/cpu.max");
  std::string quota;
  double period = 0.0;
  if (!(in >> quota >> period) || quota == "max" || !(period > 0.0)) return unlimited;
  return std::strtod(quota.c_str(), nullptr) / period;
}

double memory_of(const std::string& group) {
  std::ifstream in(group + "/memory.max");
  double bytes = 0.0;
  return in >> bytes ? bytes : unlimited;
}

double limit_of(int resource) {
  rlimit limit{};
  const bool known = ::getrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0;
  return known && limit.rlim_cur != RLIM_INFINITY ? static_cast<double>(limit.rlim_cur) : unlimited;
}

}  // namespace

int usable_cores() {
  auto cores = static_cast<double>(::sysconf(_SC_NPROCESSORS_ONLN));
  cpu_set_t mask;
  if (::sched_getaffinity(0, sizeof mask, &mask) == 0) cores = CPU_COUNT(&mask);
  for (const std::string& group : groups()) cores = std::min(cores, std::ceil(cores_of(group)));
  return std::max(1, static_cast<int>(cores));
}

double usable_memory() {
  double bytes = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  for (const std::string& group : groups()) bytes = std::min(bytes, memory_of(group));
  return std::min({bytes, limit_of(RLIMIT_AS), limit_of(RLIMIT_DATA)});
}

}  // namespace wedge::engine
