// Whole games against complete solutions by two independent programs: the design's vectors.json (oracle 15) and
// the Python solver's solutions of the same cases with all measures.
#include <gtest/gtest.h>

#include <cctype>

#include "equilibrium/joint_system.hpp"
#include "support/compare.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

const char* const published = "vectors.json";
const char* const python = "reference/northeast-asia/vectors.json";

// The published solution of this case is an equilibrium but not the principal one; see the last test.
const char* const misselected = "no_plan";

class Vectors : public ::testing::TestWithParam<std::pair<const char*, std::string>> {};

TEST_P(Vectors, AgreeInEveryField) {
  const auto& [file, name] = GetParam();
  const nlohmann::json vector = json_file(data_path(file))[name];
  const Scenario<Quantity> scenario = load(data_path("northeast-asia.toml"), overrides_from(vector["set"]));
  const SolverOptions options{*selection_named(scenario.solver.selection)};
  expect_same(vector["solution"], solved_json(at_medians(scenario), options)["adversaries"][0], name);
}

std::vector<std::pair<const char*, std::string>> named_vectors() {
  std::vector<std::pair<const char*, std::string>> out;
  for (const char* const file : {published, python}) {
    const nlohmann::json vectors = json_file(data_path(file));
    for (const auto& [name, vector] : vectors.items())
      if (file != published || name != misselected) out.emplace_back(file, name);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(NortheastAsia, Vectors, ::testing::ValuesIn(named_vectors()), [](const auto& parameter) {
  std::string name = (parameter.param.first == published ? "published_" : "python_") + parameter.param.second;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

// The published `no_plan` solves (11) and (12) in our equations too, but the determinant of the joint system is
// negative there. It is +1 at τ = 0 and changes its sign only at folds, so a branch that reached this point would
// have turned, and the vector says that it did not: it lies on another branch.
TEST(PublishedNoPlan, IsAnEquilibriumOnAnotherBranch) {
  const nlohmann::json vector = json_file(data_path(published))[misselected];
  const Scenario<double> scenario = fixture(vector["set"]);
  const CrisisSolution<double> ours = solve_crisis(scenario, 0);
  JointSystem<double> system(ours.game);
  std::vector<double> support;
  for (std::size_t a = 0; a < ours.crisis.actions.size(); ++a)
    for (const int k : ours.target_of(static_cast<int>(a)).responders)
      support.push_back(vector["solution"]["actions"][a]["support"][scenario.defenders[k].id]);
  system.evaluate_support(support, support, 1.0, {});
  const std::vector<double> benefit = system.delta();
  system.evaluate(benefit, 1.0);
  system.linearise(benefit, 1.0);
  for (std::size_t i = 0; i < support.size(); ++i) EXPECT_NEAR(system.support()[i], support[i], 1e-12);
  EXPECT_EQ(system.determinant_sign(), -1.0);
  EXPECT_FALSE(vector["solution"]["fold"].get<bool>());
  EXPECT_FALSE(ours.joint.fold);
  const CrisisSolution<double> tight = solve_crisis(scenario, 0, {Selection::principal, Effort::tight});
  for (std::size_t i = 0; i < support.size(); ++i) EXPECT_NEAR(tight.joint.support[i], ours.joint.support[i], 1e-12);
}

}  // namespace
}  // namespace wedge::test
