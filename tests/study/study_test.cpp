#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "base/error.hpp"
#include "measures/measures.hpp"
#include "study/run.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

Study study(std::vector<Override> set, std::vector<std::string> sweeps, const StudySettings& settings) {
  std::vector<Sweep> parsed;
  for (const std::string& sweep : sweeps) parsed.push_back(parse_sweep(sweep));
  return Study(file_text(textbook_file), textbook_file, std::move(set), parsed, settings);
}

// All blocks on some threads, merged in block order within each group of points.
std::vector<Sums> whole(const Study& s, int threads) {
  const StudyLayout& layout = s.layout();
  std::vector<Sums> parts(layout.blocks()), groups;
  const std::atomic<bool> stop{false};
  run_chains(s, all_chains(layout), threads, stop,
             [&](const Block& block, const Sums& sums, const Draws&) { parts[block.number] = sums; });
  for (int b = 0; b < layout.blocks(); ++b) {
    if (layout.block(b).first_draw == 0)
      groups.push_back(parts[b]);
    else
      groups.back().merge(parts[b]);
  }
  return groups;
}

Estimate estimate_at(const Study& s, const std::vector<Sums>& groups, std::int64_t point, int slot) {
  const std::int64_t size = s.layout().block_points;
  return estimate(groups[point / size], point % size, slot, {});
}

int slot_of(const Study& s, const std::string& name) {
  for (const Variable& variable : s.layout().variables)
    if (variable.name == name) return variable.first_slot;
  ADD_FAILURE() << name;
  return 0;
}

TEST(Study, PointsWithoutUncertaintyAreSolutions) {
  const Study s =
      study({}, {"tie.rear-front.affinity=-0.3:0.6:4", "adversary.rival.arsenal=0.5,2"}, {1, Method::random, 1});
  ASSERT_EQ(s.layout().points(), 8);
  EXPECT_EQ(s.layout().axes[0].name, "affinity");
  EXPECT_EQ(s.layout().axes[1].name, "arsenal");
  EXPECT_FALSE(s.layout().axes[0].meaning.empty());
  const std::vector<Sums> sums = whole(s, 2);
  for (int a = 0; a < 4; ++a)
    for (int b = 0; b < 2; ++b) {
      const std::vector<Override> at{{"tie.front-rear.affinity", std::to_string(-.3 + .3 * a)},
                                     {"adversary.rival.arsenal", b ? "2" : "0.5"}};
      const auto solution = solve_crisis(at_medians(load(textbook_file, at)), 0);
      const auto measures = measures_of(solution, 3);
      const auto found = [&](const char* name, int offset = 0) {
        return estimate_at(s, sums, 2 * a + b, slot_of(s, name) + offset).mean;
      };
      EXPECT_NEAR(found("deterrence"), measures.deterrence, 1e-12);
      EXPECT_NEAR(found("loss"), measures.loss[0], 1e-12);
      EXPECT_NEAR(found("wedge_effect", 1 * 3 + 2), measures.wedge_effect[1 * 3 + 2], 1e-12);
      EXPECT_TRUE(std::isnan(found("wedge_effect")));  // of `none`: no number
    }
}

const std::vector<Override> one_uncertain{{"tie.front-rear.affinity", "{ uniform = [-0.5, 0.8] }"}};

// Direct quadrature of the deterrence over the one uncertain key: Simpson's rule on a smooth function.
double quadrature() {
  constexpr int n = 200;
  Scenario<double> scenario = at_medians(load(textbook_file, one_uncertain));
  double sum = 0.0;
  for (int i = 0; i <= n; ++i) {
    scenario.ties[0].affinity = -.5 + 1.3 * i / n;
    const auto s = solve_crisis(scenario, 0);
    sum += s.quiet(0) * (i == 0 || i == n ? 1 : i % 2 ? 4 : 2);
  }
  return sum / (3 * n);
}

TEST(Study, MonteCarloAgreesWithQuadratureAndErrorsAreHonest) {
  const double truth = quadrature();
  for (const Method method : {Method::random, Method::latin_hypercube, Method::sobol}) {
    const Study big = study(one_uncertain, {}, {1024, method, 11});
    const Estimate e = estimate_at(big, whole(big, 2), 0, slot_of(big, "deterrence"));
    EXPECT_LT(std::abs(e.mean - truth), 4 * e.standard_error) << method_name(method);
    EXPECT_GT(e.standard_error, 0.0);
    int covered = 0;
    // With fewer draws a Latin hypercube is one replicate, whose errors are those of random draws: too large.
    const std::int64_t draws = method == Method::latin_hypercube ? Design::least_replicated : 64;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {  // 95% intervals cover the truth in 90 to 99%
      const Study small = study(one_uncertain, {}, {draws, method, seed});
      const Estimate found = estimate(small.run(0), 0, slot_of(small, "deterrence"), {});
      covered += std::abs(found.mean - truth) < 1.96 * found.standard_error;
    }
    std::printf("%s: 95%% intervals cover in %.1f%%\n", std::string(method_name(method)).c_str(), covered / 2.0);
    EXPECT_GE(covered, 180) << method_name(method);
    EXPECT_LE(covered, 198) << method_name(method);
  }
}

// How many draws of the study's only point have a value of this name, and the sum of the values.
std::pair<double, double> counted(const Study& s, const char* name) {
  Sums all = s.run(0);
  for (int b = 1; b < s.layout().blocks(); ++b) all.merge(s.run(b));
  double count = 0.0, sum = 0.0;
  for (int r = 0; r < all.replicates; ++r) {
    const int i = r * all.slots + slot_of(s, name);
    count += all.count[i];
    sum += all.count[i] * all.mean[i];
  }
  return {count, sum};
}

// Of the draws that are looked at: what the adversary does on the same draws with prizes of 0.
TEST(Study, CountsWhatIsAttackedByChance) {
  const StudySettings settings{512, Method::sobol, 3};
  const auto [count, sum] = counted(study(one_uncertain, {}, settings), "by_chance");
  EXPECT_EQ(count, 64.0);  // one run of 16 draws in eight
  auto idle = one_uncertain;
  idle.push_back({"adversary.rival.prize.*", "0"});
  const Study same = study(idle, {}, settings);
  EXPECT_EQ(counted(same, "by_chance"), std::pair(count, sum));
  EXPECT_NEAR(sum / count, 1.0 - counted(same, "deterrence").second / 512.0, 0.01);  // other draws of the same
}

TEST(Study, CertifiesTheShareThatIsAskedFor) {
  StudySettings settings{512, Method::sobol, 3};
  const auto traced = [&](const char* name) { return counted(study(one_uncertain, {}, settings), name); };
  EXPECT_EQ(traced("certified_share"), std::pair(32.0, 32.0));  // one run of 16 in 16
  settings.certify_one_in = 1;
  EXPECT_EQ(traced("certified_share"), std::pair(512.0, 512.0));
  EXPECT_EQ(traced("wrong_branch_share"), std::pair(512.0, 0.0));
  settings.certify_one_in = 0;
  EXPECT_EQ(traced("certified_share").first, 0.0);
  settings.certify_one_in = -1;
  EXPECT_THROW(study(one_uncertain, {}, settings), InputError);
}

TEST(Study, DoesLittleBesideWhereADrawTakesLong) {
  const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/two-theatres.toml";
  StudySettings settings{512, Method::sobol, 3};
  const Study slow(file_text(file), file, {}, {}, settings);
  EXPECT_TRUE(slow.one_at_a_time());
  EXPECT_EQ(slow.layout().certify_one_in, 0);
  EXPECT_EQ(slow.layout().balance_one_in, 0);
  EXPECT_EQ(slow.look_one_in(), 64);
  EXPECT_EQ(slow.layout().block_draws, 8);
  settings.certify_one_in = 4;
  EXPECT_EQ(Study(file_text(file), file, {}, {}, settings).layout().certify_one_in, 4);
  EXPECT_FALSE(study(one_uncertain, {}, settings).one_at_a_time());
  EXPECT_EQ(study(one_uncertain, {}, settings).look_one_in(), 8);
}

// The first slots of these variables in every draw.
std::vector<std::vector<double>> kept(const Study& s, const std::vector<std::string>& names) {
  std::vector<std::vector<double>> out(names.size());
  for (int b = 0; b < s.layout().blocks(); ++b) {
    Draws draws;
    s.run(b, nullptr, &draws);
    for (std::size_t d = 0; d < draws.status.size(); ++d)
      for (std::size_t i = 0; i < names.size(); ++i)
        out[i].push_back(draws.values[d * s.layout().slots + slot_of(s, names[i])]);
  }
  return out;
}

TEST(Study, SolvesTheBalancesOfTheShareThatIsAskedFor) {
  StudySettings settings{512, Method::sobol, 3};
  const auto whole = study(one_uncertain, {}, settings);
  EXPECT_EQ(whole.layout().balance_one_in, 1);  // with one adversary
  const std::vector<std::string> names{"dividend", "seam", "net", "dilemma", "total_loss"};
  const auto all = kept(whole, names);
  settings.balance_one_in = 4;
  const Study some = study(one_uncertain, {}, settings);
  const auto share = kept(some, names);
  for (std::size_t d = 0; d < 512; ++d) {
    EXPECT_EQ(share[4][d], all[4][d]);
    EXPECT_NEAR(all[2][d], all[0][d] - all[1][d], 1e-15);
    for (int i = 0; i < 4; ++i)
      if (d / 16 % 4 == 0)
        EXPECT_EQ(share[i][d], all[i][d]) << d;
      else
        EXPECT_TRUE(std::isnan(share[i][d])) << d;
  }
  for (const char* const name : {"dividend", "seam", "net", "dilemma"}) EXPECT_EQ(counted(some, name).first, 128.0);
  EXPECT_EQ(counted(some, "total_loss").first, 512.0);
  EXPECT_NEAR(counted(some, "net").second, counted(some, "dividend").second - counted(some, "seam").second, 1e-12);

  settings.balance_one_in = 0;
  const Study none = study(one_uncertain, {}, settings);
  for (const Variable& v : none.layout().variables) EXPECT_NE(v.name, "net");
  settings.balance_one_in = -1;
  EXPECT_THROW(study(one_uncertain, {}, settings), InputError);
}

// Both sets of inputs of a draw, and all between them, are looked at or none.
TEST(Study, IndicesOfTheBalanceAreOfTheDrawsThatHaveIt) {
  StudySettings settings{256, Method::sobol, 3};
  settings.sensitivity = SensitivityBy::sobol;
  const auto pairs = [&](std::optional<std::int64_t> one_in) {
    settings.balance_one_in = one_in;
    const Study s = study(one_uncertain, {}, settings);
    Sums sums = s.run(0);
    for (int b = 1; b < s.layout().blocks(); ++b) sums.merge(s.run(b));
    double count = 0.0;
    for (int batch = 0; batch < IndexSums::batches; ++batch)
      count += sums.indices.pairs[batch * sums.slots + slot_of(s, "net")];
    return count;
  };
  EXPECT_EQ(pairs({}), 256.0);
  EXPECT_EQ(pairs(4), 64.0);
}

TEST(Study, ThreadsDoNotMatter) {
  const Study s = study(one_uncertain, {}, {9000, Method::sobol, 3});
  ASSERT_GT(s.layout().blocks(), 30);
  const std::vector<Sums> one = whole(s, 1);
  for (const int threads : {2, 3, 7}) {
    const std::vector<Sums> other = whole(s, threads);
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t g = 0; g < one.size(); ++g) {
      EXPECT_EQ(one[g].mean, other[g].mean);
      EXPECT_EQ(one[g].m2, other[g].m2);
      EXPECT_EQ(one[g].histogram, other[g].histogram);
    }
  }
}

TEST(Study, StopsBetweenBlocksAndPassesOnFailures) {
  const Study s = study(one_uncertain, {}, {9000, Method::random, 3});
  const std::vector<Chain> chains{{0, 1, nullptr}, {1, 2, nullptr}, {2, 3, nullptr}};
  std::atomic<bool> stop{true};
  EXPECT_FALSE(run_chains(s, chains, 2, stop, [](const Block&, const Sums&, const Draws&) { FAIL(); }));
  stop = false;
  EXPECT_THROW(
      run_chains(s, chains, 2, stop, [](const Block&, const Sums&, const Draws&) { throw std::runtime_error("full"); }),
      std::runtime_error);
}

TEST(Study, CommonRandomNumbersOverASweep) {
  // The swept key changes nothing (no reserve, one crisis): every point must give the same bits.
  const Study s = study(one_uncertain, {"model.attention=0,1,2"}, {64, Method::sobol, 5});
  const std::vector<Sums> sums = whole(s, 2);
  const int slot = slot_of(s, "total_loss");
  for (int point = 1; point < 3; ++point)
    EXPECT_EQ(estimate_at(s, sums, point, slot).mean, estimate_at(s, sums, 0, slot).mean);
}

// Keys that move together: at each value, the study of both set to it.
TEST(Sweep, MovesSeveralKeysTogether) {
  const StudySettings settings{16, Method::sobol, 5};
  const Study s = study(one_uncertain, {"defender.front.forces,defender.patron.forces=0.3,0.5,0.8"}, settings);
  ASSERT_EQ(s.layout().axes.size(), 1u);
  EXPECT_EQ(s.layout().axes[0].name, "forces");
  EXPECT_EQ(s.layout().axes[0].key, "defender.front.forces,defender.patron.forces");
  const std::vector<Sums> sums = whole(s, 1);
  for (int point = 0; point < 3; ++point) {
    auto set = one_uncertain;
    for (const char* const key : {"defender.front.forces", "defender.patron.forces"})
      set.push_back({key, std::vector{"0.3", "0.5", "0.8"}[point]});
    const Study alone = study(set, {}, settings);
    for (const char* const name : {"total_loss", "deterrence"})
      EXPECT_EQ(estimate_at(s, sums, point, slot_of(s, name)).mean,
                estimate(alone.run(0), 0, slot_of(alone, name), {}).mean)
          << name << " at " << point;
  }
  EXPECT_THROW(study({}, {"defender.front.forces,defender.font.forces=0,1"}, {}), InputError);
}

TEST(Sweep, IsParsedOrRefused) {
  EXPECT_EQ(parse_sweep("a.b=0:1:5").values, (std::vector<double>{0, .25, .5, .75, 1}));
  EXPECT_EQ(parse_sweep("a.b=3,1e-2").values, (std::vector<double>{3, .01}));
  for (const char* const bad : {"", "a", "a=", "=1", "a=1:2", "a=1:2:1", "a=1:2:2.5", "a=1:2:3:4", "a=1,x", "a=x,,y",
                                "a=nan", "a=-1e308:1e308:3"})
    EXPECT_THROW(parse_sweep(bad), InputError) << bad;
  EXPECT_THROW(study({}, {"tie.front-rear.integration=0:2:3"}, {}), InputError);  // out of range
  EXPECT_THROW(study({}, {"tie.front-rear.integratoin=0:1:3"}, {}), InputError);
  EXPECT_THROW(study({}, {"model.mood=0,1", "model.mood=0,1"}, {}), InputError);
}

}  // namespace
}  // namespace wedge::test
