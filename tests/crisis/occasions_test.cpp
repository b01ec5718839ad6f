// What an attack may meet: which moves of the others come to the same.
#include "crisis/occasions.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "support/scenarios.hpp"
#include "support/several_scenario.hpp"

namespace wedge::test {
namespace {

struct Crises {
  std::vector<CrisisStructure> own;
  std::vector<const CrisisStructure*> all;
  explicit Crises(const Scenario<double>& s) {
    for (const int j : all_adversaries(s)) own.push_back(crisis_structure(s, j));
    for (const CrisisStructure& crisis : own) all.push_back(&crisis);
  }
};

// Demands on those who respond there or decide in the pact, as tables are made from them.
std::vector<double> felt(const Scenario<double>& s, const Crises& crises, int j, int target, std::span<const int> met) {
  const Target& t = crises.own[j].targets[target];
  const Demands<double> demands = demands_of<double>(s, crises.all, j, target, met);
  std::vector<double> out;
  for (const std::vector<int>& who : {t.responders, t.pact_members})
    for (const int defender : who) {
      out.push_back(demands.none() ? 0.0 : demands.everywhere[defender]);
      out.push_back(demands.none() ? 0.0 : demands.here[defender]);
    }
  return out;
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

// Every combination of moves that reach is a case of one occasion, and two cases are of one occasion exactly if they
// make the same demands: whatever rungs demand, as long as no sum of theirs is another by chance.
TEST(Occasions, AreCombinationsOfMovesByWhatTheyDemand) {
  int occasions_seen = 0, cases_seen = 0;
  std::mt19937_64 random(1);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Scenario<double> s = several_scenario(seed, seed, {.theatres = 3, .rungs = 2, .patron = true, .ranks = false});
    for (auto& rung : s.rungs) rung.demand = std::uniform_real_distribution<>(0.1, 1.0)(random);
    if (seed % 2 == 0) {
      s.adversaries.push_back(s.adversaries[0]);  // twice the same targets
      s.adversaries.back().id = "twin";
    }
    const Crises crises(s);
    for (int j = 0; j < static_cast<int>(crises.own.size()); ++j)
      for (int target = 0; target < static_cast<int>(crises.own[j].targets.size()); ++target) {
        const std::vector<Occasion> met = occasions(s, crises.all, j, target);
        ASSERT_FALSE(met.empty());
        EXPECT_EQ(met[0][0], std::vector<int>(crises.own.size(), 0));
        std::set<std::vector<int>> known;
        double combinations = 1.0;
        for (int k = 0; k < static_cast<int>(crises.own.size()); ++k) {
          if (k == j) continue;
          const std::vector<bool> heard = hearing(crises.own[j], crises.own[k])[target];
          combinations += combinations * crises.own[k].rungs * std::count(heard.begin(), heard.end(), true);
        }
        std::vector<std::vector<double>> of_first;
        for (const Occasion& one : met) {
          of_first.push_back(felt(s, crises, j, target, one[0]));
          for (const std::vector<int>& moves_met : one) {
            EXPECT_TRUE(known.insert(moves_met).second);
            EXPECT_EQ(moves_met[j], 0);
            EXPECT_LT(largest_difference(felt(s, crises, j, target, moves_met), of_first.back()), 1e-12);
          }
        }
        EXPECT_EQ(static_cast<double>(known.size()), combinations);
        for (std::size_t a = 0; a < of_first.size(); ++a)
          for (std::size_t b = 0; b < a; ++b) EXPECT_GT(largest_difference(of_first[a], of_first[b]), 1e-9);
        occasions_seen += static_cast<int>(met.size());
        cases_seen += static_cast<int>(known.size());
      }
  }
  EXPECT_GT(occasions_seen, 100);
  EXPECT_GT(cases_seen, occasions_seen * 5 / 4);
}

// By hand. The Baltic states' friends meet China over Japan and the DPRK over Japan or Korea, each quiet or on one of
// three rungs. Two crises over Japan come to the same with their rungs exchanged: 10 pairs; one over Korea beside
// China's asks nothing of Germany and France: 3 times 4 more. Over Japan China meets Russia and the DPRK, and no two
// come to the same: 4 times 7. The DPRK meets Russia and China: 4 times 4.
TEST(Occasions, OfTwoTheatres) {
  const Scenario<double> s = at_medians(load(std::string(WEDGE_SOURCE_DIR) + "/scenarios/two-theatres.toml"));
  const Crises crises(s);
  const auto count = [&](const std::string& adversary, const std::string& victim) {
    const int j = s.find(s.adversaries, adversary), defender = s.find(s.defenders, victim);
    for (std::size_t t = 0; t < crises.own[j].targets.size(); ++t)
      if (crises.own[j].targets[t].defender == defender) return occasions(s, crises.all, j, static_cast<int>(t)).size();
    return std::size_t{0};
  };
  EXPECT_EQ(count("russia", "baltics"), 22u);
  EXPECT_EQ(count("china", "jpn"), 28u);
  EXPECT_EQ(count("dprk", "rok"), 16u);
  EXPECT_EQ(count("dprk", "jpn"), 16u);
}

}  // namespace
}  // namespace wedge::test
