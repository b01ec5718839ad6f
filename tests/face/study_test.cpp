// Studies by the face: in memory and in files the same numbers, stopped and gone on with.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "wedge/wedge.hpp"

namespace {

namespace fs = std::filesystem;

const std::string textbook_file = std::string(WEDGE_TEST_DATA) + "/textbook.toml";

class FaceStudy : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

  static wedge::Study study(std::int64_t draws = 48, const std::string& until = "") {
    wedge::StudyOptions options;
    options.sweeps = {wedge::sweep("tie.front-rear.integration", 0.0, 1.0, 3), {"model.attention", {0.0, 0.5}}};
    options.draws = draws;
    options.until = until;
    return {wedge::Scenario::from_file(textbook_file).with("model.mood", "{ uniform = [-0.05, 0.05] }"), options};
  }

  const fs::path folder_ = fs::temp_directory_path() / ("wedge-face-test-" + std::to_string(getpid()));
};

wedge::RunOptions on(int threads) {
  wedge::RunOptions out;
  out.threads = threads;
  return out;
}

std::string bytes(const std::string& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

// Bit for bit; NaN is itself.
void expect_same(const std::vector<double>& a, const std::vector<double>& b, const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (std::size_t i = 0; i < a.size(); ++i)
    EXPECT_TRUE(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) << what;
}

void expect_same(const wedge::Result& a, const wedge::Result& b) {
  ASSERT_EQ(a.points(), b.points());
  ASSERT_EQ(a.axes().size(), b.axes().size());
  for (std::size_t i = 0; i < a.axes().size(); ++i) {
    EXPECT_EQ(a.axes()[i].key, b.axes()[i].key);
    EXPECT_EQ(a.axes()[i].name, b.axes()[i].name);
    EXPECT_EQ(a.axes()[i].values, b.axes()[i].values);
  }
  EXPECT_EQ(a.title(), b.title());
  EXPECT_EQ(a.to_toml(), b.to_toml());
  ASSERT_EQ(a.measures().size(), b.measures().size());
  for (const wedge::MeasureInfo& measure : a.measures()) {
    expect_same(a.means(measure.name), b.means(measure.name), measure.name);
    expect_same(a.standard_errors(measure.name), b.standard_errors(measure.name), measure.name);
  }
  for (std::int64_t p = 0; p < a.points(); ++p) {
    EXPECT_EQ(a.draws(p), b.draws(p));
    EXPECT_EQ(a.failed(p), b.failed(p));
    EXPECT_EQ(a.complete(p), b.complete(p));
    for (const double level : a.quantile_levels())
      EXPECT_EQ(a.quantile(level, "total_loss", p), b.quantile(level, "total_loss", p));
  }
}

TEST_F(FaceStudy, MemoryAndFileAreTheSame) {
  for (const std::string until : {"", "total_loss=0.0002"}) {
    const wedge::Study what = study(until.empty() ? 48 : 1024, until);
    EXPECT_EQ(what.points(), 6);
    const wedge::Result memory = wedge::run(what, on(2));
    ASSERT_TRUE(wedge::run(what, file("out" + until + ".h5"), on(1)));
    const wedge::Result stored = wedge::Result::open(file("out" + until + ".h5"));
    EXPECT_TRUE(stored.complete());
    expect_same(memory, stored);
    EXPECT_GT(memory.standard_error("total_loss"), 0.0);
  }
}

TEST_F(FaceStudy, FileIsThatOfTheCommand) {
  ASSERT_TRUE(wedge::run(study(), file("face.h5")));
  const std::string command = std::string(WEDGE_PROGRAM) + " run " + textbook_file + " -o " + file("command.h5") +
                              " --set 'model.mood={ uniform = [-0.05, 0.05] }' --draws 48 --quiet"
                              " --sweep tie.front-rear.integration=0,0.5,1 --sweep model.attention=0,0.5";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(bytes(file("face.h5")), bytes(file("command.h5")));
}

TEST_F(FaceStudy, PointsAndLabelsHaveTheirPlaces) {
  const wedge::Result result = wedge::run(study());
  EXPECT_EQ(result.point({0, 0}), 0);
  EXPECT_EQ(result.point({1, 1}), 3);
  EXPECT_EQ(result.axes()[0].key, "tie.front-rear.integration");
  EXPECT_EQ(result.mean("loss", 3, {"front"}), result.mean("loss", 3));
  EXPECT_EQ(result.mean("total_loss", 3), result.means("total_loss").at(3));
  EXPECT_LE(result.quantile(0.05, "total_loss", 2), result.quantile(0.95, "total_loss", 2));
  EXPECT_THROW(result.mean("total_loss", 6), wedge::InputError);
  EXPECT_THROW(result.mean("loss", 0, {"nobody"}), wedge::InputError);
  EXPECT_THROW(result.mean("lost"), wedge::InputError);
  EXPECT_THROW(result.quantile(0.33, "loss"), wedge::InputError);
  EXPECT_THROW(result.point({0}), wedge::InputError);
  EXPECT_THROW(result.point({0, 2}), wedge::InputError);
}

TEST_F(FaceStudy, TellsHowFarItIsAndStops) {
  const wedge::Study what = study();
  std::stop_source source;
  wedge::RunOptions options = on(1);
  options.stop = source.get_token();
  int heard = 0;
  options.progress = [&](const wedge::Progress& p) {
    EXPECT_LE(p.draws_done, p.draws);
    EXPECT_EQ(p.draws, 6 * 48);
    EXPECT_GT(p.seconds, 0.0);
    if (++heard == 2) source.request_stop();
  };
  EXPECT_FALSE(wedge::run(what, file("out.h5"), options));
  EXPECT_FALSE(fs::exists(file("out.h5")));
  ASSERT_TRUE(wedge::run(what, file("out.h5")));
  ASSERT_TRUE(wedge::run(what, file("at once.h5")));
  EXPECT_EQ(bytes(file("out.h5")), bytes(file("at once.h5")));

  heard = 0;
  std::stop_source again;
  options.stop = again.get_token();
  options.progress = [&](const wedge::Progress&) {
    if (++heard == 2) again.request_stop();
  };
  const wedge::Result partial = wedge::run(what, options);
  EXPECT_FALSE(partial.complete());
  const wedge::Result whole = wedge::Result::open(file("out.h5"));
  int there = 0;
  for (std::int64_t p = 0; p < 6; ++p)
    if (partial.complete(p)) {
      ++there;
      EXPECT_EQ(partial.mean("total_loss", p), whole.mean("total_loss", p));
    } else {
      EXPECT_EQ(partial.draws(p), 0);
      EXPECT_TRUE(std::isnan(partial.mean("total_loss", p)));
    }
  EXPECT_GE(there, 2);
  EXPECT_LT(there, 6);
}

TEST_F(FaceStudy, IsReproduced) {
  const wedge::Study what = study();
  ASSERT_TRUE(wedge::run(what, file("out.h5")));
  std::int64_t heard = 0;
  wedge::RunOptions options = on(2);
  options.progress = [&](const wedge::Progress& p) {
    heard = p.draws_done;
    EXPECT_EQ(p.draws, 6 * 48);
  };
  const wedge::Reproduction found = wedge::reproduce(file("out.h5"), options);
  EXPECT_TRUE(found.reproduced && found.same_build && found.same_bytes);
  EXPECT_EQ(heard, 6 * 48);
  EXPECT_EQ(found.made_by.version, found.here.version);
  EXPECT_EQ(found.made_by.kernel, found.here.kernel);
  EXPECT_GT(found.means, 6 * 20);
  EXPECT_TRUE(found.differences.empty() && found.only_stored.empty() && found.only_here.empty());
  EXPECT_EQ(found.points_with_other_draws, 0);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);

  EXPECT_TRUE(wedge::reproduce(file("out.h5"), options, file("again.h5")).same_bytes);
  EXPECT_EQ(bytes(file("again.h5")), bytes(file("out.h5")));
  EXPECT_THROW(wedge::reproduce(file("out.h5"), options, file("out.h5")), wedge::InputError);
  EXPECT_THROW(wedge::reproduce(file("nothing.h5")), wedge::InputError);
  EXPECT_THROW(wedge::reproduce(textbook_file), wedge::InputError);
  ASSERT_TRUE(wedge::run(study(16), file("other.h5")));
  EXPECT_THROW(wedge::reproduce(file("other.h5"), options, file("again.h5")), wedge::InputError);
}

TEST_F(FaceStudy, IsReproducedInPartsIfItIsStopped) {
  ASSERT_TRUE(wedge::run(study(), file("out.h5")));
  const std::string before = bytes(file("out.h5"));
  const auto stopped = [&](const std::string& again) {
    std::stop_source source;
    wedge::RunOptions options = on(1);
    options.stop = source.get_token();
    options.progress = [&](const wedge::Progress&) { source.request_stop(); };
    EXPECT_THROW(wedge::reproduce(file("out.h5"), options, again), wedge::StoppedEarly);
  };
  stopped("");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  stopped(file("again.h5"));
  EXPECT_FALSE(fs::exists(file("again.h5")));
  ASSERT_TRUE(fs::exists(file("again.h5.blocks")));
  std::int64_t left = 0;
  wedge::RunOptions options = on(1);
  options.progress = [&](const wedge::Progress& p) { left = p.draws; };
  EXPECT_TRUE(wedge::reproduce(file("out.h5"), options, file("again.h5")).same_bytes);
  EXPECT_GT(left, 0);
  EXPECT_FALSE(fs::exists(file("again.h5.blocks")));
  EXPECT_EQ(bytes(file("again.h5")), before);
  EXPECT_EQ(bytes(file("out.h5")), before);
}

TEST_F(FaceStudy, DoesNotOverwrite) {
  const wedge::Study what = study();
  ASSERT_TRUE(wedge::run(what, file("out.h5")));
  const auto written = std::filesystem::last_write_time(file("out.h5"));
  EXPECT_TRUE(wedge::run(what, file("out.h5")));  // done already
  EXPECT_EQ(std::filesystem::last_write_time(file("out.h5")), written);
  EXPECT_THROW(wedge::run(study(16), file("out.h5")), wedge::InputError);  // another study
  wedge::RunOptions options;
  options.replace = true;
  EXPECT_EQ(wedge::Result::open(file("out.h5")).draws(0), 48);
  EXPECT_TRUE(wedge::run(study(16), file("out.h5"), options));
  EXPECT_EQ(wedge::Result::open(file("out.h5")).draws(0), 16);
}

TEST_F(FaceStudy, MistakesAreNamed) {
  const auto scenario = wedge::Scenario::from_file(textbook_file);
  const auto with = [&](auto change) {
    wedge::StudyOptions options;
    change(options);
    return wedge::Study(scenario, options);
  };
  EXPECT_THROW(with([](auto& o) { o.method = "dice"; }), wedge::InputError);
  EXPECT_THROW(with([](auto& o) { o.sweeps = {{"no.such", {1.0}}}; }), wedge::InputError);
  EXPECT_THROW(with([](auto& o) { o.until = "nothing=1"; }), wedge::InputError);
  EXPECT_THROW(with([](auto& o) { o.draws = 0; }), wedge::InputError);
  EXPECT_THROW(wedge::Result::open(textbook_file), wedge::InputError);
  EXPECT_THROW(wedge::Result::open(file("nothing.h5")), wedge::InputError);
}

TEST(FaceClaims, HaveVerdicts) {
  const auto with = [](const std::string& only) {
    wedge::ClaimOptions options;
    options.only = only;
    options.draws = 8;
    return options;
  };
  const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/claims.toml";
  const wedge::ClaimsReport report = wedge::run_claims(file, with("C1"));
  ASSERT_EQ(report.claims.size(), 1u);
  EXPECT_EQ(report.claims[0].id, "C1");
  EXPECT_FALSE(report.claims[0].verdict.empty());
  EXPECT_NE(report.to_json().find("\"draws\": 8"), std::string::npos);
  EXPECT_THROW(wedge::run_claims(file, with("C99")), wedge::InputError);
}

// The numbers of `wedge compare`, which are those of two studies of the same draws.
TEST(FaceComparison, IsTheDifferenceOfTwoStudies) {
  const auto before = wedge::Scenario::from_file(textbook_file).with("model.mood", "{ uniform = [-0.05, 0.05] }");
  const auto after = before.with("tie.front-rear.affinity", -0.3);
  const wedge::Comparison found = wedge::compare(before, after, {.draws = 64, .threads = 2});
  ASSERT_EQ(found.keys.size(), 1u);
  EXPECT_EQ(found.keys[0].after, "-0.3");
  wedge::StudyOptions options;
  options.draws = 64;
  const auto mean = [&](const wedge::Scenario& scenario) {
    return wedge::run(wedge::Study(scenario, options)).mean("deterrence", 0);
  };
  for (const wedge::MeasureChange& one : found.measures)
    if (one.measure == "deterrence") {
      EXPECT_NEAR(one.before, mean(before), 1e-12);
      EXPECT_NEAR(one.difference, mean(after) - mean(before), 1e-12);
      EXPECT_LT(one.standard_error, 0.005);  // of the difference on common draws, not of two means
      EXPECT_EQ(one.falls, 1.0);
      EXPECT_TRUE(one.counts);
    }
}

}  // namespace
