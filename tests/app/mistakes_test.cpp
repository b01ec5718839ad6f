// What is said of a command line with a mistake in it.
#include <gtest/gtest.h>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

TEST(Mistakes, GetOneClearMessageAndCodeTwo) {
  const std::string two = data_path("reference/several/shared-patron.toml");
  const auto fails = [](std::vector<std::string> arguments, const std::string& part) {
    const Finished r = run_program(arguments);
    EXPECT_EQ(r.code, 2) << part;
    EXPECT_EQ(r.out, "") << part;
    EXPECT_TRUE(contains(r.err, part)) << part << "\n" << r.err;
  };
  fails({"slove", textbook_file}, "did you mean 'solve'?");
  fails({}, "");
  fails({"solve"}, "FILE");
  fails({"solve", "no-such-file.toml"}, "no-such-file.toml");
  fails({"solve", "/tmp"}, "/tmp");
  fails({"solve", std::string(5000, 'a') + ".toml"}, "cannot be read");  // longer than a name may be
  fails({"solve", textbook_file, "--formt", "json"},
        "wedge solve --formt: there is no such option; did you mean '--format'?");
  fails({"solve", "--formt=json"}, "did you mean '--format'?");
  fails({"solve", textbook_file, "--frobnicate"}, "'wedge solve --help' lists");
  fails({"solve", textbook_file, "--selection", "principle"},
        "--selection: there is no 'principle'; did you mean 'principal'?");
  fails({"solve", textbook_file, "--format", "pdf"}, "expected one of: text, json");
  const std::string near = textbook_file.substr(0, textbook_file.size() - 5);  // without .toml
  fails({"solve", near + "s.toml"}, "; did you mean '" + textbook_file + "'?");
  fails({"status", near + "s.toml"}, "; did you mean '" + textbook_file + "'?");
  fails({"solve", textbook_file, "--adversary", "rivl"}, "did you mean 'rival'?");
  fails({"check", two, "--adversary", "eats-rival"}, "did you mean 'east-rival'?");
  fails({"export", two, "-o", "/tmp/game.efg", "--adversary", "eats-rival"}, "did you mean 'east-rival'?");
  fails({"run", two, "-o", "/tmp/wedge-no-such.h5", "--adversary", "eats-rival"}, "did you mean 'east-rival'?");
  fails({"run", two, "-o", "/tmp/wedge-no-such.h5", "--adversary", "nobody"},
        "expected one of: east-rival, west-rival");
  fails({"solve", two, "--set", "adversary.east-rival.closing_ranks.wset-rival=0.3"}, "did you mean 'west-rival'?");
  fails({"solve", two, "--set", "adversary.east-rival.closing_ranks.east-rival=0.3"}, "is the adversary itself");
  fails({"solve", two, "--set", "adversary.east-rival.closing_ranks.west-rival=1.3"}, "out of range");
  fails({"solve", textbook_file, "--set", "tie.front-rear.integratoin=1"}, "did you mean 'integration'?");
  fails({"solve", textbook_file, "--set", "tie.front-rear.integration=2"}, "--set tie.front-rear.integration=2");
  fails({"solve", textbook_file, "--set", "novalue"}, "--set novalue: has no '='");
  fails({"run", textbook_file, "-o", "/tmp/wedge-no-such.h5", "--draws", "0"}, "--draws: is below 1");
  fails({"run", textbook_file, "-o", "/tmp", "--draws", "8"}, "--output /tmp: is a folder");
  fails({"solve", "seed"}, "seed: cannot be read");  // a file, and no option
}

}  // namespace
}  // namespace wedge::test
