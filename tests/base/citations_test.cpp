// Code and documents cite one another by equation number and by heading, and write the same symbols.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace wedge::test {
namespace {

const std::filesystem::path source = WEDGE_SOURCE_DIR;

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

void for_each_match(const std::string& text, const std::regex& what,
                    const std::function<void(const std::smatch&)>& use) {
  for (std::sregex_iterator at(text.begin(), text.end(), what), end; at != end; ++at) use(*at);
}

// The comments of a C++ file, each block as one line; of another file everything.
std::string prose_of(const std::filesystem::path& path) {
  const bool cpp = path.extension() == ".cpp" || path.extension() == ".hpp";
  std::istringstream in(text_of(path));
  std::string out;
  const std::regex leading("^\\s*(///?<?|#|\"\"\")?\\s*");
  for (std::string line; std::getline(in, line);) {
    if (cpp) {
      const std::size_t begin = line.find("//");
      if (begin == std::string::npos) {
        out += '\n';
        continue;
      }
      line = line.substr(begin);
    }
    out += std::regex_replace(line, leading, "") + ' ';
  }
  return out;
}

std::map<std::string, std::string> prose_below(const std::set<std::string>& folders) {
  std::map<std::string, std::string> out;
  const std::set<std::string> kinds{".cpp", ".hpp", ".py", ".md", ".txt"};
  for (const std::string& folder : folders)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source / folder))
      if (entry.is_regular_file() && kinds.contains(entry.path().extension().string()))
        out[std::filesystem::relative(entry.path(), source).string()] = prose_of(entry.path());
  return out;
}

const std::vector<std::string> equation_pages{"docs/model.md", "docs/solver.md"};

// Where each number is defined.
std::map<std::string, std::string> equations() {
  std::map<std::string, std::string> out;
  for (const std::string& page : equation_pages)
    for_each_match(text_of(source / page), std::regex("\\\\tag\\{(S?[0-9]+)\\}"), [&](const std::smatch& match) {
      EXPECT_TRUE(out.emplace(match[1], page).second)
          << "(" << match[1] << ") is in " << page << " and in " << out[match[1]];
    });
  return out;
}

// A number in parentheses that follows no name is a citation; "(14)–(16)" cites what lies between too.
std::set<std::string> cited_in(const std::string& prose) {
  std::set<std::string> out;
  for_each_match(prose, std::regex("(^|[^A-Za-z0-9_>)])\\((S?[0-9]{1,2})\\)((–|-| to )\\((S?)([0-9]{1,2})\\))?"),
                 [&](const std::smatch& match) {
                   const std::string first = match[2];
                   out.insert(first);
                   if (!match[3].matched) return;
                   const std::string letter = match[5];
                   for (int i = std::stoi(first.substr(letter.size())); i <= std::stoi(match[6]); ++i)
                     out.insert(letter + std::to_string(i));
                 });
  return out;
}

TEST(Citations, EveryNumberIsAnEquation) {
  const auto known = equations();
  EXPECT_GE(known.size(), 13U);
  for (const auto& [path, prose] : prose_below({"sim", "docs"})) {
    if (path.starts_with("docs/") &&
        std::find(equation_pages.begin(), equation_pages.end(), path) == equation_pages.end())
      continue;
    for (const std::string& number : cited_in(prose))
      EXPECT_TRUE(known.contains(number)) << path << " cites (" << number << ")";
  }
}

TEST(Citations, EveryEquationHasAHomeInTheCode) {
  std::set<std::string> cited;
  for (const auto& [path, prose] : prose_below({"sim"})) cited.merge(cited_in(prose));
  for (const auto& [number, page] : equations())
    EXPECT_TRUE(cited.contains(number)) << "(" << number << ") of " << page << " is cited nowhere in sim/";
}

// A page is cited as `model.md, "Which equilibrium"`, by its heading: pages have no numbered sections.
TEST(Citations, EveryHeadingStands) {
  std::map<std::string, std::set<std::string>> headings;
  for (const auto& entry : std::filesystem::directory_iterator(source / "docs"))
    if (entry.path().extension() == ".md") {
      std::istringstream in(text_of(entry.path()));
      std::smatch match;
      for (std::string line; std::getline(in, line);)
        if (std::regex_match(line, match, std::regex("#+ (.*)")))
          headings[entry.path().filename().string()].insert(match[1]);
    }
  int cited = 0;
  for (const auto& [path, prose] : prose_below({"sim", "tests", "bench", "analysis", "docs"})) {
    if (path == "tests/base/citations_test.cpp" || prose.find(".md") == std::string::npos) continue;
    for_each_match(prose, std::regex("([a-z]+\\.md)\\)?(,? §| ?,? section [0-9])"),
                   [&](const std::smatch& match) { ADD_FAILURE() << path << " cites \"" << match[0] << "\""; });
    for_each_match(prose, std::regex("([a-z]+\\.md)\\)?, \"([^\"]*)\""), [&](const std::smatch& match) {
      EXPECT_TRUE(headings[match[1]].contains(match[2])) << path << " cites " << match[1] << ", \"" << match[2] << "\"";
      ++cited;
    });
  }
  EXPECT_GT(cited, 10);
}

TEST(Citations, EveryGreekLetterIsInTheTableOfSymbols) {
  const std::string model = text_of(source / "docs/model.md");
  const std::size_t begin = model.find("## Symbols");
  ASSERT_NE(begin, std::string::npos);
  const std::string table = model.substr(begin, model.find("\n## ", begin + 1) - begin);
  const std::regex greek("(\xCE[\x91-\xBF]|\xCF[\x80-\x8E\xB1])");
  const std::set<std::string> operators{"Σ", "Π", "Γ"};
  for (const auto& [path, prose] : prose_below({"sim"}))
    for_each_match(prose, greek, [&](const std::smatch& match) {
      EXPECT_TRUE(operators.contains(match[0]) || table.find(match[0]) != std::string::npos)
          << path << " writes " << match[0] << ", which is not in the table of symbols of docs/model.md";
    });
}

}  // namespace
}  // namespace wedge::test
