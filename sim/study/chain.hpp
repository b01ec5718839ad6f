/// Blocks that are computed in order, and when a point has had draws enough.
#pragma once

#include <memory>
#include <optional>

#include "study/layout.hpp"

namespace wedge {

/// One `--until MEASURE=SE`. Throws InputError that shows the form.
Until parse_until(const std::string& argument);

/// InputError that suggests the nearest variable when the layout has none of this name.
void require_measure(const Until& until, const StudyLayout& layout);

/// Follows one point, block by block, and says when its draws are enough. The decision is a function of the point's
/// blocks so far and of nothing else, so that whoever reads them again decides the same.
class StopRule {
 public:
  explicit StopRule(const StudyLayout& layout);
  /// One that has seen() this much.
  StopRule(const StudyLayout& layout, Sums seen) : StopRule(layout) { so_far_ = std::move(seen); }
  /// Takes in the point's next block. Does nothing without `until`.
  void add(const Sums& block);
  /// Whether each slot of the measure has a standard error above 0 and at most the one asked for, and at least two
  /// values in each replicate. An error of 0 says that nothing has happened yet, not that nothing will.
  bool satisfied() const;
  /// The watched measure's moments in the blocks so far; nothing before the first, and without `until`.
  const std::optional<Sums>& seen() const { return so_far_; }

 private:
  Until until_;
  Variable watched_;
  std::optional<Sums> so_far_;
};

/// The rest of a chain: its blocks from `first` up to `end`, until the rule is satisfied.
struct Chain {
  int first = 0, end = 0;
  std::shared_ptr<const StopRule> before;  ///< what it knows of the blocks before `first`; null if there are none
};

/// All of a study.
std::vector<Chain> all_chains(const StudyLayout& layout);

}  // namespace wedge
