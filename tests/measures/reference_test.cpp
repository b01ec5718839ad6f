// Scenarios of all shapes against the independent Python solver in tests/reference, every measure included.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/compare.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

class Reference : public ::testing::TestWithParam<std::string> {};

TEST_P(Reference, AgreesInEveryField) {
  const std::string base = data_path("reference/" + GetParam());
  const Scenario<double> scenario = at_medians(load(base + ".toml"));
  const nlohmann::json selections = json_file(base + ".json")["selection"];
  ASSERT_FALSE(selections.empty());
  for (const auto& [selection, expected] : selections.items())
    expect_same(expected, solved_json(scenario, {*selection_named(selection)})["adversaries"][0],
                GetParam() + " " + selection);
}

class SeveralReference : public ::testing::TestWithParam<std::string> {};

TEST_P(SeveralReference, AgreesInEveryField) {
  const std::string base = data_path("reference/several/" + GetParam());
  const Scenario<double> scenario = at_medians(load(base + ".toml"));
  const nlohmann::json selections = json_file(base + ".json")["selection"];
  ASSERT_FALSE(selections.empty());
  for (const auto& [selection, expected] : selections.items())
    expect_same(expected, solved_json(scenario, {*selection_named(selection)}), GetParam() + " " + selection);
}

std::vector<std::string> names(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(data_path(folder)))
    if (entry.path().extension() == ".toml") out.push_back(entry.path().stem().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& parameter) {
  std::string name = parameter.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Reference, ::testing::ValuesIn(names("reference")), test_name);
INSTANTIATE_TEST_SUITE_P(All, SeveralReference, ::testing::ValuesIn(names("reference/several")), test_name);

}  // namespace
}  // namespace wedge::test
