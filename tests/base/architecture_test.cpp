// The house has one direction: each room includes only what stands to its left (README.md, CONTRIBUTING.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <set>

namespace wedge::test {
namespace {

namespace fs = std::filesystem;

// From left to right. `face` is include/wedge/ with sim/face/, what stands behind it.
const std::vector<std::string> ladder{"base",     "scenario", "sampling", "crisis",  "equilibrium",
                                      "measures", "campaign", "study",    "results", "engine",
                                      "face",     "python",   "web",      "mpi",     "app"};

// Headers outside the project that a room may include, beside the standard library.
const std::map<std::string, std::string> libraries{
    {"base", "Eigen/"},
    {"scenario", "toml\\+\\+/|fmt/"},
    {"sampling", "boost/|Random123/|Eigen/"},
    {"crisis", "fmt/"},
    {"equilibrium", "$^"},
    {"measures", "$^"},
    {"campaign", "boost/"},
    {"study", "oneapi/tbb/"},
    {"results", "nlohmann/|sys/"},
    {"engine", "nlohmann/|fmt/|boost/math/|Eigen/|nlopt\\.hpp|sys/(resource|utsname)\\.h"},
    {"face", "nlohmann/|fmt/"},
    {"python", "pybind11/"},
    {"web", "emscripten/|fmt/"},
    {"mpi", "fmt/"},
    {"app", "CLI/|nlohmann/|fmt/"},
};

struct Include {
  std::string by;    // path of the file, from the project's folder
  std::string from;  // its room
  std::string to;    // the room of what it includes; empty: outside the project
  std::string path;  // as it is written
};

int height(const std::string& room) {
  return static_cast<int>(std::find(ladder.begin(), ladder.end(), room) - ladder.begin());
}

std::vector<fs::path> sources_in(const std::string& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(WEDGE_SOURCE_DIR) / folder))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") out.push_back(entry.path());
  return out;
}

// The folder of a path from the project's or from an include folder: `sim/crisis/contest.hpp`, `wedge/study.hpp`.
std::string room_of(const fs::path& path) {
  auto part = path.begin();
  if (*part == "include" || *part == "wedge") return "face";
  if (*part == "sim") ++part;
  return part->string();
}

std::vector<Include> includes_of(const fs::path& file) {
  static const std::regex any("^ *#include ([<\"])([^>\"]+)[>\"]");
  const fs::path path = fs::relative(file, WEDGE_SOURCE_DIR);
  std::vector<Include> out;
  std::ifstream in(file);
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (!std::regex_search(line, match, any)) continue;
    const fs::path what = match[2].str();
    const bool quoted = match[1] == "\"", ours = quoted || what.string().starts_with("wedge/");
    if (what == "counted.hpp") continue;      // in bench/, and only for the model that counts its operations
    if (quoted && !what.has_parent_path()) {  // a neighbour in the same folder
      EXPECT_TRUE(fs::exists(file.parent_path() / what)) << path << ": " << line;
      out.push_back({path.string(), room_of(path), room_of(path), what.string()});
    } else {
      out.push_back({path.string(), room_of(path), ours ? room_of(what) : "", what.string()});
    }
  }
  return out;
}

std::vector<Include> includes_in(const std::string& folder) {
  std::vector<Include> out;
  for (const fs::path& file : sources_in(folder))
    for (Include& include : includes_of(file)) out.push_back(std::move(include));
  return out;
}

std::vector<Include> includes_of_the_house() {
  std::vector<Include> out = includes_in("sim");
  for (Include& include : includes_in("include")) out.push_back(std::move(include));
  return out;
}

// What a mistake in the input is stands in the face, and is thrown everywhere.
bool of_errors(const Include& include) { return include.path == "wedge/error.hpp"; }

TEST(Architecture, NoArrowRunsBack) {
  std::map<std::string, std::set<std::string>> arrows;
  for (const Include& i : includes_of_the_house()) {
    ASSERT_LT(height(i.from), static_cast<int>(ladder.size())) << i.by << " is in a room without a place";
    if (i.to.empty() || of_errors(i)) continue;
    EXPECT_LE(height(i.to), height(i.from)) << i.by << ": " << i.path;
    if (i.to != i.from) arrows[i.from].insert(i.to);
  }
  for (const std::string& room : ladder) {
    std::cout << room;
    for (const std::string& to : ladder)
      if (arrows[room].contains(to)) std::cout << " ← " << to;
    std::cout << '\n';
  }
  for (std::size_t i = 1; i < ladder.size(); ++i) EXPECT_FALSE(arrows[ladder[i]].empty()) << ladder[i];
}

TEST(Architecture, RulesNeedNoChanceAndTheModelNoThreadsAndNoFiles) {
  const std::set<std::string> exact{"crisis", "equilibrium", "measures"};
  for (const Include& i : includes_of_the_house()) {
    EXPECT_FALSE(exact.contains(i.from) && i.to == "sampling") << i.by << ": " << i.path;
    // The engine's and the face's own folders need the model alone; what needs more lies a folder deeper.
    const std::string folder = fs::path(i.by).parent_path().string();
    if (folder == "sim/engine" || folder == "sim/face") {
      EXPECT_NE(i.to, "study") << i.by << ": " << i.path;
      EXPECT_NE(i.to, "results") << i.by << ": " << i.path;
      EXPECT_FALSE(i.path.starts_with("engine/studies") || i.path.starts_with("engine/claims") ||
                   i.path.starts_with("engine/decisions"))
          << i.by << ": " << i.path;
    }
  }
}

TEST(Architecture, EachRoomHasItsLibraries) {
  for (const Include& i : includes_of_the_house())
    if (i.to.empty() && i.path.find('/') != std::string::npos) {
      EXPECT_TRUE(std::regex_search(i.path, std::regex("^(" + libraries.at(i.from) + ")"))) << i.by << ": " << i.path;
    }
}

TEST(Architecture, FrontsAreUsedByNobody) {
  std::vector<Include> all = includes_of_the_house();
  for (const Include& i : includes_in("bench")) {
    if (i.to.empty() || i.to == "bench" || i.to == "support")
      continue;  // support: made-up scenarios, as tests have them
    EXPECT_LE(height(i.to), height("face")) << i.by << ": " << i.path;
  }
  for (const Include& i : all) {
    EXPECT_TRUE(i.from == "app" || i.to != "app") << i.by << ": " << i.path;
    // The program of the ranks is one of the programs; the others know nothing of ranks.
    EXPECT_TRUE(i.from == "mpi" || i.to != "mpi" || i.by == "sim/app/mpi_main.cpp") << i.by << ": " << i.path;
  }
}

// The Python module is others' code that happens to stand here: it has what they have.
TEST(Architecture, PythonSeesTheFaceAlone) {
  for (const Include& i : includes_in("sim/python")) {
    EXPECT_TRUE(i.to.empty() || i.to == "python" || i.path.starts_with("wedge/")) << i.by << ": " << i.path;
  }
}

TEST(Architecture, MpiIsInOnePlace) {
  std::set<std::string> with_mpi;
  for (const Include& i : includes_of_the_house())
    if (i.path == "mpi.h") with_mpi.insert(i.by);
  EXPECT_EQ(with_mpi, std::set<std::string>{"sim/mpi/session.cpp"});
}

// A face's headers stand alone: others' compilers see them, and nothing else of the house.
TEST(Architecture, TheFaceIsPlain) {
  const std::regex made_to_measure("\\btemplate\\b");
  int headers = 0;
  for (const fs::path& file : sources_in("include")) {
    ++headers;
    for (const Include& i : includes_of(file))
      EXPECT_TRUE(i.path.starts_with("wedge/") || (i.to.empty() && i.path.find_first_of("/.") == std::string::npos))
          << i.by << ": " << i.path;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) EXPECT_FALSE(std::regex_search(line, made_to_measure)) << line;
  }
  EXPECT_GT(headers, 5);
}

TEST(Architecture, FilesAreShort) {
  for (const char* const folder : {"sim", "include", "tests", "bench"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(WEDGE_SOURCE_DIR) / folder)) {
      const std::string kind = entry.path().extension().string();
      if (kind != ".cpp" && kind != ".hpp" && kind != ".py") continue;
      std::ifstream in(entry.path());
      int lines = 0;
      for (std::string line; std::getline(in, line);) ++lines;
      EXPECT_LE(lines, 400) << entry.path();
    }
}

}  // namespace
}  // namespace wedge::test
