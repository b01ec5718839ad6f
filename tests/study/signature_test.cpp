// One number that guards all: a change that moves a result has to change it here, and say why in CHANGELOG.md.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>

#include "results/sha256.hpp"
#include "study/run.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {

constexpr const char* signature = "6732cf2ebf307487";

std::string digits_of(const Study& study) {
  std::string digits;
  for (int block = 0; block < study.layout().blocks(); ++block) {
    const Sums sums = study.run(block);
    for (std::int64_t point = 0; point < sums.points; ++point)
      for (int slot = 0; slot < study.layout().slots; ++slot) {
        const Estimate e = estimate(sums, point, slot, {0.5});
        char text[96];  // as many digits as do not depend on how a processor rounds
        std::snprintf(text, sizeof text, "%.9g %.6g %.6g\n", e.mean, e.standard_error, e.quantiles[0]);
        digits += std::abs(e.mean) < 1e-12 ? "0\n" : text;
      }
  }
  return digits;
}

TEST(Signature, OfASmallStudyOnEveryKernel) {
  const std::string file = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
  const std::vector<Override> set{{"model.mood", "{ normal = [0, 0.05] }"},
                                  {"defender.rear.forces", "{ uniform = [0.3, 0.7] }"}};
  for (const Isa isa : {Isa::v2, Isa::v3, Isa::v4}) {
    if (!available(isa)) continue;
    StudySettings settings{64, Method::sobol, 0x5eed};
    settings.isa = isa;
    const Study study(file_text(file), file, set, {parse_sweep("tie.front-rear.integration=0,0.5,1")}, settings);
    EXPECT_EQ(sha256(digits_of(study)).substr(0, 16), signature) << isa_name(isa);
  }
}

// Wider packs are other instructions, and must not be other numbers.
TEST(Signature, SaysTheSameToTheBitOnEveryKernelOfPacks) {
  if (!available(Isa::v3) || !available(Isa::v4))
    GTEST_SKIP() << "this build (WEDGE_KERNELS) or processor has not both";
  for (const std::string name : {"northeast-asia", "two-regions", "baltic"}) {
    const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/" + name + ".toml";
    StudySettings settings{32, Method::sobol, 0x5eed};
    settings.campaigns = name == "two-regions";
    settings.keep_draws = true;
    std::vector<std::vector<double>> values;
    for (const Isa isa : {Isa::v3, Isa::v4}) {
      settings.isa = isa;
      Draws draws;
      Study(file_text(file), file, {}, {}, settings).run(0, nullptr, &draws);
      values.push_back(draws.values);
    }
    ASSERT_EQ(values[0].size(), values[1].size());
    EXPECT_EQ(std::memcmp(values[0].data(), values[1].data(), values[0].size() * sizeof(double)), 0) << name;
  }
}

}  // namespace wedge::test
