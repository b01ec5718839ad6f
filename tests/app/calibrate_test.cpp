// wedge calibrate.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;

TEST(Calibrate, PrintsTheFitAndWhatToCopy) {
  const fs::path file = fs::temp_directory_path() / ("wedge-rates-" + std::to_string(::getpid()) + ".toml");
  std::ofstream(file) << R"([[key]]
key = "adversary.rival.prize.front"
low = 0.3
high = 2
[[key]]
key = "defender.rear.redundancy"
[[rate]]
measure = "deterrence"
value = 0.7
error = 0.05
)";
  const std::vector<std::string> command{"calibrate", textbook_file, "--quiet",    "--draws",
                                         "0",         "--rates",     file.string()};
  const Finished r = run_program(command);
  EXPECT_EQ(r.code, 0) << r.err;
  expect_within_a_page(r.out);
  EXPECT_NE(on_one_line(r.out).find("defender.rear.redundancy hardly matters"), std::string::npos) << r.out;
  // What is to be copied does what is said of it.
  const std::size_t at = r.out.find("--set adversary.rival.prize.front=");
  ASSERT_NE(at, std::string::npos) << r.out;
  const std::string set = r.out.substr(at + 6, r.out.find('\n', at) - at - 6);
  const auto solved =
      nlohmann::json::parse(run_program({"solve", textbook_file, "--set", set, "--format", "json"}).out);
  EXPECT_NEAR(solved["adversaries"][0]["deterrence"].get<double>(), 0.7, 1e-5);
  std::vector<std::string> json = command;
  json.insert(json.end(), {"--format", "json"});
  const auto document = nlohmann::json::parse(run_program(json).out);
  EXPECT_NEAR(document["rates"][0]["found"].get<double>(), 0.7, 1e-5);
  EXPECT_EQ(document["untold"].size(), 1u);
  std::ofstream(file) << "[[key]]\nkey = \"adversary.rival.prise.front\"\n[[rate]]\nmeasure = \"war\"\nvalue = 0.1\n";
  const Finished refused = run_program(command);
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find(":2:1: key[1].key: is no number of the scenario; did you mean"), std::string::npos)
      << refused.err;
  fs::remove(file);
}

}  // namespace
}  // namespace wedge::test
