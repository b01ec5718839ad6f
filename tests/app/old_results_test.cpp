// Results of version 0.1 (tests/data/results-0.1), which have no seal and fewer measures: everything that reads results
// takes them, and nothing writes over them.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"
#include "wedge/reproduction.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class OldResults : public ::testing::Test {
 protected:
  OldResults() {
    fs::create_directories(folder_);
    for (const char* const name : {"plain.h5", "sweep.h5"})
      if (std::system(("gzip -dc " + data_path("results-0.1/") + name + ".gz > " + at(name)).c_str()) != 0)
        ADD_FAILURE() << "gzip cannot unpack " << name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string at(const std::string& name) const { return folder_ / name; }

  static Finished expect(const std::vector<std::string>& arguments, int code, const std::vector<std::string>& parts) {
    const Finished r = run_program(arguments);
    EXPECT_EQ(r.code, code) << r.out << r.err;
    for (const std::string& part : parts)
      EXPECT_TRUE(contains(on_one_line(r.out + r.err), part)) << part << "\n" << r.out << r.err;
    return r;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("wedge-old-results-" + std::to_string(getpid()));
};

TEST_F(OldResults, StatusKnowsThem) {
  for (const auto& [file, points] : {std::pair{"plain.h5", "1 of 1 points"}, {"sweep.h5", "6 of 6 points"}})
    expect({"status", at(file), "--verify"}, 0,
           {points, "complete", "made by wedge 0.1.0, whose results had no seal", "every dataset was read"});
}

// The numbers are those that h5py reads there.
TEST_F(OldResults, TheLibraryReadsThem) {
  const face::Result plain = face::Result::open(at("plain.h5")), sweep = face::Result::open(at("sweep.h5"));
  EXPECT_TRUE(plain.complete());
  EXPECT_EQ(plain.draws(0), 32);
  EXPECT_EQ(plain.mean("deterrence"), 0.5435972971275518);
  EXPECT_EQ(plain.mean("loss", 0, {"front"}), 0.05391711763705209);
  EXPECT_EQ(plain.standard_error("total_loss"), 0.005762151205348141);
  ASSERT_EQ(sweep.axes().size(), 2u);
  EXPECT_EQ(sweep.axes()[1].key, "tie.front-rear.affinity");
  EXPECT_EQ(sweep.mean("net", sweep.point({2, 0}), {"front-rear"}), -0.057326706066640615);
  EXPECT_THROW(plain.mean("attack_by_action"), InputError);
}

TEST_F(OldResults, AreReproducedByThisVersion) {
  for (const char* const file : {"plain.h5", "sweep.h5"}) {
    const Finished r = run_program({"reproduce", at(file), "--quiet", "--format", "json"});
    ASSERT_EQ(r.code, 0) << r.out << r.err;
    const json found = json::parse(r.out);
    EXPECT_EQ(found["made_by"]["version"], "0.1.0");
    EXPECT_FALSE(found["same_build"]);
    EXPECT_NE(found["verdict"], "different");
    EXPECT_EQ(found["means_beyond_their_error"], 0);
    EXPECT_EQ(found["only_stored"], json::array());
    EXPECT_FALSE(found["only_here"].empty());  // what version 0.1 did not compute
  }
  EXPECT_TRUE(face::reproduce(at("plain.h5")).reproduced);
}

TEST_F(OldResults, AreComparedWithNewOnes) {
  expect({"reproduce", at("sweep.h5"), "--quiet", "-o", at("new.h5")}, 0, {"Reproduced"});
  expect({"compare", at("sweep.h5"), at("new.h5")}, 0, {"The two have the same numbers", "0 of "});
  const json found = json::parse(expect({"compare", at("new.h5"), at("sweep.h5"), "--format", "json"}, 0, {}).out);
  EXPECT_GT(found["measures"].size(), 200u);
  for (const json& row : found["measures"]) EXPECT_FALSE(row["counts"].get<bool>()) << row;
}

TEST_F(OldResults, AreShownByAPage) {
  expect({"explore", at("sweep.h5"), "-o", at("page.html")}, 0, {"page.html"});
  EXPECT_TRUE(contains(file_text(at("page.html")), "tie.front-rear.affinity"));
}

TEST_F(OldResults, AreNotWrittenOver) {
  const std::string bytes = file_text(at("plain.h5"));
  expect({"run", "-o", at("plain.h5")}, 0, {"complete already"});
  expect({"merge", at("plain.h5")}, 0, {"complete already"});
  expect({"run", "-o", at("plain.h5"), "--draws", "64"}, 2,
         {"was made by another build of the program (version 0.1.0"});
  expect({"run", textbook_file, "-o", at("plain.h5"), "--draws", "32"}, 2, {"exists"});
  expect({"reproduce", at("sweep.h5"), "-o", at("plain.h5")}, 2, {"exists"});
  EXPECT_EQ(file_text(at("plain.h5")), bytes);
}

// Without a seal only the checksums of the datasets tell: a changed number is seen, and nothing else does harm.
TEST_F(OldResults, DamageIsSeen) {
  const std::string file = at("sweep.h5"), bytes = file_text(file);
  const auto put = [&](const std::string& text) { std::ofstream(file, std::ios::binary | std::ios::trunc) << text; };
  std::string changed = bytes;
  changed[16195] ^= 1;  // in the total loss
  put(changed);
  expect({"status", file}, 1, {"damaged: its bytes have changed: dataset total_loss"});
  expect({"reproduce", file}, 2, {"dataset total_loss", "expected a whole result"});
  for (const std::size_t length : {bytes.size() / 2, std::size_t{3000}}) {
    put(bytes.substr(0, length));
    expect({"status", file}, 2, {"is not a result of wedge run", "truncated"});
  }
}

}  // namespace
}  // namespace wedge::test
