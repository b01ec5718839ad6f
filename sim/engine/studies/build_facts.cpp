#include "engine/studies/build_facts.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <fstream>
#include <nlopt.hpp>
#include <thread>

#include "base/build.hpp"
#include "base/version.hpp"
#include "engine/studies/machine.hpp"
#include "results/result.hpp"
#include "study/kernels.hpp"
#include "study/run.hpp"

namespace wedge::engine {
namespace {

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(std::min(line.size(), line.find(':') + 2));
  return "not known";
}

// Those that were built, and of each whether this processor runs it.
std::string kernels() {
  std::string out;
  for (const Isa isa : {Isa::v2, Isa::v3, Isa::v4})
    if (was_built(isa))
      out += fmt::format("{}{}{}", out.empty() ? "" : ", ", isa_name(isa),
                         available(isa) ? "" : " (not on this processor)");
  return out;
}

std::string machine_system() {
  utsname name{};
  if (::uname(&name) != 0) return "not known";
  std::string distribution;
  std::ifstream in("/etc/os-release");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("PRETTY_NAME=\"")) distribution = ", " + line.substr(13, line.size() - 14);
  return fmt::format("{} {} {}{}", name.sysname, name.release, name.machine, distribution);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> build_facts() {
  return {{"version", version},
          {"commit", *build_commit == '\0' ? "not known" : build_commit},
          {"compiler", build_compiler},
          {"flags", build_flags},
          {"kernels", kernels() + "; here " + std::string(isa_name(native_isa()))},
          {"compiled with", build_libraries},
          {"runs with", fmt::format("HDF5 {}, oneTBB {}, NLopt {}.{}.{}", hdf5_version(), threads_version(),
                                    nlopt::version_major(), nlopt::version_minor(), nlopt::version_bugfix())},
          {"system", machine_system()},
          {"processor", processor()},
          {"cores", fmt::format("{} of {}", usable_cores(), std::thread::hardware_concurrency())},
          {"memory", fmt::format("{:.1f} GB", usable_memory() / 1e9)}};
}

}  // namespace wedge::engine
