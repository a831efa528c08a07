#include "simulator/real/agreement.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr VirtualTime end{10s};

std::string first_of(Said const& simulated, Said const& real) {
  auto const found = differences(simulated, real);
  return found.empty() ? "none" : found.begin()->second.text;
}

Said said(std::map<std::string, std::vector<std::pair<Duration, std::string>>> const& all) {
  Said result;
  result.ended_at = end;
  for (auto const& [name, entries] : all) {
    for (auto const& [at, text] : entries) {
      result.sequences[name].push_back({VirtualTime{at}, text});
    }
  }
  return result;
}

TEST(Agreement, WhenIsNoDifference) {
  EXPECT_EQ(first_of(said({{"w", {{1s, "a"}, {2s, "b"}}}}), said({{"w", {{4s, "a"}, {9s, "b"}}}})),
            "none");
}

TEST(Agreement, TheOrderBetweenTwoSequencesIsNoDifference) {
  EXPECT_EQ(first_of(said({{"v", {{1s, "a"}}}, {"w", {{2s, "b"}}}}),
                     said({{"v", {{2s, "a"}}}, {"w", {{1s, "b"}}}})),
            "none");
}

TEST(Agreement, AnotherMessageIsADifference) {
  EXPECT_EQ(first_of(said({{"w", {{1s, "a"}, {2s, "b"}}}}), said({{"w", {{1s, "a"}, {2s, "c"}}}})),
            "w, number 2: simulated b at 2.000, real c at 2.000");
}

TEST(Agreement, AMissingMessageIsADifferenceInEitherRun) {
  Said const whole = said({{"w", {{1s, "a"}, {2s, "b"}}}});
  Said const part = said({{"w", {{1s, "a"}}}});
  EXPECT_EQ(first_of(whole, part), "w, number 2: simulated b at 2.000, real nothing more");
  EXPECT_EQ(first_of(part, whole), "w, number 2: simulated nothing more, real b at 2.000");
}

TEST(Agreement, WhatCameInAnotherOrderInSomeRunIsNotOrdered) {
  std::vector<Said> const runs{said({{"w", {{1s, "a"}, {2s, "b"}, {3s, "c"}, {4s, "d"}}}}),
                               said({{"w", {{1s, "b"}, {2s, "a"}, {3s, "d"}, {4s, "c"}}}})};
  auto const is_possible = [&](std::vector<std::string> const& texts) {
    Said real;
    real.ended_at = end;
    for (std::string const& text : texts) real.sequences["w"].push_back({VirtualTime{1s}, text});
    return is_in_their_order("w", runs, real);
  };
  EXPECT_TRUE(is_possible({"a", "b", "d", "c"}));
  EXPECT_TRUE(is_possible({"b", "a", "c", "d"}));
  EXPECT_FALSE(is_possible({"a", "c", "b", "d"}));
  EXPECT_FALSE(is_possible({"a", "b", "c"}));
  EXPECT_FALSE(is_possible({"a", "b", "c", "d", "d"}));
}

TEST(Agreement, EverySequenceIsComparedOnItsOwn) {
  auto const found = differences(said({{"u", {{1s, "a"}}}, {"v", {{5s, "a"}}}}),
                                 said({{"u", {{1s, "a"}}}, {"w", {{2s, "b"}}}}));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at("v").at, VirtualTime{5s});
  EXPECT_EQ(found.at("w").text, "w, number 1: simulated nothing more, real b at 2.000");
}

TEST(Agreement, WhatOneRunHasAtItsEndTheOtherNeedNotHave) {
  Said const without = said({{"w", {{1s, "a"}}}});
  EXPECT_EQ(first_of(said({{"w", {{1s, "a"}, {9400ms, "b"}}}}), without), "none");
  EXPECT_NE(first_of(said({{"w", {{1s, "a"}, {9399ms, "b"}}}}), without), "none");
  // But what both have has to be the same.
  EXPECT_NE(first_of(said({{"w", {{9900ms, "a"}}}}), said({{"w", {{9900ms, "b"}}}})), "none");
}

TEST(Agreement, WhatWasStillGoingOnMayBeLongerInTheOtherRun) {
  Said const cut = said({{"w", {{1s, "a"}, {9600ms, "b"}}}});
  EXPECT_EQ(first_of(cut, said({{"w", {{1s, "a"}, {2s, "b"}, {3s, "c"}}}})), "none");
  Said const over = said({{"w", {{1s, "a"}, {9399ms, "b"}}}});
  EXPECT_NE(first_of(over, said({{"w", {{1s, "a"}, {2s, "b"}, {3s, "c"}}}})), "none");
}

Said arbitrary() {
  Said result;
  result.ended_at = end;
  for (int at = *rc::gen::inRange(1, 20); at > 0; --at) {
    std::string const name(1, static_cast<char>('u' + *rc::gen::inRange(0, 3)));
    std::string const text(1, static_cast<char>('a' + *rc::gen::inRange(0, 3)));
    VirtualTime const when{*rc::gen::inRange(0, 9'000) * 1ms};
    result.sequences[name].push_back({when, text});
  }
  return result;
}

RC_GTEST_PROP(Agreement, EveryRunAgreesWithItself, ()) {
  Said const run = arbitrary();
  RC_ASSERT(differences(run, run).empty());
}

RC_GTEST_PROP(Agreement, WhateverIsLeftOutOrChangedBeforeTheTailIsFound, ()) {
  Said const run = arbitrary();
  Said other = run;
  auto sequence = other.sequences.begin();
  std::advance(sequence, *rc::gen::inRange<std::size_t>(0, other.sequences.size()));
  auto& entries = sequence->second;
  auto const at = *rc::gen::inRange<std::size_t>(0, entries.size());
  bool const leaves_out = *rc::gen::arbitrary<bool>();
  if (leaves_out) {
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
  } else {
    entries[at].text = "something else";
  }
  RC_ASSERT(!differences(run, other).empty());
  RC_ASSERT(!differences(other, run).empty());
}

}  // namespace
}  // namespace drydock::simulator
