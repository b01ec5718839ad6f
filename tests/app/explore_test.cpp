// `wedge explore`: one page, with every number of the study and of the scenario, and nothing that reaches a network.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "engine/studies/explored.hpp"
#include "results/estimates.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class ExplorePage : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  std::string page_of(const std::string& what, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"explore", what, "-o", file("page.html"), "--force"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished r = run_program(arguments);
    EXPECT_EQ(r.code, 0) << r.err;
    std::ostringstream text;
    text << std::ifstream(file("page.html"), std::ios::binary).rdbuf();
    return text.str();
  }
  static std::string element(const std::string& page, const std::string& id) {
    const std::size_t open = page.find("id=\"" + id + "\">"), begin = page.find('>', open) + 1;
    return page.substr(begin, page.find("</script>", begin) - begin);
  }
  std::string study() const {
    const Finished r = run_program({"run", textbook_file, "-o", file("out.h5"), "--quiet", "--draws", "16", "--sweep",
                                    "tie.front-rear.integration=0,0.5,1", "--sweep", "tie.front-rear.affinity=0,0.6"});
    EXPECT_EQ(r.code, 0) << r.err;
    return file("out.h5");
  }

 private:
  const fs::path folder_ = fs::temp_directory_path() / ("wedge-explore-" + std::to_string(::getpid()));
};

TEST(Base64, IsThatOfTheStandard) {  // RFC 4648, section 10
  EXPECT_EQ(engine::base64(""), "");
  EXPECT_EQ(engine::base64("f"), "Zg==");
  EXPECT_EQ(engine::base64("fo"), "Zm8=");
  EXPECT_EQ(engine::base64("foo"), "Zm9v");
  EXPECT_EQ(engine::base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(engine::base64("\xff\xfe"), "//4=");
}

// The digits of base64 back to floats.
std::vector<float> floats_of(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    group = group << 6 | static_cast<std::uint32_t>(digits.find(c));
    if ((bits += 6) >= 8) bytes += static_cast<char>(group >> (bits -= 8) & 0xff);
  }
  std::vector<float> out;
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
    std::uint32_t word = 0;
    for (int k = 3; k >= 0; --k) word = word << 8 | static_cast<unsigned char>(bytes[i + static_cast<std::size_t>(k)]);
    out.push_back(std::bit_cast<float>(word));
  }
  return out;
}

TEST_F(ExplorePage, HasEveryNumberOfTheStudy) {
  const std::string result = study();
  const json data = json::parse(element(page_of(result), "data"));
  const Estimates stored = read_estimates(result);
  ASSERT_EQ(data["study"]["variables"].size(), stored.variables.size());
  for (std::size_t v = 0; v < stored.variables.size(); ++v) {
    const auto& of = data["study"]["variables"][v];
    EXPECT_EQ(of["name"], stored.variables[v].variable.name);
    for (const auto& [name, expected] : {std::pair("mean", &stored.variables[v].mean),
                                         {"error", &stored.variables[v].error},
                                         {"quantiles", &stored.variables[v].quantiles}}) {
      const std::vector<float> found = floats_of(of[name]);
      ASSERT_EQ(found.size(), expected->size()) << of["name"] << ' ' << name;
      for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_TRUE(found[i] == static_cast<float>((*expected)[i]) ||
                    (std::isnan(found[i]) && std::isnan((*expected)[i])));
    }
  }
  EXPECT_EQ(data["study"]["axes"][1]["values"], (std::vector<double>{0.0, 0.6}));
  EXPECT_EQ(data["study"]["origin"][0][0], "seed");
}

TEST_F(ExplorePage, HasTheSolutionOfSolve) {
  const json data = json::parse(element(page_of(textbook_file), "data"));
  EXPECT_EQ(data["solved"], json::parse(run_program({"solve", textbook_file, "--format", "json"}).out));
  EXPECT_TRUE(data["study"].is_null());
  const auto& numbers = data["scenario"]["numbers"];
  const auto affinity =
      std::find_if(numbers.begin(), numbers.end(), [](const json& n) { return n["key"] == "tie.front-rear.affinity"; });
  ASSERT_NE(affinity, numbers.end());
  EXPECT_EQ((*affinity)["median"], 0.6);
  EXPECT_EQ((*affinity)["least"], -1.0);
  EXPECT_EQ((*affinity)["most"], 1.0);
}

TEST_F(ExplorePage, HasTheChangedScenario) {
  const std::string set = "tie.front-rear.affinity=-0.3";
  const json data = json::parse(element(page_of(textbook_file, {"--set", set}), "data"));
  const json changed = json::parse(run_program({"solve", textbook_file, "--format", "json", "--set", set}).out);
  EXPECT_EQ(data["solved"]["adversaries"], changed["adversaries"]);
}

TEST_F(ExplorePage, ReachesNoNetworkAndRunsNoOthersScript) {
  std::ifstream in(textbook_file);
  std::ostringstream text;
  text << in.rdbuf();
  const std::string hostile = "\"</script><script>alert(1)</script><!--\"";
  std::ofstream(file("hostile.toml")) << std::regex_replace(text.str(), std::regex("\ntitle *= *\"[^\n]*\""),
                                                            "\ntitle = " + hostile);
  const std::string page = page_of(file("hostile.toml"));
  EXPECT_EQ(json::parse(element(page, "data"))["scenario"]["title"], "</script><script>alert(1)</script><!--");
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  std::smatch found;
  ASSERT_TRUE(std::regex_search(page, found, std::regex("Content-Security-Policy\" content=\"([^\"]*)\"")));
  const std::string policy = found[1];
  EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'sha256-")) << policy;
  EXPECT_EQ(policy.find("http"), std::string::npos);
  EXPECT_EQ(policy.find("connect-src"), std::string::npos);
  EXPECT_EQ(policy.find("script-src 'unsafe-inline'"), std::string::npos);
}

TEST_F(ExplorePage, IsTheSameForTheSame) {
  const std::string result = study();
  EXPECT_EQ(page_of(result), page_of(result));
}

TEST_F(ExplorePage, RefusesWhatItCannotShow) {
  const std::string result = study();
  const auto says = [&](std::vector<std::string> arguments, int code, const std::string& what) {
    arguments.insert(arguments.begin(), "explore");
    const Finished r = run_program(arguments);
    EXPECT_EQ(r.code, code) << r.out << r.err;
    EXPECT_NE(r.err.find(what), std::string::npos) << r.err;
  };
  says({result, "-o", file("a.html"), "--set", "model.mood=0"}, 2, "a result has its own scenario");
  says({textbook_file, "-o", file("nowhere/a.html")}, 2, "--output");
  std::ofstream(file("there.html")) << "mine";
  says({textbook_file, "-o", file("there.html")}, 2, "exists");
  says({textbook_file, "-o", file("a.html"), "--set", "tie.front-rear.integration=2"}, 2, "0 … 1");
  {
    std::fstream damaged(result, std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(5000);
    damaged.put('\x55');
  }
  says({result, "-o", file("a.html")}, 2, "expected a whole result");
  EXPECT_FALSE(fs::exists(file("a.html")));
}

}  // namespace
}  // namespace wedge::test
