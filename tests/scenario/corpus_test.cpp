// The fuzzer's corpus, run without the fuzzer.
#include <filesystem>

#include "fuzz/read_case.hpp"
#include "scenario/reading.hpp"

namespace wedge::reading_tests {
namespace {

TEST(Corpus, EveryCaseKeepsThePromisesOfReading) {
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(WEDGE_TEST_DATA "/../fuzz/corpus")) {
    const std::string bytes = file_text(entry.path().string());
    EXPECT_NO_THROW(fuzz::read_case(bytes)) << entry.path();
    ++cases;
  }
  EXPECT_GT(cases, 50);
}

TEST(Corpus, FixtureKeepsThePromisesOfReading) {
  using namespace std::string_literals;
  EXPECT_NO_THROW(fuzz::read_case(fixture()));
  EXPECT_NO_THROW(fuzz::read_case(fixture() + "\0tie.*.integration=0.5\nname=x"s));
}

}  // namespace
}  // namespace wedge::reading_tests
