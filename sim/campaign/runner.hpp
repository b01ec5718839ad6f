/// Campaigns: crises over time, linked by what is remembered (campaigns.md, "What moves").
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "campaign/hedging.hpp"
#include "measures/situation.hpp"

namespace wedge {

/// One round of one campaign, as a watcher sees it.
struct Round {
  int number;                   ///< from 0
  const CampaignState& before;  ///< at its start
  const CampaignState& after;
  std::span<const CrisisEvent> events;  ///< by adversary: what was played
  std::span<const Measures<double>>
      exact;                           ///< by adversary: probabilities and expectations given the round's opportunities
  std::span<const int> true_type;      ///< by adversary
  const std::vector<bool>& steadfast;  ///< by defender: its true type
  std::span<const double> name_worth;  ///< by defender, by type: NaN without foresight, or with nothing to answer
  std::span<const Hedge> hedges;       ///< by defender: empty where hedging is no choice
};

/// Plays campaigns of one scenario in packs. Each depends on its own number and values alone: events of the same number
/// share their chance over a sweep, and switching a mechanism off leaves all other chance as it was.
template <class Real>
class CampaignRunner {
 public:
  /// `leaves`: positions (numbers.hpp) of the values that a campaign is given.
  CampaignRunner(const Scenario<Quantity>& scenario, std::vector<int> leaves, std::uint64_t seed,
                 const SolverOptions& options, const NameSettings& names = {});
  ~CampaignRunner();

  int rounds() const { return rounds_; }
  const CampaignFrame& frame() const { return frame_; }
  /// The scenario with every rank that may be closed, as the states of its rounds stand.
  const Scenario<Quantity>& scenario() const { return source_; }

  /// `values` by campaign, then by leaf; `numbers` by campaign. watch(i, round) after each round of campaign i;
  /// within a round campaigns come in no particular order. A campaign whose game cannot be solved ends there with that
  /// status.
  using Watch = std::function<void(int, const Round&)>;
  std::vector<Status> run(std::span<const double> values, std::span<const std::uint64_t> numbers, const Watch& watch);

 private:
  struct Campaign;
  struct Game;  // the crises of those with an opportunity, without the defenders that are lost
  Game& game_for(const std::vector<bool>& acting, const std::vector<bool>& lost);
  using Solutions = std::vector<CrisisSolution<Real>>;
  void begin(Campaign& campaign);
  void begin_round(Campaign& campaign, int round) const;
  void play_round(std::vector<Campaign>& campaigns, int round, const Watch& watch);
  void play_pack(std::span<Campaign* const> pack, Game& game, const SolverOptions& options,
                 std::vector<Campaign*>* difficult, int round, const Watch& watch);
  const Scenario<Real>& load(std::span<Campaign* const> campaigns);
  void foresee(std::vector<Campaign>& campaigns);
  void hedge(std::vector<Campaign>& campaigns);
  std::vector<Hedge> hedges_of(const Campaign& campaign, const Scenario<double>& numbers, int round) const;
  std::vector<std::pair<int, std::array<Real, responder_types>>> names_of(const Solutions& solutions) const;
  void take(Campaign& campaign, const Game& game, const Solutions& solutions, const Scenario<double>& numbers,
            int round, int lane);
  void move_on(Campaign& campaign, const Scenario<double>& numbers, int round, const Watch& watch);
  double chance(const Campaign& campaign, int round, int item) const;
  double brink_chance(const Campaign& campaign, int round, int adversary) const;
  int item_of(int adversary, int item) const;

  const Scenario<Quantity> source_;  // with every rank that may be closed
  const CampaignFrame frame_;
  const std::uint64_t seed_;
  const SolverOptions options_;
  int rounds_;
  const Scenario<Real> blank_;
  CampaignLoader<Real> loader_;
  ForesightSolver<Real> foresight_;
  HedgingSolver<Real> hedging_;
  const bool hedges_by_choice_;
  std::map<std::pair<std::vector<bool>, std::vector<bool>>, std::unique_ptr<Game>> games_;
};

}  // namespace wedge
