#include "timing.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace wedge::bench {
namespace {

// Takes the samples instead of printing them.
class Collector : public benchmark::BenchmarkReporter {
 public:
  explicit Collector(std::vector<Timing>& timings) : timings_(timings) {}
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      Timing& timing = *std::find_if(timings_.begin(), timings_.end(),
                                     [&](const Timing& t) { return t.what.name == run.run_name.function_name; });
      const double seconds = timing.what.clock == Clock::cpu ? run.cpu_accumulated_time : run.real_accumulated_time;
      timing.samples.push_back(1e9 * seconds / static_cast<double>(run.iterations) / timing.what.amount);
    }
  }

 private:
  std::vector<Timing>& timings_;
};

}  // namespace

double Timing::median() const {
  std::vector<double> sorted = samples;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t n = sorted.size();
  return n == 0 ? 0.0 : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
}

double Timing::least() const { return samples.empty() ? 0.0 : *std::min_element(samples.begin(), samples.end()); }

std::vector<Timing> time_cases(const std::vector<Case>& cases, const TimingOptions& options) {
  std::vector<Timing> timings;
  for (const Case& c : cases) timings.push_back({c, {}});
  for (const Case& c : cases) {
    const auto prepared = std::make_shared<bool>(false);
    auto* const registered =
        benchmark::RegisterBenchmark(c.name.c_str(), [&c, &options, prepared](benchmark::State& state) {
          if (!*prepared) {
            if (options.progress) std::cerr << c.name << '\n';
            c.run();
            *prepared = true;
          }
          for (auto _ : state) c.run();
        });
    registered->MinTime(options.min_seconds)->Repetitions(options.repetitions);
    if (c.clock == Clock::wall) registered->UseRealTime();
  }
  Collector collector(timings);
  benchmark::RunSpecifiedBenchmarks(&collector);
  return timings;
}

}  // namespace wedge::bench
