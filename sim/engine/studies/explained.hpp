/// Which mechanisms carry a result: each switched off alone, and what each adds on the average over all orders in which
/// they may be switched on.
#pragma once

#include <array>
#include <unordered_map>

#include "engine/studies/common_outcomes.hpp"
#include "engine/studies/mechanisms.hpp"

namespace wedge::engine {

/// Up to so many players all orders are looked at, in two to their power scenarios.
inline constexpr int most_players_for_all_orders = 8;

struct ExplainSettings {
  std::int64_t draws = 256;
  std::string seed = "5eed";
  int orders = 24;  ///< of more players: how many orders are drawn, each with its reverse
};

/// Before: without it; after: with it.
struct Effect {
  Paired loss, deterrence;
};

/// What a mechanism, or several that hardly matter, add.
struct Contribution {
  std::string name;
  std::vector<int> mechanisms;
  Effect effect;  ///< before: 0; the standard error is that of the draws and of the orders
};

class Explained {
 public:
  /// InputError for what is wrong with the scenario or the settings.
  Explained(const ScenarioSource& source, const ExplainSettings& settings);

  const CommonOutcomes& outcomes() const { return outcomes_; }
  const Mechanisms& mechanisms() const { return mechanisms_; }

  // Both in this order; false if stopped. The same on any number of threads.
  std::int64_t draws_alone() const;
  bool run_alone(const OnDraws& work);
  std::int64_t draws_together() const;  ///< at most; after run_alone()
  bool run_together(const OnDraws& work);

  Effect whole() const;                   ///< all of them; from a world without any
  Effect alone(int mechanism) const;      ///< all others being there
  Effect by_itself(int mechanism) const;  ///< none of the others being there
  bool matters(int mechanism) const;      ///< counts in one of these
  bool idle(int mechanism) const;         ///< changes nothing in any draw of these
  std::int64_t solved() const;            ///< draws of the scenario as it is
  /// After run_together(): what each adds; the largest in loss first, those together that hardly matter last. Over the
  /// draws that were solved in every scenario they sum to whole().
  std::vector<Contribution> contributions() const;
  bool all_orders() const { return orders_.empty(); }
  int orders() const { return static_cast<int>(orders_.size()); }

 private:
  using Values = CommonOutcomes::Values;
  struct Player {
    std::string name;
    MechanismSet which;
  };
  const Values* evaluate(MechanismSet on, const OnDraws& work);
  const Values& at(MechanismSet on) const { return known_.at(on); }
  MechanismSet switched_on(std::uint64_t players) const;
  Effect effect(MechanismSet without, MechanismSet with) const;
  Paired added(int player, std::vector<double> Values::*measure) const;

  CommonOutcomes outcomes_;
  Mechanisms mechanisms_;
  ExplainSettings settings_;
  std::unordered_map<MechanismSet, Values> known_;  // by what is on
  std::vector<Player> players_;
  std::vector<std::vector<int>> orders_;  // empty: all
};

}  // namespace wedge::engine
