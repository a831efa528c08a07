#include "reference/moor/worker/control_channel.hpp"

#include <gtest/gtest.h>

#include "reference/moor/worker/test_worker.hpp"

namespace drydock::moor::worker {
namespace {

using namespace std::chrono_literals;

// W-34.
TEST(ControlChannel, AnExchangeWithoutReplyIsGivenUpWithItsSocket) {
  TestWorker worker;
  worker.attach();
  worker.ping();
  EXPECT_EQ(worker.said().size(), 1u);
  worker.ping();
  worker.advance(5s);
  EXPECT_EQ(worker.driver().opened("control"), 2);
  EXPECT_TRUE(worker.said().empty()) << "not before the new connection is up";
  worker.up("control");
  EXPECT_EQ(worker.said().size(), 1u);
}

// W-39.
TEST(ControlChannel, AnAnswerReadyWhileTheDaemonIsAwayIsSentOnceItIsBack) {
  TestWorker worker;
  worker.attach();
  Uuid const request = worker.request({sleep_for(1)});
  worker.down("control");
  worker.advance(3s);
  EXPECT_TRUE(worker.said().empty());
  worker.up("control");
  auto const said = worker.acknowledge_all();
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(std::get<RequestResult>(said[0]).request_id, request);
}

TEST(ControlChannel, AnAnswerWhoseConnectionBrokeIsSentOnceMoreAndNoOftener) {
  TestWorker worker;
  worker.attach();
  worker.request({1});
  for (int k = 0; k < 2; ++k) {
    EXPECT_EQ(worker.said().size(), 1u);
    worker.down("control");
    worker.up("control");
  }
  EXPECT_TRUE(worker.said().empty());
}

TEST(ControlChannel, AnUnreadableReplyEndsItsExchangeOnly) {
  TestWorker worker;
  worker.attach();
  worker.ping();
  worker.said();
  worker.driver().receive("control", {Frame{1, 2, 3}});
  worker.ping();
  EXPECT_EQ(worker.said().size(), 1u);
  worker.driver().receive("control", {});
  worker.ping();
  EXPECT_EQ(worker.said().size(), 1u);
}

// W-37.
TEST(ControlChannel, ALostAttachIsTriedAgain) {
  TestWorker worker;
  worker.up("dispatch");
  worker.up("control");
  worker.advance(100ms);
  EXPECT_EQ(worker.said().size(), 1u);
  worker.advance(5s);
  worker.up("control");
  worker.advance(2s);
  auto const said = worker.said();
  ASSERT_EQ(said.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<AttachWorker>(said[0]));
}

}  // namespace
}  // namespace drydock::moor::worker
