#include <gtest/gtest.h>

#include "reference/moor/worker/test_worker.hpp"

namespace drydock::moor::worker {
namespace {

using namespace std::chrono_literals;

// W-32, W-33.
TEST(Stopping, WhatRunsIsAnsweredThenTheWorkerDetachesAndEnds) {
  TestWorker worker;
  worker.attach();
  Uuid const quick = worker.request({sleep_for(1)});
  Uuid const slow = worker.request({sleep_for(100)});
  worker.driver().input(StopRequested{});
  EXPECT_TRUE(worker.said().empty());
  worker.advance(1s);
  auto said = worker.acknowledge_all();
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(std::get<RequestResult>(said[0]).request_id, quick);
  worker.advance(1s);
  said = worker.acknowledge_all();
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(std::get<RequestError>(said[0]).request_id, slow);
  EXPECT_EQ(said[1], WorkerToDaemonUnion{DetachWorker{worker.id()}});
  ASSERT_TRUE(worker.driver().exit());
  EXPECT_EQ(worker.driver().exit()->code, 0);
}

TEST(Stopping, AnIdleWorkerDetachesAtOnce) {
  TestWorker worker;
  worker.attach();
  worker.publish(PleaseDie{worker.id()});
  EXPECT_EQ(worker.said(), (std::vector<WorkerToDaemonUnion>{DetachWorker{worker.id()}}));
  worker.ping();
  EXPECT_TRUE(worker.said().empty());
  worker.reply(WorkerAck{});
  EXPECT_TRUE(worker.driver().exit());
}

TEST(Stopping, ARequestThatComesMeanwhileIsRefused) {
  TestWorker worker;
  worker.attach();
  worker.request({sleep_for(1)});
  worker.driver().input(StopRequested{});
  Uuid const late = worker.request({1});
  auto const said = worker.said();
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(std::get<RequestError>(said[0]).request_id, late);
}

TEST(Stopping, ARequestThatComesWhileTheDetachWaitsIsRefusedBeforeIt) {
  TestWorker worker;
  worker.attach();
  worker.request({1});
  EXPECT_EQ(worker.said().size(), 1u);
  worker.driver().input(StopRequested{});
  Uuid const late = worker.request({2});
  EXPECT_TRUE(worker.said().empty());
  worker.reply(WorkerAck{});
  auto const said = worker.acknowledge_all();
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(std::get<RequestError>(said[0]).request_id, late);
  EXPECT_EQ(said[1], WorkerToDaemonUnion{DetachWorker{worker.id()}});
  EXPECT_TRUE(worker.driver().exit());
}

TEST(Stopping, ARequestThatComesAfterTheDetachIsNotAnswered) {
  TestWorker worker;
  worker.attach();
  worker.driver().input(StopRequested{});
  EXPECT_EQ(worker.said(), (std::vector<WorkerToDaemonUnion>{DetachWorker{worker.id()}}));
  worker.request({1});
  worker.down("control");  // It says so once more, and nothing else.
  worker.request({2});
  worker.up("control");
  EXPECT_EQ(worker.said(), (std::vector<WorkerToDaemonUnion>{DetachWorker{worker.id()}}));
}

TEST(Stopping, AWorkerThatNeverAttachedJustEnds) {
  TestWorker worker;
  worker.driver().input(StopRequested{});
  EXPECT_TRUE(worker.driver().exit());
  EXPECT_TRUE(worker.said().empty());
}

TEST(Stopping, ADaemonThatDoesNotAnswerDoesNotHoldItUp) {
  TestWorker worker;
  worker.attach();
  worker.request({1});
  worker.driver().input(StopRequested{});
  worker.advance(8s);
  EXPECT_TRUE(worker.driver().exit());
}

}  // namespace
}  // namespace drydock::moor::worker
