/// A responder that foresees what its choice does to its name: equations (19) and (20).
#pragma once

#include <array>
#include <limits>

#include "base/real.hpp"

namespace wedge {

/// The two types of a responder, in the order of what is kept by type.
enum ResponderType { steadfast_type, wavering_type };
inline constexpr int responder_types = 2;
/// Most regions in which a defender that foresees may respond.
inline constexpr int most_foreseen_regions = 2;

/// A continuation value: δ W_t(b), on a grid of the log-odds b that the responder is steadfast. One axis a region, the
/// same points on all; linear between them, level beyond the ends. Each lane has its own values.
template <class Real>
struct Continuation {
  int regions = 1, points = 2;  ///< regions; points by region
  double lowest = 0.0, step = 1.0;
  std::array<const double*, RealTraits<Real>::lanes> worth{};  ///< by type, then by point, the last region fastest

  int size() const { return regions == 1 ? points : points * points; }
};

/// A responder of one game that foresees.
template <class Real>
struct Foresight {
  int responder;
  const Continuation<Real>* continuation;
  std::array<Real, most_foreseen_regions> log_odds, weight;  ///< by region: b, and ω of what is seen there
};

/// δ W_t and its slope where the log-odds have moved by ω times `news`, by type.
template <class Real>
struct Prospect {
  Real worth[responder_types], slope[responder_types];
};

/// One axis of the grid: the point below, the share of the way to the next, and 1 / step; 0 beyond the ends.
struct GridPlace {
  int below;
  double share, inverse;

  template <class Real>
  GridPlace(const Continuation<Real>& c, double log_odds) {
    const double at = (log_odds - c.lowest) / c.step, last = c.points - 1;
    const double clamped = at > 0.0 ? (at < last ? at : last) : 0.0;
    below = std::min(static_cast<int>(clamped), c.points - 2);
    share = clamped - below;
    inverse = at >= 0.0 && at < last ? 1.0 / c.step : 0.0;
  }
};

template <class Real>
Prospect<Real> prospect(const Foresight<Real>& f, const Real& news) {
  const Continuation<Real>& c = *f.continuation;
  Prospect<Real> out;
  for (int i = 0; i < RealTraits<Real>::lanes; ++i) {
    const auto place = [&](int g) {
      return GridPlace(c, lane(f.log_odds[g], i) + lane(f.weight[g], i) * lane(news, i));
    };
    const GridPlace a = place(0);
    for (int t = 0; t < responder_types; ++t) {
      const double* const w = c.worth[i] + t * c.size();
      if (c.regions == 1) {
        const double rise = w[a.below + 1] - w[a.below];
        set_lane(out.worth[t], i, w[a.below] + a.share * rise);
        set_lane(out.slope[t], i, lane(f.weight[0], i) * rise * a.inverse);
        continue;
      }
      const GridPlace b = place(1);
      const double* const corner = w + a.below * c.points + b.below;
      const double low = corner[0], rise = corner[1] - low, high = corner[c.points],
                   high_rise = corner[c.points + 1] - high;
      const double here = low + b.share * rise, there = high + b.share * high_rise;
      set_lane(out.worth[t], i, here + a.share * (there - here));
      set_lane(out.slope[t], i,
               lane(f.weight[0], i) * (there - here) * a.inverse +
                   lane(f.weight[1], i) * (rise + a.share * (high_rise - rise)) * b.inverse);
    }
  }
  return out;
}

/// The news of the type in a choice: ln P(choice | steadfast) − ln P(choice | wavering), of supporting and of standing
/// aside, eq. (20), where Λ's arguments are these.
template <class Real>
struct News {
  Real p[responder_types];
  Real supporting, aside;

  News(const Real& steadfast, const Real& wavering) {
    const Real argument[responder_types] = {steadfast, wavering};
    Real log_p[responder_types];
    for (int t = 0; t < responder_types; ++t) {
      const Real e = exp(-abs(argument[t])), both = 1.0 + e;
      p[t] = select(argument[t] > 0.0, Real(1.0), e) / both;
      log_p[t] = min(argument[t], Real(0.0)) - log(both);
    }
    supporting = log_p[steadfast_type] - log_p[wavering_type];
    aside = supporting - (steadfast - wavering);
  }
};

/// Eq. (19) for one responder at net benefit d and precision scale τ: the arguments x_t of Λ before τλ, which hold
/// together with (20), so that p is a function of d as it is for everybody else. They are found by Newton's method from
/// where a responder without foresight would stand, a lane's steps being its own; a lane in which they are not found
/// has no number.
///
/// Derivation. With D_t = δ [W_t(b + ω news of supporting) − W_t(b + ω news of standing aside)] and X = τλ x, the news
/// of supporting has slopes 1 − p_s and −(1 − p_w) in X_s and X_w, that of standing aside −p_s and p_w. So ∂D_t/∂x_s is
/// τλ times a mean of the slopes of δ W_t at the two, with weights 1 − p_s and p_s, and ∂D_t/∂x_w is −τλ times that
/// with weights 1 − p_w and p_w; x − D(x) = d + mood ± ρ/2 has the matrix I − ∂D/∂x for Newton's step and for the
/// derivatives in d and τ.
template <class Real>
class ForesightedSupport {
 public:
  /// `centre`: d + mood; `half`: ρ/2.
  ForesightedSupport(const Foresight<Real>& foresight, const Real& lambda, const Real& centre, const Real& half,
                     const Real& tau)
      : foresight_(foresight), lambda_(lambda), tau_(tau), base_{centre + half, centre - half} {
    find();
    const Real sharp = tau * lambda;
    const Real by_benefit[] = {Real(1.0), Real(1.0)};
    Real by_tau[responder_types], dx_benefit[responder_types], dx_tau[responder_types];
    for (int t = 0; t < responder_types; ++t)
      by_tau[t] = lambda * (at_.by_steadfast[t] * x_[steadfast_type] - at_.by_wavering[t] * x_[wavering_type]);
    solve(at_, by_benefit, dx_benefit);
    solve(at_, by_tau, dx_tau);
    for (int t = 0; t < responder_types; ++t) {
      const Real steep = at_.p[t] * (1.0 - at_.p[t]);
      slope_[t] = sharp * steep * dx_benefit[t];
      drift_[t] = lambda * steep * (x_[t] + tau * dx_tau[t]);
      p_[t] = at_.p[t] + sharp * steep * last_[t];
    }
  }

  Real p(const Real& pi) const { return mix(p_, pi); }
  Real slope(const Real& pi) const { return mix(slope_, pi); }  ///< dp/dd
  Real drift(const Real& pi) const { return mix(drift_, pi); }  ///< dp/dτ
  /// p_t, and x_t of (19).
  const Real& p_of(int type) const { return p_[type]; }
  Real argument(int type) const { return x_[type]; }

 private:
  static constexpr double negligible = 1e-10;  // a step, in units of Λ's argument: the next one would be its square
  static constexpr int most_steps = 100;

  // Where Newton's method stands: p, slopes, what is missing from (19), and the step to take.
  struct Point {
    Real p[responder_types], by_steadfast[responder_types], by_wavering[responder_types], step[responder_types];
    Real missing;
  };

  static Real mix(const Real (&by_type)[responder_types], const Real& pi) {
    return by_type[wavering_type] + pi * (by_type[steadfast_type] - by_type[wavering_type]);
  }

  void solve(const Point& at, const Real (&right)[responder_types], Real (&out)[responder_types]) const {
    const Real sharp = tau_ * lambda_;
    const Real a = 1.0 - sharp * at.by_steadfast[steadfast_type], b = sharp * at.by_wavering[steadfast_type],
               c = -sharp * at.by_steadfast[wavering_type], d = 1.0 + sharp * at.by_wavering[wavering_type];
    const Real inverse = 1.0 / (a * d - b * c);
    out[steadfast_type] = inverse * (d * right[steadfast_type] - b * right[wavering_type]);
    out[wavering_type] = inverse * (a * right[wavering_type] - c * right[steadfast_type]);
  }

  Point evaluate(const Real (&x)[responder_types]) const {
    const Real sharp = tau_ * lambda_;
    const News<Real> news(sharp * x[steadfast_type], sharp * x[wavering_type]);
    const Prospect<Real> come = prospect(foresight_, news.supporting), stay = prospect(foresight_, news.aside);
    Point out;
    Real missing[responder_types];
    for (int t = 0; t < responder_types; ++t) {
      out.p[t] = news.p[t];
      const auto mean = [&](const Real& p) { return come.slope[t] + p * (stay.slope[t] - come.slope[t]); };
      out.by_steadfast[t] = mean(news.p[steadfast_type]);
      out.by_wavering[t] = mean(news.p[wavering_type]);
      missing[t] = base_[t] + come.worth[t] - stay.worth[t] - x[t];
    }
    out.missing = max(abs(missing[steadfast_type]), abs(missing[wavering_type]));
    solve(out, missing, out.step);
    return out;
  }

  Real size_of_step(const Point& at) const {
    return tau_ * lambda_ * max(abs(at.step[steadfast_type]), abs(at.step[wavering_type]));
  }

  // Steps that do not help are halved.
  void find() {
    Real share(1.0);
    for (int t = 0; t < responder_types; ++t) x_[t] = base_[t];
    at_ = evaluate(x_);
    Mask<Real> going = !(size_of_step(at_) < negligible);
    for (int count = 0; count < most_steps && any(going); ++count) {
      Real trial[responder_types];
      for (int t = 0; t < responder_types; ++t) trial[t] = x_[t] + share * at_.step[t];
      const Point there = evaluate(trial);
      const Mask<Real> better = going & (there.missing < at_.missing);
      for (int t = 0; t < responder_types; ++t) {
        x_[t] = select(better, trial[t], x_[t]);
        for (auto member : {&Point::p, &Point::by_steadfast, &Point::by_wavering, &Point::step})
          (at_.*member)[t] = select(better, (there.*member)[t], (at_.*member)[t]);
      }
      at_.missing = select(better, there.missing, at_.missing);
      share = select(better, Real(1.0), 0.5 * share);
      going &= !(size_of_step(at_) < negligible);
    }
    for (int t = 0; t < responder_types; ++t) {
      last_[t] = select(going, Real(std::numeric_limits<double>::quiet_NaN()), at_.step[t]);
      x_[t] += last_[t];
    }
  }

  const Foresight<Real>& foresight_;
  const Real lambda_, tau_;
  const Real base_[responder_types];
  Real x_[responder_types], last_[responder_types], p_[responder_types], slope_[responder_types],
      drift_[responder_types];
  Point at_;
};

}  // namespace wedge
