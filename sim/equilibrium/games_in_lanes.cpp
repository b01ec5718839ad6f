#include "equilibrium/games_in_lanes.hpp"

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
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    first_.push_back(size_);
    responders_.push_back(game.games[cells_[c].at].size);
    leaf_[cells_[c].at] = leaf_of[cells_[c].game];
    cell_of_.insert(cell_of_.end(), cells_[c].count, static_cast<int>(c));
    size_ += cells_[c].count * responders_[c];
  }
  for (auto* numbers : {&precision_, &support_, &perceived_, &slope_, &delta_, &newton_, &tangent_})
    numbers->resize(size_);
  benefit_.resize(games_.size());
  seen_.resize(games_.size());
  belief_.resize(cells_.size() * types_);
}

template <class Real>
void GamesInLanes<Real>::refresh() {
  games_.refresh();
  scatter(games_.precision(), by_unknown, precision_);
}

template <class Real>
void GamesInLanes<Real>::gather(std::span<const Real> from, int width, std::vector<Lanes>& to) const {
  for (int c = 0; c < static_cast<int>(cells_.size()); ++c) {
    const Rows rows = rows_of(c, width);
    for (int i = 0; i < cell_lanes<Real>; ++i) {
      const Real* const one = &from[rows.by_game + (i < cells_[c].count ? i : 0) * rows.width];
      for (int k = 0; k < rows.width; ++k) set_lane(to[rows.by_cell + k], i, lane(one[k], 0));
    }
  }
}

template <class Real>
void GamesInLanes<Real>::scatter(const std::vector<Lanes>& from, int width, std::vector<Real>& to) const {
  for (int c = 0; c < static_cast<int>(cells_.size()); ++c) {
    const Rows rows = rows_of(c, width);
    for (int i = 0; i < cells_[c].count; ++i)
      for (int k = 0; k < rows.width; ++k)
        to[rows.by_game + i * rows.width + k] = Real(lane(from[rows.by_cell + k], i));
  }
}

template <class Real>
typename GamesInLanes<Real>::Rows GamesInLanes<Real>::rows_of(int c, int width) const {
  if (width == by_unknown) return {first_[c], games_.offset(cells_[c].at), responders_[c]};
  return {cells_[c].game * width, cells_[c].at * width, width};
}

template <class Real>
void GamesInLanes<Real>::respond(std::span<const Real> benefit, const Real& tau) {
  gather(benefit, by_unknown, benefit_);
  games_.respond(benefit_, Lanes(lane(tau, 0)));
  scatter(games_.support(), by_unknown, support_);
  if (games_.misperceived())
    scatter(games_.perceived(), by_unknown, perceived_);
  else
    perceived_ = support_;
  scatter(games_.slope(), by_unknown, slope_);
  for (int g = 0; g < static_cast<int>(parked_.size()); ++g)  // what a parked game does is of no account
    if (parked_[g]) std::fill_n(slope_.begin() + first(g), responders(g), Real(0.0));
}

template <class Real>
void GamesInLanes<Real>::set_support(std::span<const Real> support, std::span<const Real> perceived) {
  gather(support, by_unknown, benefit_);
  gather(perceived, by_unknown, seen_);
  games_.set_support(benefit_, seen_);
  std::copy(support.begin(), support.end(), support_.begin());
  scatter(games_.perceived(), by_unknown, perceived_);
}

template <class Real>
void GamesInLanes<Real>::set_values(Worth<Real>& out, bool slopes) {
  games_.set_values(worth_, slopes);
  scatter(worth_.value, types_, out.value);
}

template <class Real>
void GamesInLanes<Real>::set_gains(const std::vector<Real>& belief) {
  gather(belief, types_, belief_);
  games_.set_gains(belief_);
  scatter(games_.delta(), by_unknown, delta_);
}

template <class Real>
void GamesInLanes<Real>::linearise(std::span<const Real> benefit, const std::vector<Real>& belief,
                                   Worth<Real>* answers) {
  gather(benefit, by_unknown, benefit_);
  gather(belief, types_, belief_);
  games_.linearise(benefit_, belief_, answers == nullptr ? nullptr : &worth_);
  scatter(games_.delta(), by_unknown, delta_);
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
  scatter(games_.newton(), by_unknown, newton_);
  scatter(games_.tangent(), by_unknown, tangent_);
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
int GamesInLanes<Real>::first(int game) const {
  return first_[cell_of_[game]] + lane_of(game) * responders(game);
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
