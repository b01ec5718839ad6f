// Sweeps over texts and packages: each label is the scenario that it says, on the same draws.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/error.hpp"
#include "study/run.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

const Override mood{"model.mood", "{ uniform = [-0.2, 0.2] }"},
    rear{"defender.rear.forces", "{ uniform = [0.3, 0.7] }"};

Study study(std::vector<Override> set, const std::vector<Sweep>& sweeps,
            StudySettings settings = {40, Method::sobol, 7}) {
  return Study(file_text(textbook_file), textbook_file, std::move(set), sweeps, settings);
}

// By measure and labels, the mean at a point.
std::map<std::string, double> means(const Study& s, std::int64_t point) {
  const StudyLayout& layout = s.layout();
  const Block block = layout.block(static_cast<int>(point / layout.block_points * layout.draw_groups()));
  const Sums sums = s.run(block.number);
  EXPECT_EQ(layout.draw_groups(), 1);
  std::map<std::string, double> out;
  for (const Variable& variable : layout.variables)
    for (int slot = 0; slot < variable.slots; ++slot) {
      std::string name;
      int place = slot;
      for (std::size_t d = variable.dimensions.size(); d-- > 0;) {
        const auto& labels =
            std::ranges::find(layout.dimensions, variable.dimensions[d], &LabelDimension::name)->labels;
        name = ' ' + labels[place % labels.size()] + name;
        place /= static_cast<int>(labels.size());
      }
      out[variable.name + name] = estimate(sums, point - block.first_point, variable.first_slot + slot, {}).mean;
    }
  return out;
}

// Bit for bit; what a study alone does not know is NaN in the one of all.
void expect_same(const std::map<std::string, double>& all, const std::map<std::string, double>& alone) {
  for (const auto& [name, value] : alone) {
    ASSERT_TRUE(all.contains(name)) << name;
    EXPECT_TRUE(all.at(name) == value || (std::isnan(value) && std::isnan(all.at(name)))) << name << ' ' << value;
  }
  for (const auto& [name, value] : all)
    if (!alone.contains(name)) EXPECT_TRUE(std::isnan(value)) << name;
}

TEST(Variants, OfATextAreTheScenariosWithIt) {
  const Study all = study({mood}, {parse_sweep("solver.selection=principal,cohesive,fractured")});
  ASSERT_EQ(all.layout().points(), 3);
  EXPECT_EQ(all.layout().axes[0].name, "selection");
  EXPECT_EQ(all.layout().axes[0].labels, (std::vector<std::string>{"principal", "cohesive", "fractured"}));
  EXPECT_EQ(all.layout().axes[0].values, (std::vector<double>{0, 1, 2}));
  EXPECT_NE(all.layout().axes[0].meaning, "solver.selection");  // but what `wedge keys` says
  for (int point = 0; point < 3; ++point)
    expect_same(means(all, point),
                means(study({mood, {"solver.selection", all.layout().axes[0].labels[point]}}, {}), 0));
}

// Menus differ, and so do the attacks that there are.
TEST(Variants, OfAListBesideASweptNumber) {
  const Study all = study({mood}, {parse_sweep("adversary.rival.tactics=[\"threaten\"],[],[\"threaten\", \"squeeze\"]"),
                                   parse_sweep("tie.front-rear.affinity=-0.3,0.6")});
  ASSERT_EQ(all.layout().points(), 6);
  const char* const lists[] = {"[\"threaten\"]", "[]", "[\"threaten\", \"squeeze\"]"};
  const char* const affinities[] = {"-0.3", "0.6"};
  for (int point = 0; point < 6; ++point) {
    SCOPED_TRACE(point);
    expect_same(means(all, point), means(study({mood,
                                                {"adversary.rival.tactics", lists[point / 2]},
                                                {"tie.front-rear.affinity", affinities[point % 2]}},
                                               {}),
                                         0));
  }
  EXPECT_TRUE(means(all, 0).contains("attack_by_action front seize squeeze rear"));
}

Sweep packages() {
  return {"package",
          {0, 1, 2},
          {"as it is", "a certain rear", "closer"},
          {"", "defender.rear.forces=0.5", "tie.front-rear.integration=0.9\ntie.front-rear.affinity=0.9"}};
}

// A package that settles an uncertain key leaves the draws of all others as they are.
TEST(Variants, OfPackagesHaveTheSameDraws) {
  const Study all = study({mood, rear}, {packages(), parse_sweep("model.solidarity=0.1,0.2")});
  EXPECT_EQ(all.uncertain_keys(), (std::vector<std::string>{"model.mood", "defender.rear.forces"}));
  const auto alone = [&](const std::vector<Override>& more, std::vector<std::pair<std::string, double>> held) {
    std::vector<Override> set{mood, rear, {"model.solidarity", "0.2"}};
    set.insert(set.end(), more.begin(), more.end());
    StudySettings settings{40, Method::sobol, 7};
    settings.held = std::move(held);
    return means(study(set, {}, settings), 0);
  };
  expect_same(means(all, 1), alone({}, {}));
  expect_same(means(all, 3), alone({}, {{"defender.rear.forces", 0.5}}));
  expect_same(means(all, 5), alone({{"tie.front-rear.integration", "0.9"}, {"tie.front-rear.affinity", "0.9"}}, {}));
}

TEST(Variants, KeepTheirDrawsUnlessTheseDiffer) {
  StudySettings settings{20, Method::sobol, 7};
  settings.keep_draws = true;
  Draws draws;
  const Study all = study({mood}, {packages()}, settings);
  all.run(0, nullptr, &draws);
  EXPECT_EQ(draws.inputs.size(), 20u);
  EXPECT_EQ(draws.status, std::vector<std::int8_t>(60, 0));
  try {
    study({mood, rear}, {packages()}, settings);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("one value of defender.rear.forces"), std::string::npos) << error.what();
  }
}

TEST(Variants, AreReadWithTheirBracketsAndQuotes) {
  EXPECT_EQ(swept_texts(R"("a, b",[1, 2],{ x = [1, 2] },c d)"),
            (std::vector<std::string>{"\"a, b\"", "[1, 2]", "{ x = [1, 2] }", "c d"}));
  EXPECT_EQ(parse_sweep("model.mood=0,0.5").labels.size(), 0u);
  const auto message = [](const std::string& sweep) {
    try {
      study({}, {parse_sweep(sweep)});
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("nothing is wrong");
  };
  for (const auto& [sweep, part] : {std::pair{"model.mood=0,half", "'half' is not a number"},
                                    {"model.mood=low,high", "model.mood"},
                                    {"solver.selection=principal,cohesiv", "cohesive"},
                                    {"solver.selection=principal,principal", "has principal twice"},
                                    {"solver.selection=principal,,cohesive", "has an empty value"},
                                    {"solver.selecton=principal,cohesive", "selection"}})
    EXPECT_NE(message(sweep).find(part), std::string::npos) << message(sweep);
}

}  // namespace
}  // namespace wedge::test
