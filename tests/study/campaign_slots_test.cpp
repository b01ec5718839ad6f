// A study's rows of campaigns against the rounds of the same campaigns as they were played.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "campaign/played.hpp"
#include "campaign/two_regions.hpp"
#include "study/study.hpp"

namespace wedge::test {
namespace {

// Everything that is compared moves, and nothing is uncertain: campaigns differ by chance alone.
const nlohmann::json lively = {{"campaign.rounds", 5},
                               {"campaign.spillover", 0.5},
                               {"campaign.attrition", 0.5},
                               {"campaign.recovery", 0.3},
                               {"campaign.bonding", 0.05},
                               {"campaign.ranks_rise", 0.1},
                               {"campaign.integration_pace", 0.1},
                               {"adversary.red.opportunity", 0.7},
                               {"adversary.blue.opportunity", 0.6},
                               {"adversary.red.arsenal_growth", 0.05},
                               {"tie.alda-brea.integration_goal", 0.9}};
constexpr int campaigns = 40, adversaries = 2, rounds = 5;
enum { red, blue };

class Rows {
 public:
  Rows() : study_(two_regions_toml, "two-regions.toml", overrides_from(lively), {}, settings()) {
    study_.run(0, nullptr, &draws_);
  }
  const StudyLayout& layout() const { return study_.layout(); }
  const Variable& variable(const std::string& name) const {
    for (const Variable& v : layout().variables)
      if (v.name == name) return v;
    throw std::out_of_range(name);
  }
  /// All labels of one campaign, of one round if it is by round.
  std::vector<double> of(const std::string& name, int campaign, int round = 0) const {
    const Variable& v = variable(name);
    const bool by_round = !v.dimensions.empty() && v.dimensions[0] == "round";
    const int slots = by_round ? v.slots / rounds : v.slots;
    const auto first = draws_.values.begin() + campaign * layout().slots + v.first_slot + round * slots;
    return {first, first + slots};
  }

 private:
  static StudySettings settings() {
    StudySettings s;
    s.draws = campaigns;
    s.keep_draws = s.campaigns = true;
    s.isa = Isa::v2;  // what the tests themselves are compiled for: no bit may differ
    return s;
  }
  Study study_;
  Draws draws_;
};

TEST(CampaignRows, SayWhatTheRoundsWere) {
  const Rows rows;
  const std::vector<Played> all = played<Pack>(two_regions(lively), campaigns);
  int closed = 0, lost = 0;
  for (int i = 0; i < campaigns; ++i) {
    const Played& campaign = all[i];
    double wars = 0.0, executions = 0.0, first_loss = std::nan("");
    for (int r = 0; r < rounds; ++r) {
      const PlayedRound& round = campaign.rounds[r];
      std::vector<double> forces, total, ranks, believed, affinity, integration;
      for (const DefenderState& d : round.after.defenders) {
        forces.push_back(d.forces);
        for (const double b : d.log_odds) believed.push_back(1.0 / (1.0 + std::exp(-b)));
      }
      for (const AdversaryState& a : round.after.adversaries) {
        total.push_back(std::accumulate(a.forces.begin(), a.forces.end(), 0.0));
        ranks.push_back(a.ranks[0]);  // the other adversary is the only one there is
      }
      for (const TieState& t : round.after.ties) {
        affinity.push_back(t.affinity);
        integration.push_back(t.integration);
      }
      EXPECT_EQ(rows.of("defender_forces", i, r), forces);
      EXPECT_EQ(rows.of("adversary_forces", i, r), total);
      EXPECT_EQ(rows.of("adversary_arsenal", i, r)[red], round.after.adversaries[red].arsenal);
      EXPECT_EQ(rows.of("adversary_ranks", i, r), ranks);
      EXPECT_EQ(rows.of("tie_affinity", i, r), affinity);
      EXPECT_EQ(rows.of("tie_integration", i, r), integration);
      const std::vector<double> seen = rows.of("believed_steadfast", i, r);
      ASSERT_EQ(seen.size(), believed.size());
      for (std::size_t b = 0; b < seen.size(); ++b) EXPECT_NEAR(seen[b], believed[b], 1e-15);
      for (int j = 0; j < adversaries; ++j) EXPECT_EQ(rows.of("deterrence", i, r)[j], round.exact[j].deterrence);
      int fights = 0, executed = 0;
      for (const CrisisEvent& e : round.events) {
        fights += e.fight();
        executed += e.course == CrisisEvent::Course::executed;
      }
      EXPECT_EQ(rows.of("fought", i, r)[0], fights > 0);
      EXPECT_EQ(rows.of("carried_out", i, r)[0], executed > 0);
      const bool alda = round.after.defenders[2].lost, cora = round.after.defenders[4].lost;
      EXPECT_EQ(rows.of("held", i, r), (std::vector<double>{alda ? 0.0 : 1.0, cora ? 0.0 : 1.0}));
      EXPECT_EQ(rows.of("intact", i, r)[0], !alda && !cora);
      if ((alda || cora) && std::isnan(first_loss)) first_loss = r + 1;
      wars += fights;
      executions += executed;
      closed += ranks[red] > 0.5;
    }
    lost += !std::isnan(first_loss);
    EXPECT_EQ(rows.of("wars", i)[0], wars);
    EXPECT_EQ(rows.of("executions", i)[0], executions);
    if (std::isnan(first_loss))
      EXPECT_TRUE(std::isnan(rows.of("first_loss", i)[0]));
    else
      EXPECT_EQ(rows.of("first_loss", i)[0], first_loss);
    EXPECT_EQ(rows.of("really_steadfast", i),
              std::vector<double>(campaign.steadfast.begin(), campaign.steadfast.end()));
  }
  EXPECT_GT(closed, 10);
  EXPECT_GT(lost, 3);
  EXPECT_LT(lost, campaigns);
}

}  // namespace
}  // namespace wedge::test
