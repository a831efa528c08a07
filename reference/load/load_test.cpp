#include "reference/load/load.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace drydock::load {
namespace {

using namespace std::chrono_literals;
using Askers = std::vector<std::size_t>;

constexpr VirtualTime zero{};

TEST(Load, AskersAskInTurn) {
  Load load{{zero, 10, 400ms}, 3};
  EXPECT_EQ(load.take_due(zero + 200ms), (Askers{0, 1, 2}));
  for (std::size_t asker = 0; asker < 3; ++asker) load.answered(zero + 210ms, asker);
  EXPECT_FALSE(load.done());
  EXPECT_EQ(load.next(), zero + 300ms);
  EXPECT_EQ(load.take_due(zero + 300ms), Askers{0});
  load.answered(zero + 400ms, 0);
  EXPECT_TRUE(load.done());
  EXPECT_EQ(load.tally().answered, 4u);
  EXPECT_DOUBLE_EQ(load.tally().answers_per_second(), 10);
}

// The answer takes a second, in which nine more were to be asked: nobody may say that only one was
// slow.
TEST(Load, WhatWaitsBehindSomethingSlowIsMeasuredFromWhenItWasToBeAsked) {
  Load load{{zero, 10, 1s}, 1};
  EXPECT_EQ(load.take_due(zero), Askers{0});
  EXPECT_EQ(load.take_due(zero + 900ms), Askers{});
  for (int i = 0; i < 10; ++i) {
    load.answered(zero + 1s, 0);
    EXPECT_EQ(load.take_due(zero + 1s).size(), i < 9 ? 1u : 0u);
  }
  EXPECT_TRUE(load.done());
  EXPECT_EQ(load.tally().latency.max(), 1s);
  EXPECT_GE(load.tally().latency.at_per_mille(500), 500ms);
  EXPECT_EQ(load.tally().lateness.count(), 1u);  // The others waited for the peer, not for us.
}

TEST(Load, OfOneThatIsLostAllFails) {
  Load load{{zero, 10, 600ms}, 2};
  EXPECT_EQ(load.take_due(zero + 300ms), (Askers{0, 1}));
  load.lost(1, "booted");
  load.lost(1, "twice");
  load.answered(zero + 300ms, 1);
  load.answered(zero + 300ms, 0);
  EXPECT_EQ(load.take_due(zero + 1s), Askers{0});
  load.answered(zero + 1s, 0);
  EXPECT_EQ(load.take_due(zero + 1s), Askers{0});
  load.answered(zero + 1s, 0, "no");
  EXPECT_TRUE(load.done());
  EXPECT_EQ(load.tally().errors, (std::map<std::string, std::uint64_t>{{"booted", 3}, {"no", 1}}));
  EXPECT_EQ(load.tally().failed(), 4u);
  EXPECT_EQ(load.tally().answered, 2u);
  EXPECT_FALSE(load.tally().good());
}

TEST(Load, WhatIsGivenUpIsUnanswered) {
  Load load{{zero, 10, 300ms}, 1};
  EXPECT_EQ(load.take_due(zero + 1s), Askers{0});
  load.give_up();
  EXPECT_EQ(load.tally().unanswered, 3u);
  EXPECT_TRUE(load.done());
  load.answered(zero + 2s, 0);
  EXPECT_EQ(load.tally().answered, 0u);
}

RC_GTEST_PROP(LoadLaw, EveryQuestionHasOneFate, ()) {
  auto const askers = *rc::gen::inRange<std::size_t>(1, 6);
  Load load{{zero, 1000, 50ms}, askers};
  for (int ms = 0; ms < 60; ++ms) {
    VirtualTime const now = zero + std::chrono::milliseconds{ms};
    load.take_due(now);
    for (std::size_t asker = 0; asker < askers; ++asker) {
      auto const what = *rc::gen::inRange(0, 40);
      if (what == 0) load.lost(asker, "lost");
      if (what > 25) load.answered(now, asker);
      if (what == 1) load.answered(now, asker, "error");
    }
  }
  load.give_up();
  Tally const& tally = load.tally();
  RC_ASSERT(load.done());
  RC_ASSERT(tally.asked == 50u);
  RC_ASSERT(tally.answered + tally.failed() + tally.unanswered == tally.asked);
  RC_ASSERT(tally.latency.count() == tally.answered);
}

}  // namespace
}  // namespace drydock::load
