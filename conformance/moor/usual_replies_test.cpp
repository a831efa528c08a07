#include "conformance/moor/usual_replies.hpp"

#include <gtest/gtest.h>

#include "reference/core/rng.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::conformance {
namespace {

using namespace moor;

class UsualRepliesTest : public testing::Test {
 protected:
  Heard heard(WorkerToDaemonUnion const& message) const {
    auto const payload = encode(WorkerToDaemonMessage{message, std::nullopt});
    return *hear({}, Received{{"control"}, {Frame{}, worker_.to_bytes(), *payload}});
  }
  DaemonToWorkerReplyUnion reply_to(WorkerToDaemonUnion const& message) {
    return replies_.to(heard(message));
  }
  Rng rng_{Seed{1}};
  Uuid const worker_ = Uuid::random(rng_);
  Uuid const request_ = Uuid::random(rng_);
  UsualReplies replies_;
};

using Reply = DaemonToWorkerReplyUnion;

TEST_F(UsualRepliesTest, AnAttachIsWelcomeAndAPongOfAStrangerToo) {
  EXPECT_EQ(reply_to(WorkerPong{worker_, {"echo"}}), Reply{WorkerAttached{worker_}});
  EXPECT_EQ(reply_to(WorkerPong{worker_, {"echo"}}), Reply{WorkerAck{}});
  EXPECT_EQ(reply_to(AttachWorker{worker_, {"echo"}}), Reply{WorkerAttached{worker_}});
  replies_.forget();
  EXPECT_EQ(reply_to(WorkerPong{worker_, {"echo"}}), Reply{WorkerAttached{worker_}});
}

TEST_F(UsualRepliesTest, AnAnswerIsTakenOnceAndFromTheAttachedOnly) {
  replies_.expect_answer(request_);
  EXPECT_EQ(reply_to(RequestResult{worker_, request_, 1}), Reply{WorkerNotRegistered{worker_}});
  reply_to(AttachWorker{worker_, {"echo"}});
  EXPECT_EQ(reply_to(RequestResult{worker_, request_, 1}), Reply{WorkerAck{}});
  RequestError const error{worker_, request_, WorkerInternalError{"again"}};
  EXPECT_EQ(reply_to(error), Reply{WorkerUnknownRequest{request_}});
}

TEST_F(UsualRepliesTest, WhoDetachedIsAStranger) {
  reply_to(AttachWorker{worker_, {"echo"}});
  EXPECT_EQ(reply_to(DetachWorker{worker_}), Reply{WorkerAck{}});
  EXPECT_EQ(reply_to(RequestResult{worker_, request_, 1}), Reply{WorkerNotRegistered{worker_}});
}

TEST_F(UsualRepliesTest, BrokenMessagesAreRefused) {
  Heard odd = heard(DetachWorker{worker_});
  auto const refused = [&](Frames frames) {
    frames.insert(frames.begin(), Frame{});
    return replies_.to(*hear({}, Received{{"control"}, std::move(frames)}));
  };
  EXPECT_TRUE(std::holds_alternative<WorkerRejected>(refused({worker_.to_bytes()})));
  EXPECT_TRUE(std::holds_alternative<WorkerRejected>(
      refused({worker_.to_bytes(), odd.frames[1], Frame{1}})));
  EXPECT_TRUE(std::holds_alternative<WorkerInvalidPayload>(refused({Frame(15), odd.frames[1]})));
  EXPECT_TRUE(
      std::holds_alternative<WorkerInvalidPayload>(refused({worker_.to_bytes(), Frame(7, 0xff)})));
}

TEST_F(UsualRepliesTest, WithoutADelimiterNobodyHearsAnything) {
  EXPECT_EQ(hear({}, Received{{"control"}, {worker_.to_bytes(), Frame{1}}}), std::nullopt);
  EXPECT_EQ(hear({}, Received{{"control"}, {Frame{}}}), std::nullopt);
}

TEST_F(UsualRepliesTest, AnEnvelopeIsAllUpToTheDelimiter) {
  Heard const plain = heard(DetachWorker{worker_});
  auto const numbered = hear(
      {}, Received{{"control"}, {Frame{1, 2, 3, 4}, Frame{}, plain.frames[0], plain.frames[1]}});
  ASSERT_TRUE(numbered);
  EXPECT_EQ(numbered->envelope, (Frames{Frame{1, 2, 3, 4}, Frame{}}));
  EXPECT_EQ(numbered->frames, plain.frames);
  EXPECT_NE(numbered->as<DetachWorker>(), nullptr);
}

}  // namespace
}  // namespace drydock::conformance
