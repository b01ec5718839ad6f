/// Hedging as a choice: what allies do about their patron because it serves them, not because a rule says so
/// (campaigns.md, "Hedging and closing ranks").
#pragma once

#include "campaign/foresight.hpp"

namespace wedge {

/// The moves open to an ally in a round.
enum class HedgeOption { as_it_is, closer, looser, more_forces };
inline constexpr int hedge_options = std::tuple_size_v<HedgeWorth>;

/// A campaign as far as hedging is concerned.
struct HedgingCase {
  int row;  ///< among the loader's values
  const CampaignState* state;
  const ForesightCase* foresight;
  std::vector<HedgeWorth>* worth;  ///< by defender: what each option is worth to it
  Status status = Status::solved;
};

/// The value that an ally with a patron expects of a round's crises, Σ opportunity_j E u_k, as it is and with each
/// option; NaN where it has not got it.
template <class Real>
class HedgingSolver {
 public:
  /// Keeps references. Only the structure of `blank` counts.
  HedgingSolver(const Scenario<Real>& blank, const CampaignFrame& frame, CampaignLoader<Real>& loader,
                ForesightSolver<Real>& foresight, const SolverOptions& options);

  /// For campaigns that have lost the same defenders. A case whose crises cannot be solved says so.
  void weigh(std::span<HedgingCase> cases, const std::vector<bool>& lost);

 private:
  struct Task {
    HedgingCase* campaign;
    int ally, option;
    CampaignState state;  // with the option taken
  };
  std::vector<Task> tasks_of(HedgingCase& one, const std::vector<bool>& lost);

  const Scenario<Real>& blank_;
  const CampaignFrame& frame_;
  CampaignLoader<Real>& loader_;
  ForesightSolver<Real>& foresight_;
  const SolverOptions options_;
};

/// The choice of an ally, by logit with its own precision / (1 − discount): closer, looser or neither; more forces or
/// not. The two are chosen apart, each with a uniform of its own.
Hedge hedge_chosen(const HedgeWorth& worth, double precision, double discount, double cost_of_forces,
                   double u_of_integration, double u_of_forces);

}  // namespace wedge
