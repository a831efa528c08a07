#include "simulator/moor/checkers/no_event_after_disconnect.hpp"

#include <gtest/gtest.h>

namespace drydock::simulator {
namespace {

TEST(NoEventAfterDisconnect, FailsAtTheNextEventUnlessTheClientBeganAnew) {
  Verdict verdict;
  NoEventAfterDisconnect checker(verdict);
  Uuid const client = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();
  checker.on_event({}, client, moor::DisconnectEvent{});
  checker.on_answer({}, ClientCall{{}, client, moor::ConnectionEstablish{}},
                    moor::ClientSuccess{moor::NewConnection{}});
  checker.on_event({}, client, moor::TaskSuspendedEvent{1});
  checker.on_event({}, client, moor::DisconnectEvent{});
  EXPECT_FALSE(verdict.failure());
  checker.on_event({}, client, moor::TaskSuspendedEvent{1});
  ASSERT_TRUE(verdict.failure());
  EXPECT_EQ(verdict.failure()->property, "no_event_after_disconnect");
}

}  // namespace
}  // namespace drydock::simulator
