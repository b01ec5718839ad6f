#include "equilibrium/response_games.hpp"

#include <algorithm>
#include <limits>

#include "base/constant.hpp"
#include "base/linear.hpp"

namespace wedge {
namespace {

// Responders whose support is worked out together.
constexpr int block = 8;

}  // namespace

template <class Real>
ResponseGames<Real>::ResponseGames(const std::vector<ResponseGame<Real>>& games, int types, std::vector<int> place)
    : games_(games), types_(types), place_(std::move(place)) {
  for (int g = static_cast<int>(place_.size()); g < static_cast<int>(games.size()); ++g) place_.push_back(g);
  for (const ResponseGame<Real>& g : games) {
    offset_.push_back(size_);
    size_ += g.size;
  }
  kind_.resize(size_);
  for (auto* by_unknown : {&precision_, &steadfast_, &seen_, &support_, &slope_, &drift_, &perceived_,
                           &perceived_slope_, &perceived_drift_, &delta_, &newton_, &tangent_})
    by_unknown->resize(size_);
  value_slope_.resize(size_ * types);
  determinant_.resize(games.size());
  steps_.resize(size_ * (types - 1 + column_count));
  refresh();
}

template <class Real>
void ResponseGames<Real>::refresh() {
  kinds_.clear();
  foresighted_.clear();
  tau_of_kinds_ = Real(-1.0);
  misperceived_ = false;
  changed_ = false;
  for (std::size_t g = 0; g < games_.size(); ++g) {
    const ResponseGame<Real>& game = games_[g];
    changed_ |= game.change.base >= 0;
    if (!game.foresight.empty()) foresighted_.push_back(static_cast<int>(g));
    for (int k = 0; k < game.size; ++k) {
      const int i = offset_[g] + k;
      precision_[i] = game.precision[k];
      steadfast_[i] = game.steadfast[k];
      seen_[i] = game.perceived[k];
      misperceived_ |= any(game.perceived[k] != game.steadfast[k]);
      const SupportKind<Real> kind(game, k);
      const auto known = std::find(kinds_.begin(), kinds_.end(), kind);
      kind_[i] = static_cast<int>(known - kinds_.begin());
      if (known == kinds_.end()) kinds_.push_back(kind);
    }
  }
}

template <class Real>
void ResponseGames<Real>::set_support(std::span<const Real> support, std::span<const Real> perceived) {
  std::copy(support.begin(), support.end(), support_.begin());
  std::copy(perceived.begin(), perceived.end(), perceived_.begin());
}

// Eq. (S1) of all responders, a block at a time.
template <class Real>
void ResponseGames<Real>::respond(std::span<const Real> benefit, const Real& tau) {
  if (!all(tau == tau_of_kinds_))  // in Newton's method it stays
    for (SupportKind<Real>& kind : kinds_) kind.scale(tau);
  tau_of_kinds_ = tau;
  for (int first = 0; first < size_; first += block) respond_block(first, std::min(block, size_ - first), benefit);
  if (!foresighted_.empty()) respond_with_foresight(benefit, tau);
}

template <class Real>
void ResponseGames<Real>::pace(const Real& pace) {
  for (auto* drift : {&drift_, &perceived_drift_})
    for (Real& x : *drift) x *= pace;
}

// Support with its derivatives: as it is, and as the observer believes it.
template <class Real>
template <class Probability>
void ResponseGames<Real>::set_response(int i, const Probability& s) {
  support_[i] = s.p(steadfast_[i]);
  slope_[i] = s.slope(steadfast_[i]);
  drift_[i] = s.drift(steadfast_[i]);
  if (!misperceived_) return;
  perceived_[i] = s.p(seen_[i]);
  perceived_slope_[i] = s.slope(seen_[i]);
  perceived_drift_[i] = s.drift(seen_[i]);
}

// Eq. (19) in the place of (11), for those who foresee.
template <class Real>
void ResponseGames<Real>::respond_with_foresight(std::span<const Real> benefit, const Real& tau) {
  for (const int g : foresighted_)
    for (const Foresight<Real>& f : games_[g].foresight) {
      const int i = offset_[g] + f.responder;
      set_response(i, foresighted_support(games_[g], f, benefit[i], tau));
    }
}

// Each step for the whole block before the next: one responder's exponential and division take long, but a block's
// overlap. A few responders share a division.
template <class Real>
void ResponseGames<Real>::respond_block(int first, int count, std::span<const Real> benefit) {
  constexpr int shared = 4;
  static_assert(block % shared == 0);
  Real a[block], b[block], inverse[block];
  for (int j = 0; j < count; ++j) {
    kinds_[kind_[first + j]].factors(benefit[first + j], a[j], b[j]);
    inverse[j] = (1.0 + a[j]) * (1.0 + b[j]);
  }
  std::fill(inverse + count, inverse + block, Real(1.0));
  for (int j = 0; j < count; j += shared) reciprocals<shared>(inverse + j);
  for (int j = 0; j < count; ++j) {
    const int i = first + j;
    set_response(i, kinds_[kind_[i]].probability(benefit[i], a[j], b[j], inverse[j]));
  }
}

template <class Real>
void ResponseGames<Real>::set_values(Worth<Real>& out, bool slopes) {
  with_constant<few_constant>(types_, [&](auto types) {
    for (std::size_t g = 0; g < games_.size(); ++g) {
      const Real* const p = &perceived()[offset_[g]];
      Real* const value = &out.value[place_[g] * types];
      with_constant(games_[g].size, [&](auto n) {
        repeat(types, [&](auto type) {
          const Real* const coefficients = stored(games_, games_[g]).value.data() + (std::size_t{1} << n) * type;
          Real* const slope = slopes ? &value_slope_[offset_[g] * types + type * n] : nullptr;
          value[type] = slopes ? multilinear(n, coefficients, p, slope) : multilinear(n, coefficients, p);
          if (changed_) add_value_change(g, type, p, value[type], slope);
        });
      });
    }
  });
}

// What a game with a base changes about it.
template <class Real>
[[gnu::noinline]] void ResponseGames<Real>::add_value_change(int g, int type, const Real* p, Real& value,
                                                             Real* gradient) const {
  const ResponseGame<Real>& game = games_[g];
  if (game.change.base >= 0) wedge::add_value_change(game.change, game.size, type, p, value, gradient);
}
template <class Real>
[[gnu::noinline]] void ResponseGames<Real>::add_gain_change(int g, int type, int k, const Real* others, Real& gain,
                                                            Real* gradient) const {
  const ResponseGame<Real>& game = games_[g];
  if (game.change.base >= 0) wedge::add_gain_change(game.change, game.size, type, k, others, gain, gradient);
}

template <class Real>
void ResponseGames<Real>::set_gains(const std::vector<Real>& belief) {
  with_constant<few_constant>(types_, [&](auto types) {
    for (int g = 0; g < static_cast<int>(games_.size()); ++g)
      with_constant(games_[g].size, [&](auto n) { gains_of(n, types, g, &belief[g * types]); });
  });
}

// Δ_k, the expected gain of supporting, at the beliefs held.
template <class Real>
template <class Size, class Types>
void ResponseGames<Real>::gains_of(Size n, Types types, int g, const Real* belief) {
  const Real* const gain = stored(games_, games_[g]).gain.data();
  const std::size_t half = std::size_t{1} << (n - 1);
  repeat(n, [&](auto k) {
    Real others[capacity<Size>(most_variables)];
    all_but(n, k, &support_[offset_[g]], others);
    Real sum(0.0);
    repeat(types, [&](auto type) {
      Real own = multilinear(plus<-1>(n), gain + (type * n + k) * half, others);
      if (changed_) add_gain_change(g, type, k, others, own, nullptr);
      sum += belief[type] * own;
    });
    delta_[offset_[g] + k] = sum;
  });
}

template <class Real>
void ResponseGames<Real>::linearise(std::span<const Real> benefit, const std::vector<Real>& belief,
                                    Worth<Real>* answers) {
  sign_ = Real(1.0);
  with_constant<few_constant>(types_, [&](auto types) {
    for (int g = 0; g < static_cast<int>(games_.size()); ++g)
      with_constant(games_[g].size, [&](auto n) {
        linearise_game(n, types, g, benefit, &belief[g * types], answers == nullptr);
        if (answers != nullptr) answer_of(n, types, g, *answers);
        if (answers != nullptr && !parked_.empty()) answer_nothing(g, *answers);
      });
  });
}

// Eq. (S5): solves J x = [Δ − d | H | ∂Δ/∂τ] of one game, and leaves Δ behind.
template <class Real>
template <class Size, class Types>
void ResponseGames<Real>::linearise_game(Size n, Types types, int g, std::span<const Real> benefit, const Real* belief,
                                         bool apart) {
  constexpr int most = capacity<Size>(most_variables);
  const int first = offset_[g];
  const auto m = plus<-1>(types);
  const auto width = plus<column_count>(m);
  const auto others_count = plus<-1>(n);
  const Real* const gain = stored(games_, games_[g]).gain.data();
  const std::size_t half = std::size_t{1} << (n - 1);
  Real matrix[most * most];
  Real* const right = &steps_[first * width];
  repeat(n, [&](auto k) {
    Real others[most], gradient[most], partial[most], own[capacity<Types>(most_types)];
    all_but(n, k, &support_[first], others);
    Real sum(0.0);
    repeat(others_count, [&](auto l) { partial[l] = Real(0.0); });
    repeat(types, [&](auto type) {
      own[type] = multilinear(others_count, gain + (type * n + k) * half, others, gradient);
      if (changed_) add_gain_change(g, type, k, others, own[type], gradient);
      sum += belief[type] * own[type];
      repeat(others_count, [&](auto l) { partial[l] += belief[type] * gradient[l]; });
    });
    delta_[first + k] = sum;
    Real drift(0.0);
    matrix[k * n + k] = Real(1.0);
    repeat(others_count, [&](auto o) {
      const int l = o < k ? o : o + 1;
      matrix[k * n + l] = -partial[o] * slope_[first + l];
      drift += partial[o] * drift_[first + l];
    });
    Real* const row = right + k * width;
    row[newton_step] = sum - benefit[first + k];
    repeat(m, [&](auto e) { row[belief_step(e)] = belief[e + 1] * (own[e + 1] - sum); });
    row[tangent_step(m)] = drift;
  });
  Real determinant = solve_in_place(matrix, right, n, width);
  if (!parked_.empty()) determinant = leave_parked(g, width, benefit, determinant);
  determinant_[g] = determinant;
  sign_ = apart ? min(sign_, with_sign_of(determinant, Real(1.0))) : with_sign_of(determinant, sign_);
}

template <class Real>
void ResponseGames<Real>::park(int game, const Mask<Real>& where) {
  if (parked_.empty()) parked_.assign(games_.size(), !everywhere<Real>());
  parked_[game] = parked_[game] | where;
}

// Where it is parked: a damped step, whatever the beliefs do, and a determinant that tells nothing.
template <class Real>
[[gnu::noinline]] Real ResponseGames<Real>::leave_parked(int g, int width, std::span<const Real> benefit,
                                                         const Real& determinant) {
  const Mask<Real>& parked = parked_[g];
  if (!any(parked)) return determinant;
  for (int i = offset_[g]; i < offset_[g] + games_[g].size; ++i) {
    Real* const row = &steps_[i * width];
    for (int c = 0; c < width; ++c) row[c] = select(parked, Real(0.0), row[c]);
    row[newton_step] = select(parked, 0.5 * (delta_[i] - benefit[i]), row[newton_step]);
  }
  return select(parked, Real(1.0), determinant);
}

template <class Real>
[[gnu::noinline]] void ResponseGames<Real>::answer_nothing(int g, Worth<Real>& out) const {
  const Mask<Real>& parked = parked_[g];
  if (!any(parked)) return;
  const int first = place_[g] * types_, extra = types_ - 1;
  for (int i = first * column_count; i < (first + types_) * column_count; ++i)
    out.answer[i] = select(parked, Real(0.0), out.answer[i]);
  for (int i = first * extra; i < (first + types_) * extra; ++i) out.slope[i] = select(parked, Real(0.0), out.slope[i]);
}

// Eq. (S6): how the leaf of one game answers a shift c of beliefs, v + M c by type.
template <class Real>
template <class Size, class Types>
void ResponseGames<Real>::answer_of(Size n, Types types, int g, Worth<Real>& out) const {
  const int first = offset_[g], place = place_[g];
  const auto m = plus<-1>(types);
  const auto width = plus<column_count>(m);
  const Real* const slope = misperceived_ ? &perceived_slope_[first] : &slope_[first];
  const Real* const drift = misperceived_ ? &perceived_drift_[first] : &drift_[first];
  const Real* const right = &steps_[first * width];
  repeat(types, [&](auto type) {
    const Real* const gradient = &value_slope_[first * types + type * n];
    Real newton(0.0), tangent(0.0), shifted[capacity<Types>(most_types)];
    repeat(m, [&](auto e) { shifted[e] = Real(0.0); });
    repeat(n, [&](auto k) {
      const Real* const row = right + k * width;
      const Real weight = gradient[k] * slope[k];
      newton += weight * row[newton_step];
      tangent += weight * row[tangent_step(m)] + gradient[k] * drift[k];
      repeat(m, [&](auto e) { shifted[e] += weight * row[belief_step(e)]; });
    });
    Real* const v = &out.answer[(place * types + type) * column_count];
    v[newton_column] = newton;
    v[tangent_column] = tangent;
    repeat(m, [&](auto e) { out.slope[(place * types + type) * m + e] = shifted[e]; });
  });
}

template <class Real>
void ResponseGames<Real>::take_steps(const std::vector<Real>& shift, const std::vector<int>& leaf) {
  with_constant<few_constant>(types_, [&](auto types) { substitute(plus<-1>(types), shift, leaf); });
}

template <class Real>
template <class Extra>
void ResponseGames<Real>::substitute(Extra m, const std::vector<Real>& shifts, const std::vector<int>& leaf) {
  const auto width = plus<column_count>(m);
  for (int g = 0; g < static_cast<int>(games_.size()); ++g) {
    const Real* const shift = shifts.data() + leaf[g] * m * column_count;
    const int first = offset_[g], last = first + games_[g].size;
    for (int i = first; i < last; ++i) {
      const Real* const row = &steps_[i * width];
      Real newton = row[newton_step], tangent = row[tangent_step(m)];
      for (int e = 0; e < m; ++e) {
        newton += row[belief_step(e)] * shift[e * column_count + newton_column];
        tangent += row[belief_step(e)] * shift[e * column_count + tangent_column];
      }
      newton_[i] = newton;
      tangent_[i] = tangent;
    }
  }
}

template <class Real>
Real ResponseGames<Real>::residual_of(int g) const {
  Real largest(0.0);
  Mask<Real> numbers = largest < 1.0;  // max() alone would pass over what is no number
  for (int k = 0; k < games_[g].size; ++k) {
    const int i = offset_[g] + k;
    const Real off = abs(support_at(games_[g], k, delta_[i], Real(1.0)) - support_[i]);
    largest = max(largest, off);
    numbers &= finite(off);
  }
  return select(numbers, largest, Real(std::numeric_limits<double>::infinity()));
}

template <class Real>
Real ResponseGames<Real>::residual() const {
  Real largest(0.0);
  for (int g = 0; g < static_cast<int>(games_.size()); ++g) largest = max(largest, residual_of(g));
  return largest;
}

WEDGE_FOR_ONE_GAME(template class ResponseGames<double>)
template class ResponseGames<Pack>;

}  // namespace wedge
