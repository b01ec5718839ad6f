/// The best choice of levers: what it is, what it does, how much of that is luck of the draws that it was found on.
#pragma once

#include <chrono>
#include <filesystem>

#include "engine/decisions/evaluations.hpp"
#include "engine/decisions/objective.hpp"
#include "engine/decisions/search.hpp"

namespace wedge::engine {

/// What is to be reached at least cost: a share of the loss as it is, or a level of deterrence.
struct Target {
  bool of_loss = true;
  double value = 0.5;
};
/// `loss=0.5`, `deterrence=0.8`. InputError for other words.
Target target_of(const std::string& words);

struct OptimiseSettings {
  std::string levers;  ///< file
  Objective aim = Objective::loss;
  double level = 0.9;              ///< of the quantile and the tail
  std::optional<double> budget{};  ///< of the levers' costs together
  std::optional<Target> target{};  ///< with Objective::cost
  int front = 0;                   ///< points of the front, aim against cost; 0: none
  int starts = 4;                  ///< places that are followed, of those that are looked at first
  std::int64_t draws = 256;        ///< of the search; fresh_draws() judge what it found
  std::string seed = "5eed";
};

/// A state of the world by its draws. `aim` is what is made small; with a target, what it is of (loss, or deterrence).
struct Judged {
  double loss = 0.0, loss_error = 0.0, deterrence = 0.0, deterrence_error = 0.0, aim = 0.0, aim_error = 0.0;
  std::int64_t solved = 0;  ///< draws
};

struct Chosen {
  std::vector<double> values;  ///< of the levers
  double cost = 0.0, aim = 0.0, loss = 0.0, deterrence = 0.0;
  double budget = 0.0;  ///< of a point of the front
};

enum class Edge { none, low, high };

struct Optimum {
  Chosen choice;
  bool reached = true;                ///< the target; else this is the nearest to it that was found
  Judged before, after;               ///< on the draws of the search
  Judged fresh_before, fresh_after;   ///< on fresh draws
  double promised = 0.0, kept = 0.0;  ///< by how much the aim gets better: on the search's draws, on fresh ones
  double optimism = 0.0, optimism_error = 0.0;  ///< promised less kept; what is above chance the draws were chosen for
  std::vector<double> slope, slope_error;       ///< of the aim by each lever's unit
  std::vector<Edge> edge;                       ///< of its bounds, at which each lever is
  bool budget_binds = false;
  std::vector<Chosen> best_of_world;  ///< regret: what could be had in each scenario
  std::vector<double> regret;         ///< and by how much this is worse there
};

class Optimised {
 public:
  /// InputError for what is wrong with the scenario, the levers or the settings.
  Optimised(const ScenarioSource& source, const OptimiseSettings& settings);
  Optimised(const Optimised&) = delete;

  /// Keeps evaluations in this file, and takes from it what an earlier run with the same inputs has found; `force`: a
  /// file of other inputs is replaced. InputError where another file is in its place.
  void keep_in(const std::filesystem::path& file, bool force);

  std::int64_t draws() const;     ///< about, at most
  bool run(const OnDraws& work);  ///< false if it was stopped

  std::int64_t fresh_draws() const;  ///< four times as many as the search has, and 1024 at least
  const OptimiseSettings& settings() const { return settings_; }
  const ScenarioSource& source() const { return source_; }
  const Scenario<Quantity>& scenario() const { return worlds_[0]->scenario(); }
  const LeverSpace& space() const { return space_; }
  const std::vector<World>& scenarios() const { return file_.worlds; }
  const Evaluations& evaluations() const { return evaluations_; }
  const std::optional<Optimum>& optimum() const { return optimum_; }  ///< after run()
  const std::vector<Chosen>& front() const { return front_; }         ///< the cheapest first
  /// Of what was looked at so far, by an earlier run too; nothing before the first.
  std::optional<Chosen> best_so_far() const;
  double loss_now() const { return now_.loss; }
  const std::string& inputs_sha256() const { return inputs_; }
  const std::string& levers_text() const { return levers_text_; }

 private:
  using Values = CommonOutcomes::Values;
  using Worlds = std::vector<std::unique_ptr<CommonOutcomes>>;

  void check_settings() const;
  void check_ends() const;
  std::uint64_t seed() const;
  SearchSettings search_settings() const;
  std::vector<int> aimed_worlds() const;  // those that the aim is over
  double aim_of(const Evaluation& found) const;
  Chosen choice_of(const Evaluation& found) const;
  std::optional<double> shortfall(const Evaluation& found) const;

  bool look_at_now(const OnDraws& work);
  bool find_best(const OnDraws& work);
  bool find_least_cost(const OnDraws& work);
  bool find_least_regret(const OnDraws& work);
  bool find_front(const OnDraws& work);
  bool judge(const OnDraws& work);
  bool find_slopes(const OnDraws& work);
  Judged judged(const Worlds& worlds, const std::vector<Values>& values, const std::vector<Values>& best) const;
  bool of_deterrence() const { return settings_.target && !settings_.target->of_loss; }
  double aim_over(const std::vector<Values>& values, const std::vector<Values>& best,
                  const std::vector<std::size_t>* draws) const;
  double improvement_error(const Worlds& worlds, const std::vector<Values>& before, const std::vector<Values>& after,
                           const std::vector<Values>& best) const;
  std::optional<std::vector<Values>> values_at(const Worlds& worlds, const std::vector<std::string>& changes,
                                               const OnDraws& work) const;
  std::optional<std::vector<Values>> values_of_best(const Worlds& worlds, const OnDraws& work) const;
  std::optional<double> regret_at(const std::vector<double>& values, const OnDraws& work);
  std::optional<Chosen> chosen_at(const std::vector<double>& values, const OnDraws& work);
  std::string inputs() const;
  void keep(bool complete) const;
  void keep_now_and_then();
  void remember_from(const std::filesystem::path& file);

  ScenarioSource source_;
  OptimiseSettings settings_;
  std::string levers_text_, inputs_;
  Worlds worlds_, fresh_;
  LeversFile file_;
  LeverSpace space_;
  Evaluations evaluations_;
  Evaluation now_;
  std::optional<Optimum> optimum_;
  std::vector<Chosen> front_, best_of_world_;
  std::filesystem::path kept_in_;
  std::optional<std::chrono::steady_clock::time_point> kept_at_{};
};

}  // namespace wedge::engine
