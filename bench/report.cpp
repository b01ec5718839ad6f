#include "report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "kernel.hpp"

namespace wedge::bench {
namespace {

std::string cpu_name() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

// Σ operations × what one costs.
double bound_of(const Json& operations, const Json& primitives) {
  double bound = 0.0;
  for (const auto& [name, count] : operations.items()) bound += count.get<double>() * primitives.at(name).get<double>();
  return bound;
}

std::string time_text(double ns) {
  if (std::abs(ns) < 1e3) return fmt::format("{:.3g} ns", ns);
  return std::abs(ns) < 1e6 ? fmt::format("{:.3g} µs", ns / 1e3) : fmt::format("{:.3g} ms", ns / 1e6);
}

double ns_of(const Json& benchmarks, const std::string& name) {
  return benchmarks.contains(name) ? benchmarks[name]["ns"].get<double>() : 0.0;
}

std::string cases_text(const Json& benchmarks) {
  std::string out =
      "| case | time | per | bound | reached | exp | log | div | mul | add | fma | compare "
      "|\n|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const auto& [name, b] : benchmarks.items()) {
    out += fmt::format("| {} | {} | {} |", name, time_text(b["ns"]), b["unit"].get<std::string>());
    if (b.contains("bound_ns")) {
      out += fmt::format(" {} | {:.0f}% |", time_text(b["bound_ns"]), 100.0 * b["fraction"].get<double>());
      for (const char* const op : {"exp", "log", "div", "mul", "add", "fma", "compare"})
        out += fmt::format(" {:.0f} |", b["operations"][op].get<double>());
    } else {
      out += " | | | | | | | | |";
    }
    out += '\n';
  }
  return out;
}

// The cost of remembering: the next state, and crises that are the harder or easier for it.
std::string campaign_text(const Json& benchmarks) {
  const double round = ns_of(benchmarks, "campaign/northeast-asia/round"),
               crisis = ns_of(benchmarks, "crisis/northeast-asia/plain");
  if (round == 0.0 || crisis == 0.0) return "";
  return fmt::format("\nA round of a campaign takes {:.2f} times a crisis by itself.\n", round / crisis);
}

// The shares of a draw's time by stage. The stages are measured one by one; what their sum leaves is overhead, or
// noise.
std::string shares_text(const Json& benchmarks) {
  constexpr const char* scenario = "northeast-asia";
  const std::string study = fmt::format("study/{}/", scenario), crisis = fmt::format("crisis/{}/", scenario);
  const double whole = ns_of(benchmarks, study + "threads-1");
  if (whole == 0.0) return "";
  std::string out =
      fmt::format("\nA study of {}, one thread: {} a draw, of which\n\n| stage | time | share |\n|---|---|---|\n",
                  scenario, time_text(whole));
  double rest = whole;
  for (const std::string& stage :
       {study + "sampling", crisis + "tables", crisis + "equilibrium", crisis + "measures", crisis + "fragility",
        crisis + "balance", study + "accumulation", study + "storing"}) {
    const double ns = ns_of(benchmarks, stage);
    if (ns == 0.0) return "";
    rest -= ns;
    out +=
        fmt::format("| {} | {} | {:.1f}% |\n", stage.substr(stage.rfind('/') + 1), time_text(ns), 100.0 * ns / whole);
  }
  out += fmt::format("| (everything else) | {} | {:.1f}% |\n", time_text(rest), 100.0 * rest / whole);
  out += "\n| threads | time a draw | times one |\n|---|---|---|\n";
  for (const auto& [name, b] : benchmarks.items())
    if (name.starts_with(study + "threads-"))
      out += fmt::format("| {} | {} | {:.2f} |\n", name.substr((study + "threads-").size()), time_text(b["ns"]),
                         whole / b["ns"].get<double>());
  return out;
}

}  // namespace

Json report(const std::vector<Timing>& timings, const Json& primitives, const Json& operations) {
  Json out;
  out["machine"] = {{"cpu", cpu_name()},
                    {"isa", kernel_isa()},
                    {"lanes", RealTraits<Pack>::lanes},
                    {"compiler", WEDGE_COMPILER},
                    {"revision", WEDGE_GIT_SHA}};
  out["primitives"] = primitives;
  Json& benchmarks = out["benchmarks"] = Json::object();
  for (const Timing& timing : timings) {
    Json& b = benchmarks[timing.what.name];
    b = {{"unit", timing.what.unit},
         {"clock", timing.what.clock == Clock::cpu ? "cpu" : "wall"},
         {"ns", timing.median()},
         {"samples", timing.samples}};
    if (!operations.contains(timing.what.name)) continue;
    b["operations"] = operations[timing.what.name];
    b["bound_ns"] = bound_of(b["operations"], primitives);
    b["fraction"] = b["bound_ns"].get<double>() / timing.median();
  }
  return out;
}

std::string as_text(const Json& report) {
  const Json& machine = report["machine"];
  std::string out =
      fmt::format("{}; kernel x86-64-{}, {} lanes; {}; revision {}\n\n| operation | ns per double |\n|---|---|\n",
                  machine["cpu"].get<std::string>(), machine["isa"].get<std::string>(), machine["lanes"].get<int>(),
                  machine["compiler"].get<std::string>(), machine["revision"].get<std::string>());
  for (const auto& [name, cost] : report["primitives"].items())
    out += fmt::format("| {} | {:.3g} |\n", name, cost.get<double>());
  return out + "\n" + cases_text(report["benchmarks"]) + campaign_text(report["benchmarks"]) +
         shares_text(report["benchmarks"]);
}

Json output_of(const std::string& command) {
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error(command + ": cannot be started");
  std::string text;
  char buffer[4096];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, n);
  if (pclose(pipe) != 0) throw std::runtime_error(command + ": failed");
  return Json::parse(text);
}

}  // namespace wedge::bench
