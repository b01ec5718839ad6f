// The surroundings of the kernel: sampling before it, accumulating and storing after it, and the whole study.
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <numeric>
#include <thread>

#include "case.hpp"
#include "results/store.hpp"
#include "sampling/drawn.hpp"
#include "sampling/stream.hpp"
#include "study/run.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

constexpr const char* measured = "northeast-asia";
// A study of this many draws has blocks of 256, of which a few are run: blocks of an ordinary size, at the price of a
// short run.
constexpr std::int64_t study_draws = 131072;
constexpr int blocks_a_thread = 4;

// A study with a folder of its own for the blocks.
class StudyRun {
 public:
  StudyRun()
      : study_(text_of(workload(measured)), measured, workload(measured).overrides, {}, {study_draws}),
        folder_(std::filesystem::temp_directory_path() / ("wedge-bench-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    StudyIdentity identity;
    identity.title = identity.scenario_toml = measured;
    identity.layout = study_.layout();
    store_.emplace(BlockStore::open(folder_ / "out.h5", identity));
  }
  ~StudyRun() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  const Study& study() const { return study_; }

  void run(int threads) {
    std::vector<Chain> chains = all_chains(study_.layout());
    chains.resize(std::min<std::size_t>(chains.size(), blocks_a_thread * threads));
    const std::atomic<bool> stop{false};
    run_chains(study_, chains, threads, stop,
               [this](const Block& block, const Sums& sums, const Draws&) { store_->write(block, sums); });
  }
  void store(const Sums& sums) { store_->write(study_.layout().block(0), sums); }

 private:
  Study study_;
  std::filesystem::path folder_;
  std::optional<BlockStore> store_;
};

// Sums over a block of rows that look like measures.
class Rows {
 public:
  explicit Rows(const StudyLayout& layout) : layout_(layout), values_(layout.slots * layout.block_draws) {
    Stream stream(1, Purpose::draw, 0);
    for (double& value : values_) value = stream.uniform();
  }

  Sums sums() const {
    Sums out(1, layout_.replicates, layout_.slots, static_cast<int>(layout_.statuses.size()));
    for (std::int64_t d = 0; d < layout_.block_draws; ++d)
      out.add(0, static_cast<int>(d % layout_.replicates), values_.data() + d * layout_.slots);
    return out;
  }

 private:
  const StudyLayout& layout_;
  std::vector<double> values_;
};

}  // namespace

std::vector<Case> study_cases() {
  const std::string prefix = std::string("study/") + measured;
  const auto run = std::make_shared<std::unique_ptr<StudyRun>>();
  const auto with_run = [run](auto use) {
    return [run, use] {
      if (!*run) *run = std::make_unique<StudyRun>();
      use(**run);
    };
  };
  std::vector<Case> cases;

  constexpr int numbers = 1 << 16;
  cases.push_back({"sampling/uniform", "number", numbers, [] {
                     Stream stream(1, Purpose::draw, 0);
                     double sum = 0.0;
                     for (int i = 0; i < numbers; ++i) sum += stream.uniform();
                     keep(sum);
                   }});
  constexpr int sampled = 1024;
  const auto scenario = std::make_shared<Scenario<Quantity>>(load(workload(measured)));
  const auto sampler = std::make_shared<Sampler>(*scenario);
  const auto design = std::make_shared<Design>(Method::sobol, 1, sampler->dimensions(), study_draws);
  const auto drawn = std::make_shared<DrawnScenario<Pack>>(*scenario);
  cases.push_back({"sampling/sobol-uniform", "number", sampled * static_cast<double>(sampler->dimensions()),
                   [design] { keep(design->points(0, sampled).back()); }});
  cases.push_back({prefix + "/sampling", "draw", sampled, [scenario, sampler, design, drawn] {
                     const std::size_t dimensions = sampler->dimensions(), row = RealTraits<Pack>::lanes * dimensions;
                     const std::vector<double> points = design->points(0, sampled);
                     std::vector<double> values(points.size());
                     for (std::size_t d = 0; d < sampled; ++d)
                       sampler->values(std::span(points).subspan(d * dimensions, dimensions),
                                       std::span(values).subspan(d * dimensions, dimensions));
                     for (std::size_t first = 0; first < values.size(); first += row)
                       keep(lane(drawn->draw(sampler->leaf(), std::span(values).subspan(first, row)).model.mood, 0));
                   }});

  const double block = static_cast<double>(study_draws) / 64.0;
  const auto rows = std::make_shared<std::unique_ptr<Rows>>();
  cases.push_back({prefix + "/accumulation", "draw", block, with_run([rows](StudyRun& r) {
                     if (!*rows) *rows = std::make_unique<Rows>(r.study().layout());
                     keep((*rows)->sums().mean[0]);
                   })});
  const auto sums = std::make_shared<Sums>();
  cases.push_back({prefix + "/storing", "draw", block, with_run([sums](StudyRun& r) {
                     if (sums->points == 0) *sums = Rows(r.study().layout()).sums();
                     r.store(*sums);
                   }),
                   Clock::wall});

  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  for (int threads = 1;; threads = std::min(2 * threads, cores)) {
    cases.push_back({prefix + "/threads-" + std::to_string(threads), "draw", block * blocks_a_thread * threads,
                     with_run([threads](StudyRun& r) { r.run(threads); }), Clock::wall});
    if (threads == cores) break;
  }
  return cases;
}

}  // namespace wedge::bench
