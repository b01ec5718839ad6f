/// Foresight of defenders (model.md, "A name to lose"): what their names are worth to them, equations (21) and (22).
#pragma once

#include <map>
#include <memory>

#include "campaign/load.hpp"

namespace wedge {

/// How names are valued: on grids of log-odds from −end to end, and anew where an input has moved by more than this.
struct NameSettings {
  int points_of_one = 25, points_of_two = 13;  ///< by region, where a name counts in one region or in two
  double end = 6.0, least_move = 1e-3;
};

/// A defender that foresees.
struct Foreseer {
  int defender;
  std::vector<int> regions;  ///< where it responds to attacks, positions in the frame's
};
/// In the order of the file.
std::vector<Foreseer> foreseers(const CampaignFrame& frame);

/// The worth of its name to one defender in one campaign.
struct NameWorth {
  std::vector<double> worth;  ///< δ W^H by type, then by point of the grid; empty until it is worked out
  CampaignState at;           ///< the state for which it was
};

/// Whether a name must be valued anew: some input of the game but this defender's own reputation has moved by more than
/// `least_move`, in probability for what is believed.
bool outdated(const NameWorth& name, int defender, const CampaignState& now, double least_move);

/// A campaign as far as foresight is concerned.
struct ForesightCase {
  int row;  ///< among the loader's values
  const CampaignState* state;
  std::vector<NameWorth>* names;  ///< by foreseer
  Status status = Status::solved;
};

/// Values the names of defenders that foresee, for campaigns in packs: a lane is a point of one campaign's grid.
template <class Real>
class ForesightSolver {
 public:
  /// Keeps references to the frame and the loader. Only the structure of `blank` counts.
  ForesightSolver(const Scenario<Real>& blank, const CampaignFrame& frame, CampaignLoader<Real>& loader,
                  const SolverOptions& options, int horizon, const NameSettings& names = {});
  ~ForesightSolver();

  const std::vector<Foreseer>& foreseers() const { return foreseers_; }
  /// Brings the names of campaigns up to date that have lost the same defenders. A case whose crises cannot be solved
  /// says so.
  void foresee(std::span<ForesightCase> cases, const std::vector<bool>& lost);
  /// Lets defenders foresee in the crises to be solved; after the loader has loaded these cases, a lane each.
  void set_outlooks(std::span<const ForesightCase* const> cases);

  /// Who answers the crises of this adversary, by defender.
  std::vector<bool> answering(int adversary, const std::vector<bool>& lost) const;
  /// Solves the crises of this adversary alone; it has a target left.
  CrisisSolver<Real>& solver_for(int adversary, const std::vector<bool>& lost);

 private:
  struct Task {
    ForesightCase* campaign;
    int point;
  };
  typename Reputation<Real>::Outlook blank_outlook(const Foreseer& foreseer) const;
  double log_odds_at(int points, int i) const { return settings_.end * (2.0 * i / (points - 1) - 1.0); }
  void value_names(int who, std::vector<ForesightCase*> cases, const std::vector<bool>& lost);
  void value_crises(int who, int adversary, const std::vector<bool>& lost, const std::vector<ForesightCase*>& cases);
  void value_pack(int who, int adversary, CrisisSolver<Real>& solver, const SolverOptions& options,
                  std::span<const Task> pack, std::vector<Task>* difficult);

  const Scenario<Real>& blank_;
  const CampaignFrame& frame_;
  CampaignLoader<Real>& loader_;
  const SolverOptions options_;
  const int horizon_;
  const NameSettings settings_;
  const std::vector<Foreseer> foreseers_;
  std::map<std::pair<int, std::vector<bool>>, std::unique_ptr<CrisisSolver<Real>>> solvers_;
  std::map<const ForesightCase*, std::vector<double>> next_;  // W of one round more
};

/// v_t of (21): what a crisis is worth to each type of a defender whose outlook is in it; `now` is δ W_t(b).
template <class Real>
std::array<Real, responder_types> value_of_crisis(const CrisisSolution<Real>& solution, int defender,
                                                  const std::array<Real, responder_types>& now);

/// The mean of δ [W_t(b+(a,1)) − W_t(b+(a,0))] over the attacks on those for whom a defender responds, by type, with
/// their probabilities.
template <class Real>
std::array<WeightedMean<Real>, responder_types> worth_of_name(const CrisisSolution<Real>& solution, int defender);

}  // namespace wedge
