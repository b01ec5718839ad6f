// Studies of several adversaries: what stands where, and that it is what solving and measuring by hand gives.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <iomanip>
#include <map>
#include <sstream>

#include "app/commands.hpp"
#include "engine/solved.hpp"
#include "study/run.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

const std::string file = data_path("reference/several/shared-patron.toml");
const std::vector<std::string> uncertain{"model.mood={ uniform = [-0.05, 0.05] }",
                                         "adversary.east-rival.closing_ranks.west-rival={ uniform = [0, 0.8] }"};

std::vector<Override> overrides(const std::vector<std::string>& arguments) {
  std::vector<Override> out;
  for (const std::string& argument : arguments) out.push_back(parse_override(argument));
  return out;
}

Study study(const std::vector<std::string>& sweeps, const StudySettings& settings,
            const std::vector<std::string>& set = uncertain) {
  std::vector<Sweep> parsed;
  for (const std::string& sweep : sweeps) parsed.push_back(parse_sweep(sweep));
  return Study(file_text(file), file, overrides(set), parsed, settings);
}

StudySettings settings(bool balance = false, bool keep_draws = false) {
  StudySettings out;
  out.draws = 16;
  if (balance) out.balance_one_in = 1;
  out.keep_draws = keep_draws;
  return out;
}

using Place = std::map<std::string, std::string>;  // label by dimension

// The slot of a variable at these labels, all of which it must have.
int slot_of(const StudyLayout& layout, const std::string& name, const Place& place = {}) {
  for (const Variable& variable : layout.variables) {
    if (variable.name != name) continue;
    EXPECT_EQ(variable.dimensions.size(), place.size()) << name;
    int slot = 0;
    for (const std::string& dimension : variable.dimensions)
      for (const LabelDimension& known : layout.dimensions)
        if (known.name == dimension) {
          const auto found = std::find(known.labels.begin(), known.labels.end(), place.at(dimension));
          EXPECT_NE(found, known.labels.end()) << name << " " << place.at(dimension);
          slot = slot * static_cast<int>(known.labels.size()) + static_cast<int>(found - known.labels.begin());
        }
    return variable.first_slot + slot;
  }
  ADD_FAILURE() << name;
  return 0;
}

const Variable* variable(const StudyLayout& layout, const std::string& name) {
  for (const Variable& v : layout.variables)
    if (v.name == name) return &v;
  return nullptr;
}

using Names = std::vector<std::string>;

Names labels(const StudyLayout& layout, const std::string& dimension) {
  for (const LabelDimension& d : layout.dimensions)
    if (d.name == dimension) return d.labels;
  return {};
}

TEST(SeveralLayout, HasADimensionOfAdversariesAndUnionsOfLabels) {
  const Study s = study({}, settings());
  const StudyLayout& layout = s.layout();
  EXPECT_EQ(labels(layout, "adversary"), (Names{"east-rival", "west-rival"}));
  EXPECT_EQ(labels(layout, "target"), (Names{"ela", "wim"}));
  EXPECT_EQ(labels(layout, "region"), (Names{"east", "west"}));
  EXPECT_EQ(labels(layout, "type"), (Names{"wary", "bold"}));  // both have both
  EXPECT_EQ(labels(layout, "actor"), (Names{"patron", "ela", "wim", "east-rival", "west-rival"}));
  EXPECT_EQ(variable(layout, "deterrence")->dimensions, (Names{"adversary"}));
  EXPECT_EQ(variable(layout, "loss")->dimensions, (Names{"adversary", "target"}));
  EXPECT_EQ(variable(layout, "wedge_effect")->dimensions, (Names{"adversary", "tactic", "defender"}));
  EXPECT_EQ(variable(layout, "overall_loss")->dimensions, (Names{"target"}));
  EXPECT_EQ(variable(layout, "overall_attack")->dimensions, (Names{"region"}));
  EXPECT_EQ(variable(layout, "coordination")->dimensions, Names{});
  EXPECT_EQ(variable(layout, "net"), nullptr);  // only with --balance
  EXPECT_EQ(variable(study({}, settings(true)).layout(), "net")->dimensions, (Names{"tie"}));

  std::vector<Override> one = overrides(uncertain);
  one.push_back(parse_override("adversary.west-rival="));
  one.push_back(parse_override("adversary.east-rival.closing_ranks="));
  std::erase_if(one, [](const Override& o) { return o.key == "adversary.east-rival.closing_ranks.west-rival"; });
  const Study alone(file_text(file), file, one, {}, settings());
  EXPECT_EQ(variable(alone.layout(), "deterrence")->dimensions, Names{});
  EXPECT_EQ(variable(alone.layout(), "coordination"), nullptr);
  EXPECT_TRUE(labels(alone.layout(), "adversary").empty());
  EXPECT_NE(variable(alone.layout(), "net"), nullptr);
}

// One draw solved and measured by hand.
engine::Solved by_hand(const Study& s, const Draws& kept, int draw, const std::vector<std::string>& more = {}) {
  std::vector<Override> at = overrides(more);
  const std::size_t inputs = s.layout().inputs.size();
  for (std::size_t i = 0; i < inputs; ++i) {
    std::ostringstream value;
    value << std::showpoint << std::setprecision(17) << kept.inputs[draw * inputs + i];
    at.push_back({s.layout().inputs[i].name, value.str()});
  }
  return engine::solve_all(at_medians(load(file, at)), {});
}

TEST(SeveralStudy, RowsAreSolutionsAndMeasures) {
  const Study s = study({"rung.assault.demand=0.2,0.9"}, settings(true, true));
  const StudyLayout& layout = s.layout();
  const std::vector<std::string> adversaries = labels(layout, "adversary"), targets = labels(layout, "target"),
                                 defenders = labels(layout, "defender"), tactics = labels(layout, "tactic");
  int blocks = 0, rows = 0;
  for (int b = 0; b < layout.blocks(); ++b, ++blocks) {
    Draws kept;
    s.run(b, nullptr, &kept);
    const Block block = layout.block(b);
    for (std::int64_t point = 0; point < block.points; ++point)
      for (std::int64_t d = 0; d < block.draws; d += 5, ++rows) {
        ASSERT_EQ(kept.status[point * block.draws + d], 0);
        const double* const row = &kept.values[(point * block.draws + d) * layout.slots];
        const auto found = [&](const std::string& name, const Place& place = {}) {
          return row[slot_of(layout, name, place)];
        };
        const bool second = block.first_point + point == 1;
        const engine::Solved hand =
            by_hand(s, kept, static_cast<int>(d), {second ? "rung.assault.demand=0.9" : "rung.assault.demand=0.2"});
        ASSERT_EQ(hand.status, Status::solved);
        for (std::size_t j = 0; j < adversaries.size(); ++j) {
          const Measures<double>& m = hand.crises[j].measures;
          const std::string& j_name = adversaries[j];
          EXPECT_NEAR(found("deterrence", {{"adversary", j_name}}), m.deterrence, 1e-9);
          EXPECT_NEAR(found("total_loss", {{"adversary", j_name}}), m.total_loss, 1e-9);
          EXPECT_NEAR(found("deterrence_by_type", {{"adversary", j_name}, {"type", "bold"}}), m.deterrence_by_type[1],
                      1e-9);
          EXPECT_NEAR(found("loss", {{"adversary", j_name}, {"target", targets[j]}}), m.loss[0], 1e-9);
          EXPECT_TRUE(std::isnan(found("loss", {{"adversary", j_name}, {"target", targets[1 - j]}})));
          EXPECT_TRUE(std::isnan(found("attack_by_target", {{"adversary", j_name}, {"target", targets[1 - j]}})));
          EXPECT_NEAR(found("welfare", {{"adversary", j_name}, {"actor", "patron"}}), m.welfare[0], 1e-9);
          EXPECT_NEAR(found("welfare", {{"adversary", j_name}, {"actor", j_name}}), m.welfare[3], 1e-9);
          EXPECT_TRUE(std::isnan(found("welfare", {{"adversary", j_name}, {"actor", adversaries[1 - j]}})));
          for (std::size_t t = 0; t < tactics.size(); ++t)
            for (std::size_t k = 0; k < defenders.size(); ++k) {
              const double here =
                  found("wedge_effect", {{"adversary", j_name}, {"tactic", tactics[t]}, {"defender", defenders[k]}});
              const double there = m.wedge_effect[t * defenders.size() + k];
              EXPECT_EQ(std::isnan(here), std::isnan(there)) << tactics[t] << " " << defenders[k];
              if (!std::isnan(there)) {
                EXPECT_NEAR(here, there, 1e-9);
              }
            }
        }
        EXPECT_NEAR(found("overall_deterrence"), hand.situation.deterrence, 1e-9);
        EXPECT_NEAR(found("overall_total_loss"), hand.situation.total_loss, 1e-9);
        EXPECT_NEAR(found("overall_loss", {{"target", "wim"}}), hand.situation.loss[1], 1e-9);
        EXPECT_NEAR(found("overall_attack", {{"region", "west"}}), hand.situation.attack_by_region[1], 1e-9);
        EXPECT_NEAR(found("coordination"), hand.coordination, 1e-9);
        EXPECT_NEAR(found("net", {{"tie", "patron-wim"}}), hand.balance[1].net(), 1e-9);
        EXPECT_NEAR(found("seam", {{"tie", "patron-ela"}}), hand.balance[0].seam(), 1e-9);
      }
  }
  EXPECT_GE(rows, 6);
}

class SeveralRun : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int run(std::vector<std::string> more, bool define = true) {
    std::vector<std::string> arguments{"run"};
    if (define) {
      arguments.insert(arguments.end(),
                       {file, "--draws", "80", "--sweep", "rung.assault.demand=0.2,0.6,0.9", "--keep-draws"});
      for (const std::string& set : uncertain) arguments.insert(arguments.end(), {"--set", set});
    }
    arguments.insert(arguments.end(), {"-o", result_, "--quiet"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::ostringstream out, err;
    const int code = app::run(arguments, out, err);
    EXPECT_EQ(err.str(), "");
    return code;
  }
  std::string taken() const {
    const std::string bytes = file_text(result_);
    std::filesystem::remove(result_);
    return bytes;
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wedge-several-test-" + std::to_string(getpid()));
  const std::string result_ = (folder_ / "out.h5").string();
};

TEST_F(SeveralRun, ThreadsDoNotMatter) {
  ASSERT_EQ(run({"--threads", "1", "--balance"}), 0);
  const std::string one = taken();
  for (const std::string threads : {"2", "3"}) {
    ASSERT_EQ(run({"--threads", threads, "--balance"}), 0);
    EXPECT_TRUE(taken() == one) << threads;
  }
}

TEST_F(SeveralRun, GoesOnWithItsBalanceAndItsAdversary) {
  for (const std::vector<std::string>& options : {std::vector<std::string>{},
                                                  {"--balance"},
                                                  {"--balance", "1/2"},
                                                  {"--adversary", "east-rival"},
                                                  {"--adversary", "west-rival", "--balance"}}) {
    ASSERT_EQ(run(options), 0);
    const std::string whole = taken();
    std::vector<std::string> shard = options;
    shard.insert(shard.end(), {"--shard", "1/2"});
    ASSERT_EQ(run(shard), 0);
    EXPECT_FALSE(std::filesystem::exists(result_));
    ASSERT_EQ(run({}, false), 0);
    EXPECT_TRUE(taken() == whole) << (options.empty() ? "" : options[0]);
  }
}

}  // namespace
}  // namespace wedge::test
