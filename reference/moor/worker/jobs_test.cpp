#include "reference/moor/worker/jobs.hpp"

#include <gtest/gtest.h>

#include <set>

#include "reference/moor/worker/test_worker.hpp"

namespace drydock::moor::worker {
namespace {

using namespace std::chrono_literals;

std::set<Uuid> answered(std::vector<WorkerToDaemonUnion> const& said) {
  std::set<Uuid> ids;
  for (auto const& message : said) {
    if (auto const* result = std::get_if<RequestResult>(&message)) ids.insert(result->request_id);
    if (auto const* error = std::get_if<RequestError>(&message)) ids.insert(error->request_id);
  }
  return ids;
}

// W-22.
TEST(Jobs, WithoutATimeoutWorkTakesAsLongAsItTakes) {
  TestWorker worker;
  worker.attach();
  worker.request({sleep_for(1000)});
  worker.advance(999s);
  EXPECT_TRUE(worker.said().empty());
  worker.advance(1s);
  EXPECT_EQ(worker.said().size(), 1u);
}

// W-23, W-24.
TEST(Jobs, AtItsTimeoutARequestIsAnsweredAndNeverAgain) {
  TestWorker worker;
  worker.attach();
  Uuid const request = worker.request({sleep_for(10)}, 500);
  worker.advance(499ms);
  EXPECT_TRUE(worker.said().empty());
  worker.advance(1ms);
  auto const said = worker.acknowledge_all();
  ASSERT_EQ(said.size(), 1u);
  auto const& error = std::get<RequestError>(said[0]);
  EXPECT_EQ(error.request_id, request);
  EXPECT_TRUE(std::holds_alternative<WorkerRequestTimedOut>(error.error));
  worker.advance(20s);
  EXPECT_TRUE(worker.said().empty());
}

// W-25.
TEST(Jobs, ARepeatIsIgnoredWhileItRunsAndForAMinuteAfter) {
  TestWorker worker;
  worker.attach();
  WorkerRequest const request{worker.id(), worker.fresh_id(), ObjId{2}, {sleep_for(2)}, 0};
  worker.publish(request);
  worker.publish(request);
  worker.advance(2s);
  EXPECT_EQ(worker.acknowledge_all().size(), 1u);
  for (int k = 0; k < 5; ++k) {
    worker.ping();
    worker.acknowledge_all();
    worker.advance(12s);
    worker.publish(request);
    EXPECT_TRUE(answered(worker.acknowledge_all()).empty());
  }
  worker.ping();
  worker.acknowledge_all();
  worker.advance(1s);
  worker.publish(request);
  worker.advance(2s);
  EXPECT_EQ(worker.acknowledge_all().size(), 1u);
}

// W-26.
TEST(Jobs, RequestsAboveTheLimitsAreServedLaterOrRefusedButNeverDropped) {
  Settings settings;
  settings.concurrency_max = 10;
  settings.waiting_max = 100;
  TestWorker worker{settings};
  worker.attach();
  std::set<Uuid> asked;
  for (int k = 0; k < 200; ++k) asked.insert(worker.request({sleep_for(1)}));
  std::vector<WorkerToDaemonUnion> said = worker.acknowledge_all();
  EXPECT_EQ(said.size(), 90u) << "refused at once";
  for (int k = 0; k < 20; ++k) {
    worker.ping();
    worker.advance(1s);
    for (auto& message : worker.acknowledge_all()) said.push_back(std::move(message));
  }
  EXPECT_EQ(answered(said), asked);
}

}  // namespace
}  // namespace drydock::moor::worker
