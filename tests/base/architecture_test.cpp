// The house has one direction: each folder includes only what stands to its left (docs: README, architecture).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

namespace wedge::test {
namespace {

const std::map<std::string, std::set<std::string>> may_use{
    {"base", {"base"}},
    {"scenario", {"base", "scenario"}},
    {"sampling", {"base", "scenario", "sampling"}},
    {"crisis", {"base", "scenario", "crisis"}},
    {"equilibrium", {"base", "scenario", "crisis", "equilibrium"}},
    {"measures", {"base", "scenario", "crisis", "equilibrium", "measures"}},
    {"campaign", {"base", "scenario", "sampling", "crisis", "equilibrium", "measures", "campaign"}},
    {"study", {"base", "scenario", "sampling", "crisis", "equilibrium", "measures", "campaign", "study"}},
    {"results", {"base", "scenario", "sampling", "crisis", "equilibrium", "measures", "campaign", "study", "results"}},
};

// Headers outside the project that a folder may include, beside the standard library.
const std::map<std::string, std::string> libraries{{"base", "Eigen/"},
                                                   {"scenario", "toml\\+\\+/|fmt/"},
                                                   {"sampling", "boost/|Random123/|Eigen/"},
                                                   {"crisis", "fmt/"},
                                                   {"equilibrium", "$^"},
                                                   {"measures", "$^"},
                                                   {"campaign", "boost/"},
                                                   {"study", "oneapi/tbb/"},
                                                   {"results", "nlohmann/|sys/"}};

TEST(Architecture, NoArrowRunsBack) {
  const std::regex own("#include \"wedge/([a-z]+)/"), foreign("#include <([a-zA-Z0-9+]+/.*)>");
  int files = 0;
  for (const auto& [folder, allowed] : may_use)
    for (const std::string root : {"/include/wedge/", "/sim/"})
      for (const auto& entry : std::filesystem::recursive_directory_iterator(WEDGE_SOURCE_DIR + root + folder)) {
        if (!entry.is_regular_file()) continue;
        ++files;
        std::ifstream in(entry.path());
        std::smatch match;
        for (std::string line; std::getline(in, line);) {
          if (std::regex_search(line, match, own)) {
            EXPECT_TRUE(allowed.contains(match[1])) << entry.path() << ": " << line;
          } else if (std::regex_search(line, match, foreign)) {
            EXPECT_TRUE(std::regex_search(match[1].str(), std::regex("^(" + libraries.at(folder) + ")")))
                << entry.path() << ": " << line;
          }
        }
      }
  EXPECT_GT(files, 30);
}

TEST(Architecture, MpiIsInOnePlaceAndNobodyNeedsIt) {
  std::set<std::string> with_mpi;
  for (const std::string root : {"/include/wedge", "/sim"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(WEDGE_SOURCE_DIR + root)) {
      if (!entry.is_regular_file()) continue;
      const std::string path = std::filesystem::relative(entry.path(), WEDGE_SOURCE_DIR).string();
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        if (line.starts_with("#include <mpi.h>")) with_mpi.insert(path);
        EXPECT_TRUE(path.starts_with("sim/mpi/") || !line.starts_with("#include \"mpi/")) << path << ": " << line;
      }
    }
  EXPECT_EQ(with_mpi, std::set<std::string>{"sim/mpi/session.cpp"});
}

}  // namespace
}  // namespace wedge::test
