#include "simulator/network/body_hash.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace drydock::simulator {
namespace {

RC_GTEST_PROP(BodyHash, StaysAsItIsWithADelimiterAndWithout, (Frames frames)) {
  RC_PRE(!has_delimiter(frames));
  BodyHash const without = body_hash(frames);
  frames.insert(frames.begin(), Frame{});
  RC_ASSERT(has_delimiter(frames));
  RC_ASSERT(body_hash(frames) == without);
}

RC_GTEST_PROP(BodyHash, FeelsEachByte, (Frames frames, unsigned which)) {
  BodyHash const before = body_hash(frames);
  std::size_t count = 0;
  for (Frame const& frame : frames) count += frame.size();
  RC_PRE(count > 0);
  std::size_t left = which % count;
  for (Frame& frame : frames) {
    if (left < frame.size()) {
      frame[left] ^= static_cast<std::uint8_t>(1 + which % 255);
      break;
    }
    left -= frame.size();
  }
  RC_ASSERT(body_hash(frames) != before);
}

TEST(BodyHash, FeelsWhereAFrameEndsAndWhichIsFirst) {
  Frames const all[] = {{{1, 2}}, {{1}, {2}}, {{2}, {1}}, {{1, 2}, {}}, {{1}, {}, {2}}, {{1}}, {}};
  for (Frames const& a : all) {
    for (Frames const& b : all) EXPECT_EQ(body_hash(a) == body_hash(b), &a == &b);
  }
}

}  // namespace
}  // namespace drydock::simulator
