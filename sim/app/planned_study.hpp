/// What `wedge run` is asked to compute.
#pragma once

#include "commands.hpp"
#include "wedge/results/store.hpp"
#include "wedge/study/study.hpp"

namespace wedge::app {

struct PlannedStudy {
  Study study;
  StudyIdentity identity;
};

/// The study of FILE and options or, without a FILE, the unfinished one in OUT.blocks/: then everything comes from its
/// manifest. InputError for what is wrong with either, and for options that define a study given without a FILE.
PlannedStudy planned_study(const RunArguments& arguments);

}  // namespace wedge::app
