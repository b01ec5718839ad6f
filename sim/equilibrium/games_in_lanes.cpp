#include "equilibrium/games_in_lanes.hpp"

#include <cstring>

namespace wedge {
template <class Real>
GamesInLanes<Real>::GamesInLanes(const JointGame<Real>& game)
    : all_(game.games),
      types_(game.types),
      cells_(game_cells<Real>(game.tree)),
      games_(game.games, game.types),
      worth_(game.games.size(), game.types) {
  const std::vector<int> leaf_of = leaves(game.tree, game.tree.games());
  leaf_.resize(cells_.size());
  for (const GameCell& cell : cells_) {
    const Tree::Node& leaf = game.tree.nodes[leaf_of[cell.game]];
    const int among = cell.game - leaf.game, responders = game.games[cell.at].size;
    if (among == 0 && !places_.empty()) size_ += places_.back().games * places_.back().responders;
    cell_of_.insert(cell_of_.end(), cell.count, static_cast<int>(places_.size()));
    places_.push_back({leaf.game, leaf.games, size_ + among, responders});
    leaf_[cell.at] = leaf_of[cell.game];
  }
  size_ += places_.back().games * places_.back().responders;
  for (auto* numbers : {&precision_, &support_, &perceived_, &slope_, &delta_, &newton_, &tangent_})
    numbers->resize(size_);
  benefit_.resize(games_.size());
  seen_.resize(games_.size());
  belief_.resize(cells_.size() * types_);
}

template <class Real>
void GamesInLanes<Real>::refresh() {
  games_.refresh();
  scatter(games_.precision(), of_unknowns, precision_);
}

template <class Real>
typename GamesInLanes<Real>::Rows GamesInLanes<Real>::rows_of(int c, int width) const {
  const Place& place = places_[c];
  if (width == of_unknowns)
    return {static_cast<std::size_t>(place.unknown), games_.offset(cells_[c].at), place.responders};
  return {static_cast<std::size_t>(place.game * (width - 1) + cells_[c].game), cells_[c].at * width, width};
}

template <class Real>
void GamesInLanes<Real>::gather(std::span<const Real> from, std::vector<Lanes>& to) const {
  for (int c = 0; c < static_cast<int>(cells_.size()); ++c) {
    const Rows rows = rows_of(c, of_unknowns);
    const Real* row = from.data() + rows.outside;
    for (int k = 0; k < rows.width; ++k, row += places_[c].games) {
      Lanes& lanes = to[rows.by_cell + k];
      if (cells_[c].count == cell_lanes<Real>)
        std::memcpy(&lanes, row, sizeof lanes);
      else
        for (int i = 0; i < cell_lanes<Real>; ++i) set_lane(lanes, i, lane(row[i < cells_[c].count ? i : 0], 0));
    }
  }
}

template <class Real>
void GamesInLanes<Real>::scatter(const std::vector<Lanes>& from, int width, std::vector<Real>& to) const {
  static_assert(sizeof(Lanes) == cell_lanes<Real> * sizeof(Real));
  for (int c = 0; c < static_cast<int>(cells_.size()); ++c) {
    const Rows rows = rows_of(c, width);
    Real* row = to.data() + rows.outside;  // (there may be no entries at all)
    for (int k = 0; k < rows.width; ++k, row += places_[c].games) {
      const Lanes& lanes = from[rows.by_cell + k];
      if (cells_[c].count == cell_lanes<Real>)
        std::memcpy(row, &lanes, sizeof lanes);
      else
        for (int i = 0; i < cells_[c].count; ++i) row[i] = Real(lane(lanes, i));
    }
  }
}

template <class Real>
void GamesInLanes<Real>::set_beliefs(const std::vector<Real>& by_game) {
  for (const GameCell& cell : cells_)
    for (int type = 0; type < types_; ++type)
      belief_[cell.at * types_ + type] = Lanes(lane(by_game[cell.game * types_ + type], 0));
}

template <class Real>
std::vector<Real> GamesInLanes<Real>::by_game(std::span<const Real> unknowns) const {
  std::vector<Real> out;
  for (int g = 0; g < count(); ++g)
    for (int k = 0; k < responders(g); ++k) out.push_back(unknowns[unknown(g, k)]);
  return out;
}

template <class Real>
void GamesInLanes<Real>::respond(std::span<const Real> benefit, const Real& tau) {
  gather(benefit, benefit_);
  games_.respond(benefit_, Lanes(lane(tau, 0)));
  scatter(games_.support(), of_unknowns, support_);
  if (games_.misperceived()) scatter(games_.perceived(), of_unknowns, perceived_);
  scatter(games_.slope(), of_unknowns, slope_);
  for (int g = 0; g < static_cast<int>(parked_.size()); ++g)  // what a parked game does is of no account
    for (int k = 0; parked_[g] && k < responders(g); ++k) slope_[unknown(g, k)] = Real(0.0);
}

template <class Real>
void GamesInLanes<Real>::set_support(std::span<const Real> support, std::span<const Real> perceived) {
  gather(support, benefit_);
  gather(perceived, seen_);
  games_.set_support(benefit_, seen_);
  std::copy(support.begin(), support.end(), support_.begin());
  scatter(games_.perceived(), of_unknowns, perceived_);
}

template <class Real>
void GamesInLanes<Real>::set_values(Worth<Real>& out, bool slopes) {
  games_.set_values(worth_, slopes);
  scatter(worth_.value, types_, out.value);
}

template <class Real>
void GamesInLanes<Real>::set_gains(const std::vector<Real>& belief) {
  set_beliefs(belief);
  games_.set_gains(belief_);
  scatter(games_.delta(), of_unknowns, delta_);
}

template <class Real>
void GamesInLanes<Real>::linearise(std::span<const Real> benefit, const std::vector<Real>& belief,
                                   Worth<Real>* answers) {
  gather(benefit, benefit_);
  set_beliefs(belief);
  games_.linearise(benefit_, belief_, answers == nullptr ? nullptr : &worth_);
  scatter(games_.delta(), of_unknowns, delta_);
  sign_ = Real(1.0);  // blank games have 1
  for (int i = 0; i < cell_lanes<Real>; ++i) sign_ *= Real(lane(games_.determinant_sign(), i));
  if (answers == nullptr) return;
  scatter(worth_.answer, types_ * column_count, answers->answer);
  scatter(worth_.slope, types_ * (types_ - 1), answers->slope);
}

template <class Real>
void GamesInLanes<Real>::take_steps(const std::vector<Real>& shift, const std::vector<int>&) {
  shift_.clear();
  for (const Real& x : shift) shift_.emplace_back(lane(x, 0));
  games_.take_steps(shift_, leaf_);
  scatter(games_.newton(), of_unknowns, newton_);
  scatter(games_.tangent(), of_unknowns, tangent_);
}

template <class Real>
Real GamesInLanes<Real>::residual() const {
  Real largest(0.0);
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const Lanes off = games_.residual_of(cells_[c].at);
    for (int i = 0; i < cells_[c].count; ++i) largest = max(largest, Real(lane(off, i)));
  }
  return largest;
}

template <class Real>
void GamesInLanes<Real>::park(int game) {
  parked_.resize(cell_of_.size());
  parked_[game] = 1;
  Lanes one(0.0);
  set_lane(one, lane_of(game), 1.0);
  games_.park(at(game), one > 0.5);
}

template <class Real>
void GamesInLanes<Real>::unpark() {
  parked_.clear();
  games_.unpark();
}

template <class Real>
void GamesInLanes<Real>::copy(int g, int to_lane, ResponseGame<Lanes>& to) const {
  const ResponseGame<Lanes>& game = all_[at(g)];
  if (to.size == 0) to = blank_game<Lanes>(game.size, game.types);
  const auto move = [&](const Lanes& from, Lanes& into) { set_lane(into, to_lane, lane(from, lane_of(g))); };
  move(game.mood, to.mood);
  for (auto member : {&ResponseGame<Lanes>::precision, &ResponseGame<Lanes>::steadfast, &ResponseGame<Lanes>::perceived,
                      &ResponseGame<Lanes>::resolve_gap})
    for (int k = 0; k < game.size; ++k) move((game.*member)[k], (to.*member)[k]);
  std::vector<Lanes> gain = stored(all_, game).gain;
  const std::size_t half = std::size_t{1} << (game.size - 1);
  for (int i = 0; i < game.types * game.size && game.change.base >= 0; ++i)
    add_gain_monomials(game.change, game.size, i / game.size, i % game.size, Lanes(1.0), &gain[i * half]);
  to.gain.resize(gain.size());
  to.value.resize(game.types * half * 2);  // its observer does not choose
  for (std::size_t i = 0; i < gain.size(); ++i) move(gain[i], to.gain[i]);
}

template class GamesInLanes<Single>;

}  // namespace wedge
