#include <gtest/gtest.h>

#include "simulator/moor/checkers/replies_fit.hpp"
#include "simulator/moor/checkers/world_remembers.hpp"
#include "simulator/moor/workloads/questions.hpp"

// What the checkers of questions and their answers find.

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Uuid const client = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();

ClientCall call(moor::HostClientToDaemonMessageUnion message, Duration at = 0s) {
  return {VirtualTime{at}, client, std::move(message)};
}

TEST(RepliesFit, FailsAtAReplyOfAnotherKind) {
  Verdict verdict;
  RepliesFit checker(verdict);
  ClientCall const key = call(moor::GetEventLogPublicKey{});
  checker.on_call({}, key);
  checker.on_answer({}, key, moor::ClientSuccess{moor::EventLogPublicKey{""}});
  checker.on_answer({}, key, moor::Failure{});
  EXPECT_FALSE(verdict.failure());
  checker.on_answer({}, key, moor::ClientSuccess{moor::PresentationDismissed{}});
  ASSERT_TRUE(verdict.failure());
  EXPECT_EQ(verdict.failure()->property, "replies_fit");
}

TEST(RepliesFit, FailsWhereNoAnswerComesWithinASecondButOfTasks) {
  Verdict verdict;
  RepliesFit checker(verdict);
  checker.on_call({}, call(moor::Eval{}));
  checker.on_call({}, call(moor::ListObjects{}, 1ns));
  checker.on_tick(VirtualTime{1s});
  EXPECT_FALSE(verdict.failure());
  checker.on_tick(VirtualTime{2s});
  ASSERT_TRUE(verdict.failure());
  EXPECT_EQ(verdict.failure()->what, "request 25 of client " + client.text() + " is not answered");
}

TEST(RepliesFit, AsksNothingOfADaemonThatIsPausedOrNewlyStarted) {
  Verdict verdict;
  RepliesFit checker(verdict);
  checker.on_call({}, call(moor::ListObjects{}));
  checker.on_daemon(VirtualTime{0s}, NodeEvent::paused);
  checker.on_tick(VirtualTime{5s});
  checker.on_daemon(VirtualTime{6s}, NodeEvent::crashed);
  checker.on_daemon(VirtualTime{6s}, NodeEvent::restarted);
  checker.on_tick(VirtualTime{20s});
  EXPECT_FALSE(verdict.failure());
}

struct WorldRemembersTest : testing::Test {
  static ClientCall write(moor::Var value) {
    return call(
        moor::UpdateProperty{{}, Questions::lamp(), Questions::description(), std::move(value)});
  }
  void acknowledge(ClientCall const& update) {
    checker.on_answer({}, update, moor::ClientSuccess{moor::PropertyUpdated{}});
  }
  void read(moor::Var value) {
    moor::PropertyValue told;
    told.value = std::move(value);
    checker.on_answer(
        {},
        call(moor::Retrieve{
            {}, Questions::lamp(), moor::EntityType::property, Questions::description()}),
        moor::ClientSuccess{std::move(told)});
  }
  Verdict verdict;
  WorldRemembers checker{verdict};
};

TEST_F(WorldRemembersTest, FailsWhereSomethingOlderIsRead) {
  for (int value : {1, 2}) {
    ClientCall const update = write(value);
    checker.on_call({}, update);
    acknowledge(update);
    read(value);
  }
  EXPECT_FALSE(verdict.failure());
  read(1);
  ASSERT_TRUE(verdict.failure());
  EXPECT_EQ(verdict.failure()->what, "1 is read where 2 was written");
}

TEST_F(WorldRemembersTest, TakesWhatWasNotAcknowledgedForPossible) {
  ClientCall const first = write(1);
  checker.on_call({}, first);
  acknowledge(first);
  checker.on_call({}, write(2));  // Its acknowledgement is lost.
  read(1);
  read(2);
  EXPECT_FALSE(verdict.failure());
  read(1);
  EXPECT_TRUE(verdict.failure());
}

}  // namespace
}  // namespace drydock::simulator
