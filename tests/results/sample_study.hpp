// A small study with every feature of the format: two axes, two label dimensions, failures, gaps in
// a measure.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <random>
#include <string>

#include "results/result.hpp"
#include "results/store.hpp"

namespace wedge::test {

inline StudyIdentity sample_study() {
  StudyIdentity study;
  study.title = "Sample: déjà vu";
  study.scenario_toml =
      "title = \"Sample: déjà vu\"\n\n[model]\ndecisiveness = 2.0\n\n[defender.jpn]\nforces = "
      "1.5\n";
  study.command = "wedge run sample.toml --sweep model.decisiveness=1:3:5";
  study.seed = "00000000deadbeef";
  study.method = "sobol";
  study.isa = "v3";
  study.program_version = "0.2.0";
  study.git_sha = "0123456789abcdef0123456789abcdef01234567";
  study.compiler = "GCC 12.2.0";
  study.rng = "philox4x64-10";
  study.quantile_levels = {0.05, 0.5, 0.95};
  StudyLayout& layout = study.layout;
  layout.axes = {{"decisiveness", "model.decisiveness", "", "decisiveness of force", {1, 1.5, 2, 2.5, 3}},
                 {"delay", "defender.jpn.delay", "days", "days to respond", {0, 0.1, 30}}};
  layout.dimensions = {{"defender", {"jpn", "rok", "us"}}, {"tactic", {"none", "threaten"}}};
  layout.variables = {
      {"deterrence", "probability", "the adversary stays quiet", {}, 0, 1},
      {"loss", "stake", "expected share that a target loses", {"defender"}, 1, 3},
      {"wedge_effect", "probability", "support that a tactic takes away", {"tactic", "defender"}, 4, 6}};
  layout.statuses = {"solved", "no_convergence", "lost_branch"};
  layout.slots = 10;
  layout.replicates = 2;
  layout.draws = 50;
  layout.block_points = 4;  // 15 points: not a divisor, so that runs of points are no rectangles
  layout.block_draws = 20;
  return study;
}

// Sums of draws that depend on their point and number only.
inline Sums sample_sums(const StudyLayout& layout, const Block& block) {
  Sums sums(block.points, layout.replicates, layout.slots, static_cast<int>(layout.statuses.size()));
  std::vector<double> values(static_cast<std::size_t>(layout.slots));
  for (std::int64_t p = 0; p < block.points; ++p)
    for (std::int64_t d = block.first_draw; d < block.first_draw + block.draws; ++d) {
      const std::int64_t point = block.first_point + p;
      std::mt19937_64 random(static_cast<std::uint64_t>(point * 1000003 + d));
      if (random() % 16 == 0 || point == 7) {
        sums.add_failure(p, 1 + static_cast<int>(random() % 2));
        continue;
      }
      for (double& value : values) value = std::ldexp(static_cast<double>(random() >> 11), -53);
      if (random() % 4 == 0) values[3] = std::numeric_limits<double>::quiet_NaN();
      values[4] = std::numeric_limits<double>::quiet_NaN();
      sums.add(p, static_cast<int>(d % layout.replicates), values.data());
    }
  return sums;
}

// A folder of its own, empty at the beginning and gone at the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "wedge-results-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
  const std::filesystem::path& path() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

inline void write_blocks(BlockStore& store, const StudyLayout& layout, const std::vector<int>& numbers) {
  for (const int number : numbers) store.write(layout.block(number), sample_sums(layout, layout.block(number)));
}

inline std::vector<int> all_blocks(const StudyLayout& layout) {
  std::vector<int> numbers;
  for (int number = 0; number < layout.blocks(); ++number) numbers.push_back(number);
  return numbers;
}

/// Every part stands somewhere in the text.
inline void expect_says(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

}  // namespace wedge::test
