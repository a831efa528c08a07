#include "reference/core/digest.hpp"

#include <gtest/gtest.h>

namespace drydock {
namespace {

TEST(Digest, OfNothingIsThePublishedOne) {
  // BLAKE2b-256 of the empty input.
  EXPECT_EQ(Digest{}.hex(), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(Digest, RollsOverPiecesAsOverTheWhole) {
  Digest whole;
  whole.add("one two");
  Digest pieces;
  pieces.add("one");
  EXPECT_NE(pieces.hex(), whole.hex());
  pieces.add(" two");
  EXPECT_EQ(pieces.hex(), whole.hex());
}

TEST(Digest, ANumberIsItsEightBytesLowestFirst) {
  Digest number;
  number.add(std::uint64_t{0x0102});
  Digest bytes;
  bytes.add(Bytes{2, 1, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(number.hex(), bytes.hex());
}

}  // namespace
}  // namespace drydock
