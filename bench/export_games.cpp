#include "export_games.hpp"

#include <fmt/format.h>

#include <ctime>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "measures/measures.hpp"
#include "reused_solver.hpp"
#include "sampling/drawn.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

constexpr int lanes = RealTraits<Pack>::lanes;

// An array of doubles, its first axis the draws, in NumPy's format 1.0.
class Array {
 public:
  Array(std::filesystem::path path, std::vector<std::size_t> shape)
      : path_(std::move(path)), shape_(std::move(shape)) {}

  void add(double x) { values_.push_back(x); }

  void write() const {
    std::string shape;
    std::size_t size = 1;
    for (const std::size_t extent : shape_) {
      shape += fmt::format("{}, ", extent);
      size *= extent;
    }
    if (size != values_.size()) throw std::logic_error(path_.string() + ": shape and size differ");
    std::string header = fmt::format("{{'descr': '<f8', 'fortran_order': False, 'shape': ({})}}", shape);
    header.append(63 - (10 + header.size()) % 64, ' ');
    header += '\n';
    std::ofstream out(path_, std::ios::binary);
    out << "\x93NUMPY" << '\x01' << '\0' << static_cast<char>(header.size() & 0xff)
        << static_cast<char>(header.size() >> 8) << header;
    out.write(reinterpret_cast<const char*>(values_.data()),
              static_cast<std::streamsize>(values_.size() * sizeof(double)));
    if (!out) throw std::runtime_error(path_.string() + ": cannot be written");
  }

 private:
  std::filesystem::path path_;
  std::vector<std::size_t> shape_;
  std::vector<double> values_;
};

// Solves all packs of games in the same memory, and says what one draw took: the best of three passes, in time of this
// process.
std::vector<JointSolution<Pack>> solve_all(const std::vector<JointGame<Pack>*>& games,
                                           const std::filesystem::path& folder) {
  ReusedSolver solver(*games[0]);
  std::vector<JointSolution<Pack>> solutions(games.size());
  double best = std::numeric_limits<double>::infinity();
  for (int pass = 0; pass < 3; ++pass) {
    const std::clock_t start = std::clock();
    for (std::size_t i = 0; i < games.size(); ++i) solutions[i] = solver.solve(*games[i]);
    best = std::min(best, 1e9 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::ofstream(folder / "about.json") << nlohmann::json{{"ns_per_draw",
                                                          best / static_cast<double>(games.size() * lanes)}}
                                       << '\n';
  return solutions;
}

// support (by game and responder), and how it was found: tier, 0 where there is no solution.
void write_solutions(const std::filesystem::path& folder, std::size_t games, std::size_t n,
                     const std::vector<JointSolution<Pack>>& solutions) {
  Array support(folder / "support.npy", {solutions.size() * lanes, games, n}),
      tier(folder / "tier.npy", {solutions.size() * lanes});
  for (const JointSolution<Pack>& s : solutions)
    for (int i = 0; i < lanes; ++i) {
      for (const Pack& p : s.support) support.add(lane(p, i));
      tier.add(s.status[i] == Status::solved ? lane(s.tier, i) : 0.0);
    }
  support.write();
  tier.write();
}

void export_response_games(const std::filesystem::path& folder, int n, int draws) {
  std::filesystem::create_directories(folder);
  const std::size_t count = draws, players = n;
  Array utility(folder / "utility.npy", {count, 1, 1, players, std::size_t{1} << n}),
      steadfast(folder / "steadfast.npy", {count, 1, players}),
      precision(folder / "precision.npy", {count, 1, players}), gap(folder / "resolve_gap.npy", {count, 1, players});
  for (int d = 0; d < draws; ++d) {
    const RandomPayoffs payoffs = random_payoffs(n, d);
    for (const double u : payoffs.utility) utility.add(u);
    for (const double pi : payoffs.steadfast) {
      steadfast.add(pi);
      precision.add(random_precision);
      gap.add(random_resolve_gap);
    }
  }
  for (const Array* array : {&utility, &steadfast, &precision, &gap}) array->write();
  std::vector<JointGame<Pack>> games;
  for (ResponseGame<Pack>& game : random_games(n, draws)) games.push_back(alone(std::move(game)));
  std::vector<JointGame<Pack>*> pointers;
  for (JointGame<Pack>& game : games) pointers.push_back(&game);
  write_solutions(folder, 1, players, solve_all(pointers, folder));
}

// The numbers of one draw's joint game, appended to the arrays.
struct JointArrays {
  JointArrays(const std::filesystem::path& folder, std::size_t draws, const CrisisSolution<Pack>& first)
      : utility(folder / "utility.npy", {draws, games(first), types(first), n(first), std::size_t{1} << n(first)}),
        value(folder / "value.npy", {draws, games(first), types(first), std::size_t{1} << n(first)}),
        precision(folder / "precision.npy", {draws, games(first), n(first)}),
        steadfast(folder / "steadfast.npy", {draws, games(first), n(first)}),
        perceived(folder / "perceived.npy", {draws, games(first), n(first)}),
        gap(folder / "resolve_gap.npy", {draws, games(first), n(first)}),
        mood(folder / "mood.npy", {draws}),
        node_precision(folder / "node_precision.npy", {draws, nodes(first)}),
        constant(folder / "constant.npy", {draws, nodes(first)}),
        prior(folder / "prior.npy", {draws, types(first)}),
        parent(folder / "parent.npy", {nodes(first)}),
        leaf(folder / "game.npy", {nodes(first)}) {
    for (const Tree::Node& node : first.game.tree.nodes) {
      parent.add(node.parent);
      leaf.add(node.game);
    }
  }

  void add(const CrisisSolution<Pack>& s, int i) {
    for (std::size_t g = 0; g < s.game.games.size(); ++g) {
      const ResponseGame<Pack>& game = s.game.games[g];
      if (static_cast<std::size_t>(game.size) != n(s))
        throw std::runtime_error("games of different sizes cannot be exported");
      const Payoffs<Pack> payoffs = s.payoffs(static_cast<int>(g));
      for (int type = 0; type < s.types(); ++type) {
        for (int k = 0; k < game.size; ++k)
          for (Coalition c = 0; c < payoffs.coalitions(); ++c) utility.add(lane(payoffs.utility(type, k, c), i));
        for (Coalition c = 0; c < payoffs.coalitions(); ++c)
          value.add(lane(payoffs.outcome(type, c).value - payoffs.cost(c), i));
      }
      for (int k = 0; k < game.size; ++k) {
        precision.add(lane(game.precision[k], i));
        steadfast.add(lane(game.steadfast[k], i));
        perceived.add(lane(game.perceived[k], i));
        gap.add(lane(game.resolve_gap[k], i));
      }
    }
    mood.add(lane(s.game.games[0].mood, i));
    for (const Pack& x : s.game.precision) node_precision.add(lane(x, i));
    for (const Pack& x : s.game.constant) constant.add(lane(x, i));
    for (const Pack& x : s.game.prior) prior.add(lane(x, i));
  }

  void write() const {
    for (const Array* a : {&utility, &value, &precision, &steadfast, &perceived, &gap, &mood, &node_precision,
                           &constant, &prior, &parent, &leaf})
      a->write();
  }

  static std::size_t games(const CrisisSolution<Pack>& s) { return s.game.games.size(); }
  static std::size_t types(const CrisisSolution<Pack>& s) { return s.game.prior.size(); }
  static std::size_t nodes(const CrisisSolution<Pack>& s) { return s.game.tree.nodes.size(); }
  static std::size_t n(const CrisisSolution<Pack>& s) { return s.game.games[0].size; }

  Array utility, value, precision, steadfast, perceived, gap, mood, node_precision, constant, prior, parent, leaf;
};

void export_joint_games(const std::filesystem::path& folder, const Workload& workload, int draws) {
  std::filesystem::create_directories(folder);
  const Scenario<Quantity> scenario = load(workload);
  const Sampler sampler(scenario);
  const std::vector<double> values = draws_of(sampler, draws);
  const std::size_t row = static_cast<std::size_t>(lanes) * sampler.dimensions();
  DrawnScenario<Pack> drawn(scenario);
  std::vector<CrisisSolution<Pack>> solved;
  for (std::size_t first = 0; first < values.size(); first += row)
    solved.push_back(solve_crisis(drawn.draw(sampler.leaf(), std::span(values).subspan(first, row)), 0));
  JointArrays arrays(folder, draws, solved[0]);
  std::vector<JointGame<Pack>*> games;
  for (CrisisSolution<Pack>& s : solved) {
    for (int i = 0; i < lanes; ++i) arrays.add(s, i);
    games.push_back(&s.game);
  }
  arrays.write();
  write_solutions(folder, games[0]->games.size(), solved[0].game.games[0].size, solve_all(games, folder));
}

}  // namespace

void export_games(const std::filesystem::path& folder, int draws) {
  export_response_games(folder / "response-3", 3, draws);
  export_joint_games(folder / "northeast-asia", workload("northeast-asia"), draws);
}

}  // namespace wedge::bench
