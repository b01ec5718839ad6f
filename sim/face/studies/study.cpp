#include "wedge/study.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "engine/studies/in_memory.hpp"
#include "engine/studies/study_run.hpp"
#include "face/access.hpp"
#include "face/studies/follower.hpp"
#include "face/studies/result_state.hpp"

namespace wedge::face {

struct Study::State {
  engine::StudyRequest request;
  engine::PlannedStudy planned;
  std::vector<MeasureInfo> measures;
};

class StudyAccess {
 public:
  static const engine::StudyRequest& request(const Study& study) { return study.state_->request; }
  static const engine::PlannedStudy& planned(const Study& study) { return study.state_->planned; }
};

namespace {

// In quotes only where it has to be: the words are stored, and are to be those of the command line.
std::string package_word(const std::string& name) {
  return name.find_first_of(",\"'[]{}") == name.npos ? name : '"' + name + '"';
}

// In the words of `wedge run`, which the result file repeats.
engine::StudyRequest request_of(const Scenario& scenario, const StudyOptions& options) {
  engine::StudyRequest out;
  static_cast<engine::ScenarioSource&>(out) = Access::source(scenario);
  for (const Sweep& each : options.sweeps) {
    std::vector<std::string> texts = each.texts;
    if (each.key == "package") std::ranges::transform(texts, texts.begin(), package_word);
    out.sweep.push_back(
        each.key + '=' +
        (texts.empty() ? fmt::format("{}", fmt::join(each.values, ",")) : fmt::format("{}", fmt::join(texts, ","))));
  }
  out.packages = options.packages;
  out.draws = options.draws;
  if (!method_named(options.method))
    fail_input("method", "there is no '" + options.method + "'; expected sobol, lhs or random");
  out.method = options.method;
  out.seed = fmt::format("{:x}", options.seed);
  out.until = options.until;
  out.keep_draws = options.keep_draws;
  if (options.sensitivity) out.sensitivity = options.sensitivity_by;
  if (options.balance)
    out.balance = *options.balance == 0   ? "none"
                  : *options.balance == 1 ? "all"
                                          : fmt::format("1/{}", *options.balance);
  out.campaigns = options.campaigns;
  if (options.certify) out.certify = std::to_string(*options.certify);
  return out;
}

}  // namespace

Sweep sweep(const std::string& key, double low, double high, int count) {
  return {key, parse_sweep(fmt::format("{}={}:{}:{}", key, low, high, count)).values};
}

Study::Study(const Scenario& scenario, const StudyOptions& options) {
  engine::StudyRequest request = request_of(scenario, options);
  engine::PlannedStudy planned = engine::planned_study(request);
  std::vector<MeasureInfo> measures;
  const StudyLayout& layout = planned.study.layout();
  for (const Variable& variable : layout.variables)
    if (variable.slots > 0) measures.push_back(info_of(variable, layout.dimensions));
  state_ = std::make_shared<State>(State{std::move(request), std::move(planned), std::move(measures)});
}

std::int64_t Study::points() const { return state_->planned.study.layout().points(); }
std::int64_t Study::draws() const { return state_->planned.study.layout().draws; }
const std::vector<MeasureInfo>& Study::measures() const { return state_->measures; }

Result run(const Study& study, const RunOptions& options) {
  Follower follower(options, study.points() * study.draws());
  return ResultAccess::made(engine::estimate_study(StudyAccess::planned(study), options.threads, follower.stop(),
                                                   follower.draws_done(),
                                                   [&](const engine::Tally& found) { follower.hear(found); }));
}

bool run(const Study& study, const std::string& file, const RunOptions& options) {
  engine::StudyRequest request = StudyAccess::request(study);
  request.output = file;
  engine::StudyRun work(request, {options.threads, {}, false, options.replace});
  if (work.over()) return true;
  Follower follower(options, work.draws());
  engine::ThreadRunner threads;
  if (!work.compute(threads, follower.stop(), follower.draws_done(),
                    [&](const engine::Tally& found) { follower.hear(found); }))
    return false;
  return work.finish().has_value();
}

}  // namespace wedge::face
