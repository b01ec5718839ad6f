/// The work of the ranks above 0, from the first message to the last.
#pragma once

#include <memory>

#include "engine/studies/planned_study.hpp"
#include "station.hpp"

namespace wedge::mpi {

/// Waits for a plan, works as its orders say, passes on what goes up and down, and ends with the farewell.
class Member {
 public:
  /// `signals`: whether this process is asked to stop.
  Member(Post& post, const Agreement& agreement, const std::atomic<bool>& signals);

  /// Does what there is to do now. Returns whether that was anything. RankLost when a neighbour is silent.
  bool step();
  /// Whether the farewell was heard and passed on.
  bool over() const { return over_; }

 private:
  void hear(Letter&& letter);
  void begin(const std::string& plan);
  void report();
  bool due() const;
  void require_parent();
  int parent() const { return agreement_.tree.parent(post_.rank()); }
  std::vector<int> children() const { return agreement_.tree.children(post_.rank()); }

  Post& post_;
  const Agreement agreement_;
  const std::atomic<bool>& signals_;
  StudyLayout layout_;
  std::unique_ptr<engine::PlannedStudy> planned_;
  std::unique_ptr<Station> station_;
  Report pending_;  // not sent yet
  std::size_t pending_bytes_ = 0;
  Clock::time_point sent_ = Clock::now(), heard_ = Clock::now(), looked_ = Clock::now();
  bool over_ = false;
};

}  // namespace wedge::mpi
