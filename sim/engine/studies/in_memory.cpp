#include "engine/studies/in_memory.hpp"

#include <map>
#include <optional>
#include <vector>

#include "study/run.hpp"

namespace wedge::engine {
namespace {

// The blocks of a group of points. They are merged in their order: the order is part of the result.
class Group {
 public:
  explicit Group(const StudyLayout& layout) : until_(!layout.until.measure.empty()), rule_(layout) {}

  void add(const Block& block, const Sums& sums, const StudyLayout& layout) {
    waiting_.emplace(block.number % layout.draw_groups(), sums);
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == merged_; next = waiting_.begin()) {
      if (until_) rule_.add(next->second);
      if (sums_)
        sums_->merge(next->second);
      else
        sums_ = std::move(next->second);
      waiting_.erase(next);
      ++merged_;
    }
    complete_ = merged_ == layout.draw_groups() || (until_ && rule_.satisfied());
  }

  // As far as the blocks have come.
  void write(std::int64_t first_point, Estimates& out) {
    for (auto& [number, sums] : waiting_) {  // with gaps before them
      if (sums_)
        sums_->merge(sums);
      else
        sums_ = std::move(sums);
    }
    if (sums_) set_points(first_point, *sums_, complete_ ? PointStatus::complete : PointStatus::partial, out);
    sums_.reset();
    waiting_.clear();
  }
  bool complete() const { return complete_; }

 private:
  const bool until_;
  StopRule rule_;
  std::optional<Sums> sums_;
  std::map<std::int64_t, Sums> waiting_;
  std::int64_t merged_ = 0;
  bool complete_ = false;
};

}  // namespace

Estimates estimate_study(const PlannedStudy& planned, int threads, const std::atomic<bool>& stop,
                         std::atomic<std::int64_t>& draws_done, const std::function<void(const Tally&)>& finished) {
  const StudyLayout& layout = planned.study.layout();
  Estimates out = empty_estimates(layout, planned.identity.quantile_levels);
  out.title = planned.identity.title;
  out.scenario_toml = planned.identity.scenario_toml;
  out.command = planned.identity.command;
  std::map<std::int64_t, Group> open;
  run_chains(
      planned.study, all_chains(layout), threads, stop,
      [&](const Block& block, const Sums& sums, const Draws&) {
        Group& group = open.try_emplace(layout.group_of(block.number), layout).first->second;
        group.add(block, sums, layout);
        if (group.complete()) {
          group.write(block.first_point, out);
          open.erase(layout.group_of(block.number));
        }
        finished(Tally(layout, sums));
      },
      &draws_done);
  for (auto& [number, group] : open) group.write(number * layout.block_points, out);
  return out;
}

}  // namespace wedge::engine
