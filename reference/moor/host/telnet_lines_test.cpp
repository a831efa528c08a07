#include "reference/moor/host/telnet_lines.hpp"

#include <gtest/gtest.h>

#include "reference/core/rng.hpp"
#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor::host {
namespace {

using namespace std::string_literals;

std::vector<Typed> typed(std::string const& text, std::size_t bytes_max = 100) {
  return TelnetLines{bytes_max}.take(bytes_of(text));
}

std::vector<Typed> lines(std::vector<std::string> const& texts) {
  std::vector<Typed> all;
  for (auto const& text : texts) all.emplace_back(TypedLine{text});
  return all;
}

TEST(TelnetLines, CrLfAndBothEndALine) {
  EXPECT_EQ(typed("a\rb\nc\r\nd"), lines({"a", "b", "c"}));
  EXPECT_EQ(typed("\n\n\r\r\n"), lines({"", "", "", ""}));
}

TEST(TelnetLines, ALineMayBeCutAnywhere) {
  TelnetLines reader{100};
  EXPECT_EQ(reader.take(bytes_of("lo")), lines({}));
  EXPECT_EQ(reader.take(bytes_of("ok\r")), lines({"look"}));
  EXPECT_EQ(reader.take(bytes_of("\nsay")), lines({}));
  EXPECT_EQ(reader.take(bytes_of("\n")), lines({"say"}));
}

TEST(TelnetLines, ControlCharactersAreDroppedButForTabs) {
  EXPECT_EQ(typed("a\x01\x1b[1m\tb\x7f\b\0c\n"s), lines({"a[1m\tbc"}));
}

TEST(TelnetLines, WhatIsNotUtf8IsReplaced) {
  EXPECT_EQ(typed("caf\xc3\xa9 \xe9!\xc3\n"), lines({"caf\xc3\xa9 \xef\xbf\xbd!\xef\xbf\xbd"}));
}

TEST(TelnetLines, TelnetSequencesAreCutOutWhole) {
  auto const seen = typed("lo\xff\xfb\x18ok\xff\xfa\x18\x00vt\xff\xff!\xff\xf0\xff\xf1\n"s);
  EXPECT_EQ(seen, (std::vector<Typed>{
                      TelnetSequence{{255, 251, 0x18}},
                      TelnetSequence{{255, 250, 0x18, 0, 'v', 't', 255, 255, '!', 255, 240}},
                      TelnetSequence{{255, 241}}, TypedLine{"look"}}));
}

TEST(TelnetLines, ADoubledIacIsNothing) { EXPECT_EQ(typed("a\xff\xff\x62\n"), lines({"ab"})); }

TEST(TelnetLines, ALineBeyondTheLimitIsLostAndTheNextIsNot) {
  EXPECT_EQ(typed("12345\n123456\nok\n", 5),
            (std::vector<Typed>{TypedLine{"12345"}, LineTooLong{5}, TypedLine{"ok"}}));
}

TEST(TelnetLines, NoBytesWhateverMakeMoreThanUtf8Lines) {
  Rng rng{Seed{7}};
  TelnetLines reader{64};
  for (int round = 0; round < 2000; ++round) {
    Bytes noise(static_cast<std::size_t>(rng.below(50)));
    rng.fill(noise.data(), noise.size());
    for (Typed const& one : reader.take(noise)) {
      auto const* line = std::get_if<TypedLine>(&one);
      EXPECT_TRUE(line == nullptr || is_utf8(line->text));
    }
  }
}

}  // namespace
}  // namespace drydock::moor::host
