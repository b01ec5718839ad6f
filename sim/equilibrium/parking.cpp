#include "equilibrium/parking.hpp"

#include "equilibrium/games_on_path.hpp"

namespace wedge {
namespace {

// Only a game that happens less often than this may be parked.
constexpr double rare = 1e-5;
// With more than these it is not a few games that make it difficult.
constexpr std::size_t most_parked = 100;

}  // namespace

template <class System>
void Parking<System>::begin(System& system) {
  system.unpark();
  parked_.clear();
  way_.clear();
  turned_.clear();
  fold_ = false;
  record(system, 0.0);
}

template <class System>
bool Parking<System>::park(System& system, std::span<const Real> correction, double limit, bool all_or_none) {
  std::vector<Game> found;
  bool likely = false;
  for (int j = 0; j < system.adversaries(); ++j) {
    const auto& games = system.games(j);
    for (int g = 0; g < games.count(); ++g) {
      double change = 0.0;
      for (int k = 0; k < games.responders(g); ++k) {
        const int i = system.offset(j) + games.unknown(g, k);
        change = std::max(change, std::abs(lane(system.slope()[i] * correction[i], 0)));
      }
      if (change < limit && games.determinant(g) > 0.0) continue;  // (NaN is not)
      if (games.parked(g) || (!turned_.empty() && turned_[j][g])) continue;
      if (system.probability(j, g) < rare)
        found.push_back({j, g});
      else
        likely = true;
    }
  }
  if (found.empty() || (likely && all_or_none) || parked_.size() + found.size() > most_parked) return false;
  for (const Game& one : found) system.park(one.adversary, one.game);
  parked_.insert(parked_.end(), found.begin(), found.end());
  return true;
}

template <class System>
void Parking<System>::see_turned(const System& system) {
  turned_.resize(system.adversaries());
  for (int j = 0; j < system.adversaries(); ++j) {
    const auto& games = system.games(j);
    turned_[j].resize(games.count());
    for (int g = 0; g < games.count(); ++g) turned_[j][g] |= !(games.determinant(g) > 0.0);
  }
}

template <class System>
void Parking<System>::record(const System& system, const Place& place) {
  if (!way_.empty() && way_.back().place.at == place.at) way_.pop_back();  // seen again, more exactly
  Node& node = way_.emplace_back();
  node.place = place;
  for (int j = 0; j < system.adversaries(); ++j) {
    node.log_path.push_back(system.tree(j).log_path());
    node.shift.push_back(system.shift(j));
  }
}

template <class System>
bool Parking<System>::settle(System& system, std::vector<Real>& point) {
  constexpr int lanes = RealTraits<GameReal<Real>>::lanes;
  system.unpark();
  bool all_found = true;
  const double whole = way_.back().place.at;
  const auto alike = [&](const Game& a, const Game& b) {
    const auto &of_a = system.games(a.adversary), &of_b = system.games(b.adversary);
    return of_a.responders(a.game) == of_b.responders(b.game) && of_a.types() == of_b.types();
  };
  for (std::vector<Game> left = parked_; !left.empty() && all_found;) {
    std::vector<Game> now;  // those that fit into one pack
    for (std::size_t i = 0; i < left.size() && now.size() < lanes;)
      if (now.empty() || alike(now[0], left[i])) {
        now.push_back(left[i]);
        left.erase(left.begin() + i);
      } else {
        ++i;
      }
    std::vector<ResponseGame<GameReal<Real>>> game(1);
    BeliefPath path;
    for (const Node& node : way_) {
      path.at.push_back(node.place.at / whole);
      path.tau.push_back(node.place.tau);
      path.pace.push_back(node.place.pace * whole);
    }
    for (int i = 0; i < lanes; ++i) {
      const auto& [adversary, g] = now[std::min<std::size_t>(i, now.size() - 1)];
      const auto& games = system.games(adversary);
      games.copy(g, i, game[0]);
      const int types = games.types(), leaf = system.tree(adversary).leaf()[g];
      auto &log_odds = path.log_odds.emplace_back(), &slope = path.slope.emplace_back();
      for (const Node& node : way_)
        for (int type = 1; type < types; ++type) {
          const Real* const log_path = &node.log_path[adversary][leaf * types];
          const Real* const shift = &node.shift[adversary][(leaf * (types - 1) + type - 1) * column_count];
          log_odds.push_back(lane(log_path[type] - log_path[0] + shift[newton_column], 0) +
                             node.place.off * lane(shift[tangent_column], 0));
          slope.push_back(node.place.pace * whole * lane(shift[tangent_column], 0));
        }
    }
    GamesOnPath<GameReal<Real>> on_path(game, path);
    const auto solved = follow_branch(on_path, Effort::whatever_it_takes);
    for (std::size_t i = 0; i < now.size(); ++i) {
      all_found &= lane(solved.found, static_cast<int>(i));
      fold_ |= lane(solved.fold, static_cast<int>(i));
      const auto& games = system.games(now[i].adversary);
      for (int k = 0; k < game[0].size; ++k)
        point[system.offset(now[i].adversary) + games.unknown(now[i].game, k)] =
            Real(lane(solved.benefit[k], static_cast<int>(i)));
    }
  }
  return all_found;
}

template class Parking<LinkedSystem<Single>>;

}  // namespace wedge
