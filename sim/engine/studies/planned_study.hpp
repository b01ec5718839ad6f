/// The study that is asked for, and its plan.
#pragma once

#include "engine/reading.hpp"
#include "results/store.hpp"
#include "study/study.hpp"

namespace wedge::engine {

/// The definition of a study, in the words of `wedge run`, and the place of its result.
struct StudyRequest : ScenarioSource {
  std::string output, method = "sobol", seed = "5eed", until, isa, certify, balance;
  std::vector<std::string> sweep;
  std::int64_t draws = 1024;
  bool keep_draws = false, sensitivity = false, campaigns = false;
  std::string defining;  ///< the first option given that defines a study; empty: none
};

struct PlannedStudy {
  Study study;
  StudyIdentity identity;
};

/// The study of FILE and options or, without a FILE, the unfinished one in OUT.blocks/: then everything comes from its
/// manifest. InputError for what is wrong with either, and for options that define a study given without a FILE.
PlannedStudy planned_study(const StudyRequest& request);

/// The options of `wedge run` that define a study, whatever their order was.
std::vector<std::string> study_options(const StudyRequest& request);

/// Of how many draws the ties' balances are solved, in words; empty where there are none to solve.
std::string balance_in_words(const Study& study);

/// The study that another process planned, or this one before. `isa`: as in StudyRequest; `file`: where it comes from,
/// in messages.
PlannedStudy planned_from(const StudyIdentity& stored, const std::string& isa, const std::string& file);

}  // namespace wedge::engine
