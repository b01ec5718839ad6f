// What packages are made of: manual pages, completion, what a bug report needs.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string printed(const std::vector<std::string>& arguments) {
  const Finished r = run_program(arguments);
  EXPECT_EQ(r.code, 0) << r.err;
  return r.out;
}

// What a shell prints.
std::string by_shell(const std::string& script) {
  FILE* const pipe = ::popen(("bash -c '" + script + "' 2>&1").c_str(), "r");
  std::string out;
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
  ::pclose(pipe);
  return out;
}

class Completion : public ::testing::Test {
 protected:
  Completion() { std::ofstream(file_) << printed({"completion", "bash"}); }
  ~Completion() override { std::filesystem::remove(file_); }

  // The answers where the last of the words is being typed.
  std::vector<std::string> completed(const std::string& words) const {
    return lines_of(by_shell("PATH=" + std::filesystem::path(WEDGE_PROGRAM).parent_path().string() + ":$PATH; source " +
                             file_ + "; COMP_WORDS=(wedge " + words +
                             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _wedge; printf \"%s\\n\" \"${COMPREPLY[@]}\""));
  }
  using Words = std::vector<std::string>;

  const std::string file_ = std::filesystem::temp_directory_path() / ("wedge-completion-" + std::to_string(getpid()));
};

TEST_F(Completion, OfCommandsOptionsChoicesAndKeys) {
  EXPECT_EQ(completed("so"), Words{"solve"});
  EXPECT_EQ(completed("run --perf"), Words{"--performance"});
  EXPECT_EQ(completed("run --method s"), Words{"sobol"});
  EXPECT_EQ(completed("solve --format \"\""), (Words{"text", "json"}));
  EXPECT_EQ(completed("solve " + textbook_file + " --set tie.front-rear.aff"), Words{"tie.front-rear.affinity="});
  EXPECT_EQ(completed("run --sweep model.atten"), Words{"model.attention="});
  EXPECT_EQ(completed("check " + textbook_file.substr(0, textbook_file.size() - 2)), Words{textbook_file});
  EXPECT_EQ(completed("run --draws 1"), Words{""});
}

TEST(CompletionScripts, AreReadByTheirShells) {
  for (const char* const shell : {"bash", "zsh", "fish"}) {
    if (std::system((std::string("command -v ") + shell + " >/dev/null").c_str()) != 0) continue;
    const std::string file = std::filesystem::temp_directory_path() / ("wedge-" + std::string(shell));
    std::ofstream(file) << printed({"completion", shell});
    EXPECT_EQ(by_shell(std::string(shell) + " -n " + file), "") << shell;
    std::filesystem::remove(file);
  }
  EXPECT_EQ(run_program({"completion", "tcsh"}).code, 2);
}

TEST(Manual, HasAPageForEachCommandThatTheHelpLists) {
  const std::string help = printed({"--help"});
  const std::vector<std::string> commands = lines_of(printed({"manual", "list"}));
  EXPECT_GT(commands.size(), 15u);
  for (const std::string& command : commands) {
    EXPECT_TRUE(contains(help, "\n  " + command + " ")) << command;
    const std::string page = printed({"manual", command});
    for (const char* const part : {".TH WEDGE\\-", ".SH NAME\n", ".SH SYNOPSIS\n", ".SH EXIT STATUS\n"})
      EXPECT_TRUE(contains(page, std::string(part) == ".TH WEDGE\\-" ? ".TH WEDGE-" : part)) << page;
    // Every option of the help stands in the page.
    std::istringstream words(printed({command, "--help"}));
    for (std::string word; words >> word;)
      if (word.starts_with("--")) {
        std::string escaped;
        for (const char c : word.substr(0, word.find_first_of(",=[:)")))
          escaped += c == '-' ? std::string("\\-") : std::string(1, c);
        EXPECT_TRUE(contains(page, escaped)) << command << ": " << word;
      }
  }
  EXPECT_FALSE(contains(help, "completion")) << "it is hidden";
  EXPECT_EQ(run_program({"manual", "solv"}).code, 2);
  EXPECT_TRUE(contains(run_program({"manual", "solv"}).err, "solve"));
}

TEST(Version, SaysWhatABugReportNeeds) {
  EXPECT_EQ(lines_of(printed({"--version"})).size(), 1u);
  const std::string all = printed({"--version", "--verbose"});
  for (const char* const name : {"version", "commit", "compiler", "flags", "kernels", "HDF5", "oneTBB", "NLopt",
                                 "processor", "cores", "memory", "scenarios", "page", "live solver"})
    EXPECT_TRUE(contains(all, name)) << name << '\n' << all;
  EXPECT_FALSE(contains(all, "scenarios      /scenarios (not there)"));
  EXPECT_EQ(printed({"--verbose", "--version"}), all);
  EXPECT_EQ(run_program({"--verbose"}).code, 2);
}

}  // namespace
}  // namespace wedge::test
