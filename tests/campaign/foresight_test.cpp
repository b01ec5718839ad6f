// Foresight in campaigns: names valued as equations (21) and (22) have it.
#include "campaign/foresight.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/random_scenario.hpp"
#include "worlds.hpp"

namespace wedge::test {
namespace {

constexpr double printed = 1e-11;

// The textbook with a cool tie and a patron whose name is at stake.
nlohmann::json named(const nlohmann::json& more = nlohmann::json::object()) {
  nlohmann::json set = {{"tie.front-rear.affinity", -0.3},    {"defender.patron.steadfast", 0.8},
                        {"defender.patron.resolve_gap", 0.3}, {"defender.patron.foresees", true},
                        {"adversary.rival.opportunity", 0.6}, {"campaign.rounds", 1}};
  set.update(more);
  return set;
}

Scenario<Quantity> textbook_with(const nlohmann::json& more) {
  return load(textbook_file, overrides_from(named(more)));
}

// The exact measures of the first round in which the adversary has an opportunity.
template <class Real>
Measures<double> first_crisis(const Scenario<Quantity>& s, const NameSettings& names = {}) {
  for (const Played& campaign : played<Real>(s, 20, 0, 0x5eed, names))
    for (const PlayedRound& round : campaign.rounds)
      if (round.events[0].course != CrisisEvent::Course::no_opportunity) return round.exact[0];
  ADD_FAILURE() << "no opportunity at all";
  return {};
}

struct Row {
  int rounds;  // to come, the one at hand included
  double deterrence, loss, war;
};

template <class Real>
void expect_rows(const nlohmann::json& more, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    nlohmann::json set = more;
    set["campaign.foresight"] = row.rounds - 1;
    const Measures<double> m = first_crisis<Real>(textbook_with(set));
    EXPECT_NEAR(m.deterrence, row.deterrence, printed) << row.rounds;
    if (std::isnan(row.loss)) continue;
    EXPECT_NEAR(m.total_loss, row.loss, printed) << row.rounds;
    EXPECT_NEAR(m.war, row.war, printed) << row.rounds;
  }
}

const std::vector<Row> textbook_rows{{1, .453630622096, .072851549658, .247807344272},
                                     {2, .475741954891, .065501988034, .228651611142},
                                     {4, .486933860374, .061787772460, .218803419507},
                                     {6, .485996600013, .062109800278, .219658100774}};

TEST(CampaignForesight, DetersInTheTextbook) {
  expect_rows<double>({}, textbook_rows);
  expect_rows<Pack>({}, textbook_rows);
}

TEST(CampaignForesight, DependsLittleOnHowOftenAndHowFarOff) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  expect_rows<Pack>({{"adversary.rival.opportunity", 1.0}}, {{4, .491247687447, nan, nan}});
  expect_rows<Pack>({{"adversary.rival.opportunity", 0.3}, {"campaign.discount", 0.8}}, {{4, .474834437693, nan, nan}});
}

// W^H of the first of those who foresee at the start of a campaign, and what made it.
template <class Real>
struct Valued {
  explicit Valued(const Scenario<Quantity>& s, const NameSettings& settings = {})
      : source(s),
        frame(source),
        blank(reshaped<Real>(source)),
        loader(source, frame, {}),
        solver(blank, frame, loader, {}, static_cast<int>(source.campaign.foresight.number()), settings),
        state(initial_state(loader.draw(0), frame)),
        names(solver.foreseers().size()) {
    ForesightCase one{0, &state, &names};
    solver.foresee({&one, 1}, std::vector<bool>(source.defenders.size(), false));
    EXPECT_EQ(one.status, Status::solved);
  }

  // W, for the table holds δ W.
  double worth(ResponderType t, int point) const {
    const std::vector<double>& table = names[0].worth;
    return table[t * table.size() / 2 + point] / source.campaign.discount.number();
  }

  Scenario<Quantity> source;
  CampaignFrame frame;
  Scenario<Real> blank;
  CampaignLoader<Real> loader;
  ForesightSolver<Real> solver;
  CampaignState state;
  std::vector<NameWorth> names;
};

TEST(CampaignForesight, ValuesANameAsTheReferenceDoes) {
  const Valued<Pack> v(textbook_with({{"campaign.foresight", 6}}));
  const struct {
    int point;
    double steadfast, wavering;
  } rows[] = {
      {0, -.074546017759, -.793871553706}, {12, .065629115669, -.423253069443}, {24, .081502936740, -.357250615550}};
  for (const auto& row : rows) {
    EXPECT_NEAR(v.worth(steadfast_type, row.point), row.steadfast, printed);
    EXPECT_NEAR(v.worth(wavering_type, row.point), row.wavering, printed);
  }
  for (int point = 0; point < 25; ++point) EXPECT_GE(v.worth(steadfast_type, point), v.worth(wavering_type, point));
}

TEST(CampaignForesight, ValuesANameInTwoRegionsAsTheReferenceDoes) {
  const std::string base = data_path("reference/foresight/two-regions");
  const nlohmann::json expected = nlohmann::json::parse(file_text(base + ".json"));
  const Valued<Pack> v(load(base + ".toml"));
  for (int i = 0; i < 13; ++i)
    for (int j = 0; j < 13; ++j) {
      EXPECT_NEAR(v.worth(steadfast_type, 13 * i + j), expected["steadfast"][i][j], 1e-10) << i << " " << j;
      EXPECT_NEAR(v.worth(wavering_type, 13 * i + j), expected["wavering"][i][j], 1e-10) << i << " " << j;
    }
}

TEST(CampaignForesight, AFinerGridChangesLittle) {
  NameSettings fine;
  fine.points_of_one = 49;
  const Scenario<Quantity> s = textbook_with({{"campaign.foresight", 3}});
  const double coarse_grid = first_crisis<Pack>(s).deterrence, fine_grid = first_crisis<Pack>(s, fine).deterrence;
  EXPECT_NEAR(fine_grid, .486890, 1e-6);
  EXPECT_NEAR(fine_grid, coarse_grid, 1e-3);
}

void expect_alike(const std::vector<Played>& a, const std::vector<Played>& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t round = 0; round < a[i].rounds.size(); ++round) {
      const auto x = numbers_of(a[i].rounds[round].after), y = numbers_of(b[i].rounds.at(round).after);
      ASSERT_EQ(x.size(), y.size());
      for (std::size_t n = 0; n < x.size(); ++n) EXPECT_NEAR(x[n], y[n], tolerance);
      EXPECT_NEAR(a[i].rounds[round].exact[0].deterrence, b[i].rounds[round].exact[0].deterrence, tolerance);
    }
}

TEST(CampaignForesight, WithoutAFutureIsNone) {
  const auto with = [](nlohmann::json set) {
    set.update({{"campaign.rounds", 4}, {"campaign.foresight", 3}});
    return played<Pack>(textbook_with(set), 12);
  };
  const auto none = with({{"defender.patron.foresees", false}});
  expect_alike(with({{"campaign.discount", 0.0}}), none, 1e-9);
  expect_alike(with({{"defender.patron.resolve_gap", 0.0}}),
               with({{"defender.patron.resolve_gap", 0.0}, {"defender.patron.foresees", false}}), 1e-9);
  expect_alike(with({{"campaign.enable", {"reputation", "beliefs", "losses"}}}),
               with({{"campaign.enable", {"reputation", "beliefs", "losses"}}, {"defender.patron.foresees", false}}),
               0.0);
  for (const Played& campaign : with({{"defender.patron.resolve_gap", 0.0}}))
    for (const PlayedRound& round : campaign.rounds)
      if (round.events[0].course != CrisisEvent::Course::no_opportunity) {
        EXPECT_NEAR(round.name_worth[0], 0.0, 1e-12);
      }
  const Valued<Pack> never(textbook_with({{"campaign.foresight", 3}, {"adversary.rival.opportunity", 0.0}}));
  for (const double w : never.names[0].worth) EXPECT_EQ(w, 0.0);
}

// Whoever foresees has no penalty for its name besides.
TEST(CampaignForesight, TakesThePlaceOfThePenalty) {
  const nlohmann::json penalty = {{"defender.patron.reputation", 0.3}};
  const auto with = [&penalty](nlohmann::json set) {
    set.update(lively);
    set.update({{"campaign.rounds", 2}, {"campaign.foresight", 1}});
    return played<Pack>(two_regions(set), 4);
  };
  nlohmann::json foresees = {{"defender.patron.foresees", true}}, both = foresees;
  both.update(penalty);
  expect_alike(with(foresees), with(both), 0.0);
}

// A random crisis, its first years: bases, aims, risk at the defiance, pressure before the decision and all else.
Scenario<Quantity> random_years(std::uint64_t seed, double discount) {
  Scenario<double> s = random_scenario(seed, {.responders = 3});
  s.campaign.rounds = 2.0;
  s.campaign.foresight = 2.0;
  s.campaign.discount = discount;
  s.campaign.affinity_persistence = 1.0;
  s.adversaries[0].opportunity = 0.9;
  for (Defender<double>& d : s.defenders) d.foresees = d.foresees || d.global();
  Scenario<Quantity> out = reshaped<Quantity>(s);
  const auto numbers = leaves(s);
  const auto quantities = leaves(out);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (!std::isnan(*numbers[i].value)) *quantities[i].value = *numbers[i].value;
  return out;
}

// Where (19) has steep names to weigh it may not be solved: then the campaign says so, and nothing that is none is
// called a number.
TEST(CampaignForesight, HasNumbersOrAStatusOnRandomScenarios) {
  int foresighted = 0, failed = 0;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const auto wide = played<Pack>(random_years(seed, 0.9), 2), narrow = played<double>(random_years(seed, 0.9), 1);
    for (const Played& campaign : wide) {
      if (campaign.status != Status::solved) {
        ++failed;
        continue;
      }
      for (const PlayedRound& round : campaign.rounds) {
        const Measures<double>& m = round.exact[0];
        for (const double p : {m.deterrence, m.war, m.executed, m.brink, m.conceded, m.desisted, m.late}) {
          EXPECT_GE(p, -1e-12) << seed;
          EXPECT_LE(p, 1.0 + 1e-12) << seed;
        }
        for (const double worth : round.name_worth) foresighted += std::abs(worth) > 1e-4;
      }
    }
    if (narrow[0].status == Status::solved && wide[0].status == Status::solved) expect_alike(narrow, {wide[0]}, 1e-7);
    Scenario<Quantity> myopic = random_years(seed, 0.0);
    for (auto& d : myopic.defenders) d.foresees = false;
    expect_alike(played<Pack>(random_years(seed, 0.0), 1), played<Pack>(myopic, 1), 1e-9);
  }
  EXPECT_GT(foresighted, 40);
  EXPECT_LE(failed, 4);
}

// Everything that moves from round to round, a patron whose name counts in both regions, and an ally that foresees too.
Scenario<Quantity> far_sighted_world(const nlohmann::json& more = nlohmann::json::object()) {
  nlohmann::json set = {{"defender.patron.foresees", true},
                        {"defender.brea.foresees", true},
                        {"campaign.foresight", 2},
                        {"campaign.rounds", 4}};
  set.update(more);
  return world(set);
}

TEST(CampaignForesight, ACampaignIsTheSameAloneAndInCompany) {
  const auto company = played<Pack>(far_sighted_world(), 5);
  for (const int i : {0, 3}) expect_alike(played<Pack>(far_sighted_world(), 1, i), {company[i]}, 0.0);
  expect_alike(played<double>(far_sighted_world(), 2), {company[0], company[1]}, 1e-7);
}

TEST(CampaignForesight, KeepingAWorthOfLittleNewsChangesNoProbabilityByAThousandth) {
  NameSettings always;
  always.least_move = -1.0;
  const Scenario<Quantity> s =
      textbook_with({{"campaign.rounds", 8}, {"campaign.foresight", 3}, {"adversary.rival.arsenal_growth", 0.0004}});
  const auto kept = played<Pack>(s, 12), anew = played<Pack>(s, 12, 0, 0x5eed, always);
  int compared = 0, differ = 0;
  for (std::size_t i = 0; i < kept.size(); ++i)
    for (std::size_t round = 0; round < kept[i].rounds.size(); ++round) {
      const PlayedRound &a = kept[i].rounds[round], &b = anew[i].rounds.at(round);
      const Measures<double>&x = a.exact[0], &y = b.exact[0];
      for (const auto member : {&Measures<double>::deterrence, &Measures<double>::war, &Measures<double>::executed,
                                &Measures<double>::conceded, &Measures<double>::desisted, &Measures<double>::late}) {
        EXPECT_NEAR(x.*member, y.*member, 1e-3);
        differ += x.*member != y.*member;
      }
      for (std::size_t k = 0; k < x.support.size(); ++k)
        if (!std::isnan(x.support[k])) {
          EXPECT_NEAR(x.support[k], y.support[k], 1e-3);
        }
      ++compared;
      if (happened(a.events[0]) != happened(b.events[0])) break;  // two histories from here on
    }
  EXPECT_GT(compared, 60);
  EXPECT_GT(differ, 10);  // something was kept
}

}  // namespace
}  // namespace wedge::test
