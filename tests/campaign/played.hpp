/// Campaigns played and kept.
#pragma once

#include "campaign/runner.hpp"
#include "sampling/sampler.hpp"

namespace wedge::test {

struct PlayedRound {
  CampaignState before, after;
  std::vector<CrisisEvent> events;
  std::vector<Measures<double>> exact;
  std::vector<double> name_worth;
};

struct Played {
  std::vector<PlayedRound> rounds;
  std::vector<int> true_type;
  std::vector<bool> steadfast;
  Status status;
};

/// Campaigns `first` … of a scenario without uncertain keys.
template <class Real>
std::vector<Played> played(const Scenario<Quantity>& s, int count, std::uint64_t first = 0, std::uint64_t seed = 0x5eed,
                           const NameSettings& names = {}) {
  CampaignRunner<Real> runner(s, {}, seed, {*selection_named(s.solver.selection)}, names);
  std::vector<Played> out(count);
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(first + i);
  const std::vector<Status> statuses = runner.run({}, numbers, [&](int i, const Round& round) {
    out[i].true_type.assign(round.true_type.begin(), round.true_type.end());
    out[i].steadfast = round.steadfast;
    out[i].rounds.push_back({round.before,
                             round.after,
                             {round.events.begin(), round.events.end()},
                             {round.exact.begin(), round.exact.end()},
                             {round.name_worth.begin(), round.name_worth.end()}});
  });
  for (int i = 0; i < count; ++i) out[i].status = statuses[i];
  return out;
}

/// All numbers of a state in one row, to be compared to the last bit.
inline std::vector<double> numbers_of(const CampaignState& state) {
  std::vector<double> out;
  const auto add = [&out](const std::vector<double>& more) { out.insert(out.end(), more.begin(), more.end()); };
  for (const DefenderState& d : state.defenders) {
    add({d.forces, d.peace, d.hybrid_resilience, d.missile_defence, static_cast<double>(d.lost)});
    add(d.posture);
    add(d.log_odds);
  }
  for (const AdversaryState& a : state.adversaries) {
    add({a.arsenal, a.grievance, static_cast<double>(a.capped)});
    for (const auto* numbers : {&a.forces, &a.peace, &a.belief, &a.ranks}) add(*numbers);
  }
  for (const TieState& t : state.ties) add({t.affinity, t.integration});
  return out;
}

/// What happened, without probabilities.
inline std::vector<int> happened(const CrisisEvent& e) {
  std::vector<int> out{static_cast<int>(e.course), e.target, e.held};
  if (e.attack())
    out.insert(out.end(), {e.action.rung, static_cast<int>(e.action.tactic), static_cast<int>(e.action.at)});
  for (const Response& r : e.responses) out.insert(out.end(), {r.defender, r.supports});
  return out;
}

/// A mean with its standard error, and how many of them it is off.
struct Mean {
  double sum = 0.0, squares = 0.0;
  int count = 0;

  void add(double x) { sum += x, squares += x * x, ++count; }
  double mean() const { return sum / count; }
  double standard_error() const { return std::sqrt(std::max(0.0, squares / count - mean() * mean()) / (count - 1)); }
};

}  // namespace wedge::test
