#include "simulator/moor/checkers/ends_once.hpp"

#include <gtest/gtest.h>

#include "simulator/moor/people/test_daemon_store.hpp"

namespace drydock::simulator {
namespace {

class EndsOnceTest : public testing::Test {
 protected:
  void SetUp() override {
    clients.on_answer({}, ClientCall{{}, client, moor::ConnectionEstablish{}},
                      moor::ClientSuccess{moor::NewConnection{}});
    checker.on_answer({}, ClientCall{{}, client, moor::Command{}},
                      moor::ClientSuccess{moor::TaskSubmitted{7}});
  }
  void end() { checker.on_event({}, client, moor::TaskSuccessEvent{7, 1}); }
  void die(Duration when = std::chrono::seconds{30}) {
    checker.on_daemon(VirtualTime{} + when, NodeEvent::crashed);
  }

  Verdict verdict;
  TestDaemonStore store;
  KnownClients clients{store};
  EndsOnce checker{verdict, clients, store};
  Uuid client = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();
};

TEST_F(EndsOnceTest, AsksForTheEndOfWhatWasAccepted) {
  EXPECT_FALSE(checker.is_settled());
  end();
  EXPECT_TRUE(checker.is_settled());
  EXPECT_FALSE(verdict.failure());
  end();
  EXPECT_TRUE(verdict.failure());
}

TEST_F(EndsOnceTest, ADeathExcusesNothing) {
  die();
  EXPECT_FALSE(checker.is_settled());
}

TEST_F(EndsOnceTest, WhatWasHeldForASubscriptionIsLostWithTheDaemon) {
  die(std::chrono::milliseconds{500});
  EXPECT_TRUE(checker.is_settled());
}

TEST_F(EndsOnceTest, WhatIsNotedIsToldAfterADeathInTheMidstOfAStep) {
  store.is_struck = true;
  store.noted = {7};
  die();
  EXPECT_FALSE(checker.is_settled());
}

TEST_F(EndsOnceTest, WhatWasNotedAsToldBeforeADeathMayNeverBeTold) {
  store.is_struck = true;
  die();
  EXPECT_TRUE(checker.is_settled());
  end();
  end();
  EXPECT_TRUE(verdict.failure());
}

}  // namespace
}  // namespace drydock::simulator
