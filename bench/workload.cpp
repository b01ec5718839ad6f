#include "workload.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "sampling/design.hpp"
#include "sampling/stream.hpp"

namespace wedge::bench {

namespace {

constexpr std::uint64_t seed = 0xbe4c4;
constexpr int lanes = RealTraits<Pack>::lanes;

// Draws a multiple of any width of packs.
std::vector<Workload> make_workloads() {
  const std::string root = WEDGE_SOURCE_DIR;
  const auto uniform = [](const char* key, const char* range) {
    return Override{key, std::string("{ uniform = ") + range + " }"};
  };
  return {
      {"textbook",
       root + "/scenarios/textbook.toml",
       {uniform("tie.front-rear.affinity", "[-0.5, 0.8]"), uniform("defender.rear.forces", "[0.3, 0.7]")},
       256},
      {"northeast-asia", root + "/scenarios/northeast-asia.toml", {}, 1024},
      {"seven-responders",
       root + "/tests/data/reference/seven-responders.toml",
       {uniform("defender.mesa.forces", "[0.4, 0.6]"), uniform("adversary.*.arsenal", "[0.2, 0.6]")},
       16},
      {"baltic", root + "/scenarios/baltic.toml", {}, 64},
      {"two-theatres", root + "/scenarios/two-theatres.toml", {}, 16, true},
  };
}

}  // namespace

const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all = make_workloads();
  return all;
}

const Workload& workload(const std::string& name) {
  for (const Workload& w : workloads())
    if (w.name == name) return w;
  throw std::out_of_range("no workload " + name);
}

std::string text_of(const Workload& workload) {
  std::ifstream in(workload.path);
  if (!in) throw std::runtime_error(workload.path + ": cannot be read");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Scenario<Quantity> load(const Workload& workload) {
  return read_scenario(text_of(workload), workload.path, workload.overrides).scenario;
}

std::vector<double> draws_of(const Sampler& sampler, int draws) {
  const std::size_t dimensions = sampler.dimensions();
  const std::vector<double> points = Design(Method::sobol, seed, sampler.dimensions(), draws).points(0, draws);
  std::vector<double> values(points.size());
  for (int d = 0; d < draws; ++d)
    sampler.values(std::span(points).subspan(d * dimensions, dimensions),
                   std::span(values).subspan(d * dimensions, dimensions));
  return values;
}

RandomPayoffs random_payoffs(int n, int index) {
  Stream stream(seed, Purpose::draw, static_cast<std::uint64_t>(n) << 32 | static_cast<std::uint64_t>(index));
  RandomPayoffs out;
  // A gain is the difference of two payoffs: uniform in ±0.25 when the one who stands aside has 0.
  for (int k = 0; k < n; ++k)
    for (std::size_t c = 0; c < std::size_t{1} << n; ++c)
      out.utility.push_back((c >> k) & 1U ? 0.5 * stream.uniform() - 0.25 : 0.0);
  for (int k = 0; k < n; ++k) out.steadfast.push_back(stream.uniform());
  return out;
}

std::vector<double> in_all_lanes(std::span<const double> draw) {
  std::vector<double> out;
  for (int i = 0; i < RealTraits<Pack>::lanes; ++i) out.insert(out.end(), draw.begin(), draw.end());
  return out;
}

std::vector<ResponseGame<Pack>> random_games(int n, int count) {
  std::vector<ResponseGame<Pack>> out;
  for (int first = 0; first < count; first += lanes) {
    ResponseGame<Pack> game{};
    game.size = n;
    game.types = 1;
    game.precision.assign(n, Pack(random_precision));
    game.resolve_gap.assign(n, Pack(random_resolve_gap));
    game.steadfast.resize(n);
    std::vector<Pack> utility(n << n);
    for (int i = 0; i < lanes; ++i) {
      const RandomPayoffs one = random_payoffs(n, first + i);
      for (std::size_t j = 0; j < utility.size(); ++j) set_lane(utility[j], i, one.utility[j]);
      for (int k = 0; k < n; ++k) set_lane(game.steadfast[k], i, one.steadfast[k]);
    }
    game.perceived = game.steadfast;
    game.value.assign(std::size_t{1} << n, Pack(0.0));
    set_payoffs<Pack>(game, utility);
    out.push_back(std::move(game));
  }
  return out;
}

}  // namespace wedge::bench
