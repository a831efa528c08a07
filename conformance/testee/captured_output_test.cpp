#include "conformance/testee/captured_output.hpp"

#include <gtest/gtest.h>

namespace drydock::conformance {
namespace {

TEST(CapturedOutput, LittleIsKeptWhole) {
  CapturedOutput output;
  output.add("one\n");
  output.add("two");
  EXPECT_EQ(output.head(), "one\ntwo");
  EXPECT_EQ(output.tail(), "one\ntwo");
}

TEST(CapturedOutput, OfMuchTheBeginningAndTheLastLinesAreKept) {
  CapturedOutput output;
  output.add("first\n");
  for (int line = 0; line < 1'000'000; ++line) output.add("a line\n");
  output.add("last\n");
  EXPECT_EQ(output.head().size(), CapturedOutput::head_max);
  EXPECT_TRUE(output.head().starts_with("first\na line\n"));
  EXPECT_TRUE(output.tail().starts_with("...\na line\n"));
  EXPECT_TRUE(output.tail().ends_with("a line\nlast\n"));
  EXPECT_LE(output.tail().size(), CapturedOutput::tail_max + 3);
}

}  // namespace
}  // namespace drydock::conformance
