// Every file in data/bad is wrong in some way, and says in comments at its end what must be said of
// it: `# expect: LINE:COLUMN: KEY: message`, one line for each problem. `# set: KEY=VALUE` stands
// for an override (`\n` for a line break); what is said of one has no line.
#include <filesystem>

#include "scenario/reading.hpp"

namespace wedge::reading_tests {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> bad_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(WEDGE_TEST_DATA "/bad"))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> lines_with(const std::string& prefix, const std::string& text) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(prefix)) found.push_back(line.substr(prefix.size()));
  return found;
}

std::string with_line_breaks(std::string text) {
  for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) text.replace(at, 2, "\n");
  return text;
}

TEST(BadFiles, AreManyEnough) { EXPECT_GE(bad_files().size(), 45u); }

TEST(BadFiles, SayExactlyWhatIsWrong) {
  for (const fs::path& path : bad_files()) {
    const std::string text = file_text(path.string());
    std::string expected;
    for (const std::string& line : lines_with("# expect: ", text)) {
      const bool of_the_file = line[0] >= '0' && line[0] <= '9';
      expected += (expected.empty() ? "" : "\n") + (of_the_file ? "file.toml:" + line : line);
    }
    std::vector<std::string> arguments;
    for (const std::string& line : lines_with("# set: ", text)) arguments.push_back(with_line_breaks(line));
    EXPECT_FALSE(expected.empty()) << path;
    EXPECT_EQ(problems(text, arguments), expected) << path;
  }
}

// Columns of a problem lie within its line.
TEST(BadFiles, PlacesExist) {
  for (const fs::path& path : bad_files()) {
    const std::string text = file_text(path.string());
    const auto lines = lines_with("", text);
    try {
      read(text);
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems()) {
        ASSERT_GE(problem.line, 1) << path;
        ASSERT_LE(problem.line, static_cast<int>(lines.size())) << path;
        ASSERT_GE(problem.column, 1) << path;
        const std::string& line = lines[static_cast<std::size_t>(problem.line) - 1];
        ASSERT_LE(problem.column, static_cast<int>(line.size()) + 1) << path;
      }
    }
  }
}

}  // namespace
}  // namespace wedge::reading_tests
