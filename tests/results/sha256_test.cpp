// SHA-256 against the published vectors: FIPS 180-2 appendix B and NIST's CAVP short messages.
#include "results/sha256.hpp"

#include <gtest/gtest.h>

namespace wedge::test {

TEST(Sha256, PublishedVectors) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                   "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(sha256("\xd3"), "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
}

TEST(Sha256, PiecesOfAnySize) {
  const std::string message(1000, 'x');
  for (const std::size_t piece : {1u, 7u, 63u, 64u, 65u, 200u}) {
    Sha256 hash;
    for (std::size_t at = 0; at < message.size(); at += piece) hash.update(std::string_view(message).substr(at, piece));
    EXPECT_EQ(hash.hex(), sha256(message)) << piece;
  }
}

TEST(Sha256, SameHashWithoutTheProcessorsInstructions) {
  std::string message;
  for (int i = 0; i < 300; ++i) {
    Sha256 portable(true);
    portable.update(message);
    ASSERT_EQ(portable.hex(), sha256(message)) << i;
    message += static_cast<char>(i * 37);
  }
}

}  // namespace wedge::test
