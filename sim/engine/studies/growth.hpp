/// Finished studies that go on: the same study with more draws keeps those that it has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/studies/planned_study.hpp"
#include "results/estimates.hpp"

namespace wedge::engine {

/// What the attributes of a result say of its origin, by their names.
std::string origin_of(const Estimates& result, const std::string& name);
/// The study that a result describes, planned by this program; nothing where it does not say. `isa`: as in
/// StudyRequest.
std::optional<PlannedStudy> told_study(const Estimates& told, const std::string& file, const std::string& isa);

/// The study of a finished result, from what the file says of itself. InputError if it is not of this build of the
/// program, or stands in no file of ours.
PlannedStudy finished_study(const std::string& result, const std::string& isa);

/// `wedge run -o OUTPUT --draws MORE`: the study that is finished there with more draws or, where that was begun
/// before, the unfinished one. InputError that says what to do where the draws that it has cannot be kept.
PlannedStudy grown_study(const StudyRequest& request);

/// If the complete result at `output` is the same study with fewer draws, and keeps them, the study takes them from
/// there. Returns how many it has at a point; 0: it is no such result. InputError where it is one, but its draws cannot
/// be kept, unless it is to be replaced anyway.
std::int64_t take_over_draws(const std::string& output, PlannedStudy& planned, bool replaces);

/// What stands where the result of a study is to go.
struct Ground {
  bool finished = false;        ///< the complete result of this study: there is nothing to do
  bool replaces = false;        ///< what stands there goes, once the new result is complete
  std::int64_t kept_draws = 0;  ///< at each point, from the finished study which this one extends; 0: there is none
};

/// For `wedge run` and `wedge plan`. The study takes over the draws that are kept. InputError where another result is
/// in the way, unless by `force`, or where draws cannot be kept.
Ground ground_for(const std::string& output, PlannedStudy& planned, bool force);

}  // namespace wedge::engine
