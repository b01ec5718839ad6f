#include "campaign/foresight.hpp"

#include <algorithm>
#include <cmath>

#include "campaign/tiers.hpp"
#include "measures/expectation.hpp"

namespace wedge {
namespace {

// Compares the inputs of two games.
struct Moved {
  double least;

  bool operator()(double a, double b) const { return !(std::abs(a - b) <= least); }
  bool operator()(const std::vector<double>& a, const std::vector<double>& b) const {
    return !std::equal(a.begin(), a.end(), b.begin(), b.end(), [this](double x, double y) { return !(*this)(x, y); });
  }
};

// E u_k over the others' choices and the types, at the beliefs held after the action, if k supports and if not.
template <class Real>
std::array<Real, 2> utility_by_choice(const CrisisSolution<Real>& s, int g, int k, std::vector<Real>& support,
                                      std::vector<Real>& coalition) {
  const Payoffs<Real> payoffs = s.payoffs(g);
  std::array<Real, 2> out;
  support.assign(s.support(g).begin(), s.support(g).end());
  for (const bool supports : {false, true}) {
    support[k] = Real(supports ? 1.0 : 0.0);
    coalition_probabilities<Real>(support, coalition);
    Real sum(0.0);
    for (int type = 0; type < s.types(); ++type)
      sum += s.belief(g)[type] * expectation(coalition, [&](Coalition c) { return payoffs.utility(type, k, c); });
    out[supports] = sum;
  }
  return out;
}

// Calls use(game, foresight, support, news) for each game in which this defender foresees.
template <class Real, class Use>
void for_each_foresight(const CrisisSolution<Real>& s, int defender, Use use) {
  for (int g = 0; g < s.games(); ++g) {
    const ResponseGame<Real>& game = s.game.games[g];
    for (const Foresight<Real>& f : game.foresight) {
      if (s.target_of(g).responders[f.responder] != defender) continue;
      const Real &benefit = s.joint.benefit[s.first[g] + f.responder], &lambda = game.precision[f.responder];
      const ForesightedSupport<Real> support = foresighted_support(game, f, benefit, Real(1.0));
      use(g, f, support,
          News<Real>(lambda * support.argument(steadfast_type), lambda * support.argument(wavering_type)));
    }
  }
}

}  // namespace

std::vector<Foreseer> foreseers(const CampaignFrame& frame) {
  std::vector<Foreseer> out;
  for (int k = 0; k < static_cast<int>(frame.region_of.size()); ++k) {
    if (!frame.foresees[k]) continue;
    Foreseer one{k, {}};
    for (int region = 0; region < static_cast<int>(frame.regions.size()); ++region) {
      const auto attacked_there = [&](int i) { return frame.attackable[i] && frame.region_of[i] == region; };
      const auto supports = [&](int c) { return attacked_there(frame.commitment_ends[c].to); };
      if (attacked_there(k) || std::any_of(frame.commitments_of[k].begin(), frame.commitments_of[k].end(), supports))
        one.regions.push_back(region);
    }
    if (!one.regions.empty()) out.push_back(std::move(one));
  }
  return out;
}

bool outdated(const NameWorth& name, int defender, const CampaignState& now, double least_move) {
  if (name.worth.empty()) return true;
  const Moved moved{least_move};
  const CampaignState& then = name.at;
  for (int k = 0; k < static_cast<int>(now.defenders.size()); ++k) {
    const DefenderState &a = then.defenders[k], &b = now.defenders[k];
    if (a.lost != b.lost || moved(a.forces, b.forces) || moved(a.hybrid_resilience, b.hybrid_resilience) ||
        moved(a.missile_defence, b.missile_defence) || moved(a.posture, b.posture))
      return true;
    for (std::size_t g = 0; k != defender && g < a.log_odds.size(); ++g)
      if (moved(probability_of(a.log_odds[g]), probability_of(b.log_odds[g]))) return true;
  }
  for (std::size_t j = 0; j < now.adversaries.size(); ++j) {
    const AdversaryState &a = then.adversaries[j], &b = now.adversaries[j];
    if (moved(a.forces, b.forces) || moved(a.belief, b.belief) || moved(a.arsenal, b.arsenal) ||
        moved(a.grievance, b.grievance))
      return true;
  }
  for (std::size_t t = 0; t < now.ties.size(); ++t)
    if (moved(then.ties[t].affinity, now.ties[t].affinity) || moved(then.ties[t].integration, now.ties[t].integration))
      return true;
  return false;
}

template <class Real>
std::array<Real, responder_types> value_of_crisis(const CrisisSolution<Real>& s, int defender,
                                                  const std::array<Real, responder_types>& now) {
  Real answered(0.0);  // probability of an action to which it responds
  std::array<Real, responder_types> out{};
  std::vector<Real> alone, coalition;
  for_each_foresight(
      s, defender,
      [&](int g, const Foresight<Real>& f, const ForesightedSupport<Real>& support, const News<Real>& news) {
        const ResponseGame<Real>& game = s.game.games[g];
        const Real probability = s.probability(g), half = 0.5 * game.resolve_gap[f.responder];
        const Prospect<Real> come = prospect(f, news.supporting), stay = prospect(f, news.aside);
        const auto utility = utility_by_choice(s, g, f.responder, alone, coalition);
        answered += probability;
        for (int t = 0; t < responder_types; ++t) {
          const Real shift = game.mood + (t == steadfast_type ? half : -half), p = support.p_of(t);
          out[t] += probability * (p * (utility[1] + shift + come.worth[t]) + (1.0 - p) * (utility[0] + stay.worth[t]));
        }
      });
  for (int t = 0; t < responder_types; ++t) out[t] += (1.0 - answered) * now[t];
  return out;
}

template <class Real>
std::array<WeightedMean<Real>, responder_types> worth_of_name(const CrisisSolution<Real>& s, int defender) {
  std::array<WeightedMean<Real>, responder_types> out;
  for_each_foresight(s, defender,
                     [&](int g, const Foresight<Real>& f, const ForesightedSupport<Real>&, const News<Real>& news) {
                       const Prospect<Real> come = prospect(f, news.supporting), stay = prospect(f, news.aside);
                       for (int t = 0; t < responder_types; ++t)
                         out[t].add(s.probability(g), come.worth[t] - stay.worth[t]);
                     });
  return out;
}

template <class Real>
ForesightSolver<Real>::ForesightSolver(const Scenario<Real>& blank, const CampaignFrame& frame,
                                       CampaignLoader<Real>& loader, const SolverOptions& options, int horizon,
                                       const NameSettings& names)
    : blank_(blank),
      frame_(frame),
      loader_(loader),
      options_(options),
      horizon_(horizon),
      settings_(names),
      foreseers_(wedge::foreseers(frame)) {}

template <class Real>
ForesightSolver<Real>::~ForesightSolver() = default;

template <class Real>
typename Reputation<Real>::Outlook ForesightSolver<Real>::blank_outlook(const Foreseer& foreseer) const {
  typename Reputation<Real>::Outlook out{foreseer.defender, foreseer.regions, {}, {}, {}};
  out.worth.regions = static_cast<int>(foreseer.regions.size());
  out.worth.points = out.worth.regions == 1 ? settings_.points_of_one : settings_.points_of_two;
  out.worth.lowest = -settings_.end;
  out.worth.step = 2.0 * settings_.end / (out.worth.points - 1);
  return out;
}

template <class Real>
void ForesightSolver<Real>::set_outlooks(std::span<const ForesightCase* const> cases) {
  auto& outlooks = loader_.reputation().outlooks;
  outlooks.clear();
  for (std::size_t who = 0; who < foreseers_.size(); ++who) {
    auto& outlook = outlooks.emplace_back(blank_outlook(foreseers_[who]));
    for (int i = 0; i < RealTraits<Real>::lanes; ++i) {
      const ForesightCase& own = *cases[std::min<std::size_t>(i, cases.size() - 1)];
      outlook.worth.worth[i] = (*own.names)[who].worth.data();
      set_lane(outlook.spillover, i, loader_.numbers(i).campaign.spillover);
      for (std::size_t g = 0; g < outlook.regions.size(); ++g)
        set_lane(outlook.log_odds[g], i, own.state->defenders[outlook.defender].log_odds[outlook.regions[g]]);
    }
  }
}

template <class Real>
void ForesightSolver<Real>::foresee(std::span<ForesightCase> cases, const std::vector<bool>& lost) {
  for (int who = 0; who < static_cast<int>(foreseers_.size()); ++who) {
    std::vector<ForesightCase*> stale;
    for (ForesightCase& one : cases)
      if (one.status == Status::solved &&
          outdated((*one.names)[who], foreseers_[who].defender, *one.state, settings_.least_move))
        stale.push_back(&one);
    if (!stale.empty()) value_names(who, std::move(stale), lost);
  }
}

// (22), a round at a time.
template <class Real>
void ForesightSolver<Real>::value_names(int who, std::vector<ForesightCase*> cases, const std::vector<bool>& lost) {
  const auto outlook = blank_outlook(foreseers_[who]);
  std::vector<double> discount;
  for (ForesightCase* const one : cases) {
    NameWorth& name = (*one->names)[who];
    name.worth.assign(responder_types * outlook.worth.size(), 0.0);
    name.at = *one->state;
    discount.push_back(loader_.draw(one->row).campaign.discount);
  }
  std::vector<int> opponents;  // whose crises it answers
  for (int j = 0; j < static_cast<int>(frame_.targets_of.size()); ++j)
    if (answering(j, lost)[foreseers_[who].defender]) opponents.push_back(j);
  for (int h = 0; h < horizon_ && !opponents.empty(); ++h) {
    next_.clear();
    for (ForesightCase* const one : cases) next_[one] = (*one->names)[who].worth;
    for (const int j : opponents) value_crises(who, j, lost, cases);
    for (std::size_t i = 0; i < cases.size(); ++i) {
      std::vector<double>& worth = (*cases[i]->names)[who].worth;
      std::transform(next_[cases[i]].begin(), next_[cases[i]].end(), worth.begin(),
                     [&](double w) { return discount[i] * w; });
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < cases.size(); ++i)
      if (cases[i]->status == Status::solved) {
        cases[kept] = cases[i];
        discount[kept++] = discount[i];
      }
    cases.resize(kept);
    discount.resize(kept);
  }
}

// Adds one adversary's crises to (22), at every point of the grid.
template <class Real>
void ForesightSolver<Real>::value_crises(int who, int adversary, const std::vector<bool>& lost,
                                         const std::vector<ForesightCase*>& cases) {
  std::vector<Task> tasks;
  for (ForesightCase* const one : cases)
    if (one->status == Status::solved && loader_.draw(one->row).adversaries[adversary].opportunity > 0.0)
      for (int point = 0; point < static_cast<int>(next_[one].size()) / responder_types; ++point)
        tasks.push_back({one, point});
  CrisisSolver<Real>& solver = solver_for(adversary, lost);
  solve_in_tiers<Real>(std::move(tasks), options_,
                       [&](std::span<const Task> pack, const SolverOptions& options, std::vector<Task>* difficult) {
                         value_pack(who, adversary, solver, options, pack, difficult);
                       });
}

template <class Real>
void ForesightSolver<Real>::value_pack(int who, int adversary, CrisisSolver<Real>& solver, const SolverOptions& options,
                                       std::span<const Task> pack, std::vector<Task>* difficult) {
  std::vector<typename CampaignLoader<Real>::Lane> lanes;
  for (const Task& task : pack) lanes.push_back({task.campaign->row, task.campaign->state});
  const Scenario<Real>& scenario = loader_.load(lanes);
  auto& reputation = loader_.reputation();
  reputation.outlooks.assign(1, blank_outlook(foreseers_[who]));
  auto& outlook = reputation.outlooks[0];
  std::array<Real, responder_types> now;
  for (int i = 0; i < RealTraits<Real>::lanes; ++i) {
    const Task& task = pack[std::min<std::size_t>(i, pack.size() - 1)];
    const NameWorth& name = (*task.campaign->names)[who];
    outlook.worth.worth[i] = name.worth.data();
    set_lane(outlook.spillover, i, loader_.numbers(i).campaign.spillover);
    for (int g = 0, rest = task.point; g < outlook.worth.regions; ++g) {
      const int stride = g + 1 < outlook.worth.regions ? outlook.worth.points : 1;
      const double b = log_odds_at(outlook.worth.points, rest / stride);
      rest %= stride;
      set_lane(outlook.log_odds[g], i, b);
      set_lane_believed(loader_.numbers(i), frame_, outlook.defender, outlook.regions[g], b, i, reputation);
    }
    for (int t = 0; t < responder_types; ++t) set_lane(now[t], i, name.worth[t * outlook.worth.size() + task.point]);
  }
  const auto& solutions = solver.solve(scenario, options, &reputation);
  const auto value = value_of_crisis(solutions[0], outlook.defender, now);
  for (int i = 0; i < static_cast<int>(pack.size()); ++i) {
    const Status status = status_of(solutions, i);
    if (status != Status::solved && difficult != nullptr)
      difficult->push_back(pack[i]);
    else if (status != Status::solved)
      pack[i].campaign->status = status;
    else
      for (int t = 0; t < responder_types; ++t)
        next_[pack[i].campaign][t * outlook.worth.size() + pack[i].point] +=
            loader_.numbers(i).adversaries[adversary].opportunity * (lane(value[t], i) - lane(now[t], i));
  }
}

template <class Real>
std::vector<bool> ForesightSolver<Real>::answering(int adversary, const std::vector<bool>& lost) const {
  std::vector<bool> out(lost.size(), false);
  for (const Target& target : crisis_structure(blank_, adversary, lost).targets)
    for (const int responder : target.responders) out[responder] = true;
  return out;
}

template <class Real>
CrisisSolver<Real>& ForesightSolver<Real>::solver_for(int adversary, const std::vector<bool>& lost) {
  auto& solver = solvers_[{adversary, lost}];
  if (!solver) solver = std::make_unique<CrisisSolver<Real>>(blank_, std::vector<int>{adversary}, lost);
  return *solver;
}

#define WEDGE_FORESIGHT(Real)                                                                           \
  template class ForesightSolver<Real>;                                                                 \
  template std::array<Real, responder_types> value_of_crisis(const CrisisSolution<Real>&, int,          \
                                                             const std::array<Real, responder_types>&); \
  template std::array<WeightedMean<Real>, responder_types> worth_of_name(const CrisisSolution<Real>&, int)
WEDGE_FOR_ONE_GAME(WEDGE_FORESIGHT(double))
WEDGE_FORESIGHT(Pack);

}  // namespace wedge
