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
  std::string packages;  ///< file of those that `package=NAMES` sweeps over
  std::int64_t draws = 1024;
  bool keep_draws = false, campaigns = false;
  std::string sensitivity;  ///< sobol or morris; empty: none
  std::string defining;     ///< the first option given that defines a study; empty: none, or more_draws
  bool more_draws =
      false;  ///< without a FILE, and of what defines a study the draws alone: what is finished is to grow
};

struct PlannedStudy {
  Study study;
  StudyIdentity identity;
  std::string extends{};  ///< the finished result from which it takes draws; empty: none
};

/// The study of FILE and options or, without a FILE, the unfinished one in OUT.blocks/: then everything comes from its
/// manifest; or the finished one with more draws. InputError for what is wrong with either, and for options that define
/// a study given without a FILE.
PlannedStudy planned_study(const StudyRequest& request);

/// The options of `wedge run` that define a study, whatever their order was.
std::vector<std::string> study_options(const StudyRequest& request);

/// Of how many draws the ties' balances are solved, in words; empty where there are none to solve.
std::string balance_in_words(const Study& study);

/// The settings that define the study of a request; `isa`: of the kernel.
StudySettings settings_of(const StudyRequest& request, Isa isa);
/// The kernel for a study that was begun with `begun_with`, or for a new one (empty); `wanted`: as in StudyRequest.
Isa isa_of(const std::string& wanted, const std::string& begun_with = {});
/// The study with its name, of this program.
PlannedStudy with_identity(Study study, const std::string& command);

/// The study that another process planned, or this one before. `isa`: as in StudyRequest; `file`: where it comes from,
/// in messages; `fragility`: as in StudySettings.
PlannedStudy planned_from(const StudyIdentity& stored, const std::string& isa, const std::string& file,
                          bool fragility = true);

}  // namespace wedge::engine
