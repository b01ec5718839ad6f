/// Packages: named sets of settings, what each costs, and which is the best remedy.
#pragma once

#include "engine/studies/common_outcomes.hpp"
#include "scenario/report.hpp"

namespace wedge::engine {

struct Package {
  std::string name;
  std::optional<double> cost;
  std::vector<std::string> set;  ///< KEY=VALUE
  reading::Spot spot;
};

/// `[[package]] name, set, cost`. InputError with every problem and its place.
std::vector<Package> read_packages(const std::string& text, const std::string& file);

/// The axis of a study over packages. `names`: with a comma between them, in quotes where they have one; `*`: the
/// scenario as it is, and all. `as it is` stands for no package, unless one has this name. `source`: the scenario.
/// InputError for what is wrong with the file, a name, or with a package on this scenario.
Sweep package_sweep(const ScenarioSource& source, const std::string& file, const std::string& names);

/// A scenario as it is, and with each of the packages, on the same draws.
class Remedies {
 public:
  struct Row {
    Package package;          ///< without a name: the scenario as it is
    Paired loss, deterrence;  ///< before: as it is
    Paired behind_best;       ///< loss; before: of the best
    std::int64_t solved = 0;  ///< draws
    bool best = false;
  };

  /// `file`: of the packages. InputError for what is wrong with one of them, at its place.
  Remedies(const ScenarioSource& source, const std::string& file, std::int64_t draws, const std::string& seed);

  std::int64_t draws() const { return outcomes_->draws(); }
  std::int64_t all_draws() const { return draws() * static_cast<std::int64_t>(packages_.size() + 1); }
  bool run(const OnDraws& work);  ///< false if it was stopped
  const Scenario<Quantity>& scenario() const { return outcomes_->scenario(); }
  /// After run(): the least loss first.
  std::vector<Row> rows() const;

 private:
  std::string file_;
  std::vector<Package> packages_;
  std::optional<CommonOutcomes> outcomes_;
  std::vector<CommonOutcomes::Values> values_;  // as it is, then by package
};

/// The table as JSON.
std::string remedies_document(const Remedies& remedies, const ScenarioSource& source, const std::string& packages,
                              const std::string& seed);

}  // namespace wedge::engine
