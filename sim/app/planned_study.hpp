/// What `wedge run` is asked to compute.
#pragma once

#include "commands.hpp"
#include "results/store.hpp"
#include "study/study.hpp"

namespace wedge::app {

struct PlannedStudy {
  Study study;
  StudyIdentity identity;
};

/// The study of FILE and options or, without a FILE, the unfinished one in OUT.blocks/: then everything comes from its
/// manifest. InputError for what is wrong with either, and for options that define a study given without a FILE.
PlannedStudy planned_study(const RunArguments& arguments);

/// The options of `wedge run` that define a study, whatever their order was.
std::vector<std::string> study_options(const RunArguments& arguments);

/// The study that another process planned, or this one before. `isa`: as in RunArguments; `file`: where it comes from,
/// in messages.
PlannedStudy planned_from(const StudyIdentity& stored, const std::string& isa, const std::string& file);

}  // namespace wedge::app
