#include <gtest/gtest.h>

#include "reference/moor/daemon/test_daemon.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

// DW-02, DW-50.
TEST(ControlFront, AnythingButTwoFramesIsRejected) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  Frame const body = encode(WorkerToDaemonMessage{AttachWorker{id, Symbol{"echo"}}, {}}).value();
  WorkerRejected const rejected{"Message rejected"};
  EXPECT_EQ(daemon.control({body}), DaemonToWorkerReplyUnion{rejected});
  EXPECT_EQ(daemon.control({bytes_of("v4.public.token"), id.to_bytes(), body}),
            DaemonToWorkerReplyUnion{rejected});
  EXPECT_EQ(daemon.control({id.to_bytes(), body, Frame{}, Frame{}, Frame{}}),
            DaemonToWorkerReplyUnion{rejected});
}

// DW-03.
TEST(ControlFront, AnUnopenablePayloadIsRejectedEvenIfItsIdIsBadToo) {
  TestDaemon daemon;
  WorkerRejected const rejected{"Message rejected"};
  EXPECT_EQ(daemon.control({daemon.fresh_id().to_bytes(), Frame{}}),
            DaemonToWorkerReplyUnion{rejected});
  EXPECT_EQ(daemon.control({Frame(3), Frame{1, 2, 3}}), DaemonToWorkerReplyUnion{rejected});
}

// DW-04.
TEST(ControlFront, AnIdOfAnotherLengthIsInvalid) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  Frame const body = encode(WorkerToDaemonMessage{AttachWorker{id, Symbol{"echo"}}, {}}).value();
  for (std::size_t const size : {0u, 15u, 17u, 36u}) {
    EXPECT_EQ(daemon.control({Frame(size), body}),
              DaemonToWorkerReplyUnion{WorkerInvalidPayload{"Invalid worker ID format"}});
  }
}

// DW-05: the smallest root table there is has no fields.
TEST(ControlFront, AMissingUnionIsInvalid) {
  TestDaemon daemon;
  Frame const empty_table{8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0};
  EXPECT_EQ(daemon.control({daemon.fresh_id().to_bytes(), empty_table}),
            DaemonToWorkerReplyUnion{WorkerInvalidPayload{"Missing or invalid message union"}});
}

// DW-38.
TEST(ControlFront, ABodyThatNamesAnotherWorkerHasNoEffect) {
  TestDaemon daemon;
  Uuid const frame_id = daemon.fresh_id();
  Uuid const body_id = daemon.fresh_id();
  auto const reply = daemon.say(frame_id, AttachWorker{body_id, Symbol{"echo"}});
  EXPECT_TRUE(std::holds_alternative<WorkerInvalidPayload>(reply));
  daemon.ask("echo");
  EXPECT_TRUE(daemon.requests().empty());
}

// DW-08, DW-10, DW-12.
TEST(ControlFront, AttachPongAndDetachGetTheirReplies) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  EXPECT_EQ(daemon.attach(id), DaemonToWorkerReplyUnion{WorkerAttached{id}});
  EXPECT_EQ(daemon.pong(id), DaemonToWorkerReplyUnion{WorkerAck{}});
  EXPECT_EQ(daemon.detach(id), DaemonToWorkerReplyUnion{WorkerAck{}});
  EXPECT_EQ(daemon.detach(id), DaemonToWorkerReplyUnion{WorkerAck{}});
}

// DW-11, DW-43.
TEST(ControlFront, APongOfAnUnknownWorkerAttachesIt) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  EXPECT_EQ(daemon.pong(id), DaemonToWorkerReplyUnion{WorkerAttached{id}});
  daemon.ask("echo");
  ASSERT_EQ(daemon.requests().size(), 1u);
}

// DW-39.
TEST(ControlFront, APongDoesNotChangeTheTypeOfALiveWorker) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id, "echo");
  EXPECT_EQ(daemon.pong(id, "curl"), DaemonToWorkerReplyUnion{WorkerAck{}});
  daemon.ask("echo");
  EXPECT_EQ(daemon.requests().size(), 1u);
  daemon.ask("curl");
  EXPECT_TRUE(daemon.requests().empty());
}

// DW-28.
TEST(ControlFront, AnAnswerOfAnUnregisteredWorkerIsToldSo) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  EXPECT_EQ(daemon.result(id, daemon.fresh_id(), 1),
            DaemonToWorkerReplyUnion{WorkerNotRegistered{id}});
}

// DW-49.
TEST(ControlFront, WorkersAboveTheLimitAreRefused) {
  Settings settings;
  settings.workers_max = 2;
  TestDaemon daemon{settings};
  Uuid const first = daemon.fresh_id();
  daemon.attach(first);
  daemon.attach(daemon.fresh_id());
  EXPECT_TRUE(std::holds_alternative<WorkerRejected>(daemon.attach(daemon.fresh_id())));
  EXPECT_EQ(daemon.attach(first), DaemonToWorkerReplyUnion{WorkerAttached{first}});
}

// DW-01, DW-06: whatever comes gets one reply, and the daemon serves on.
TEST(ControlFront, TenThousandMutatedMessagesGetOneReplyEach) {
  TestDaemon daemon;
  Rng rng{Seed{42}};
  Uuid const id = daemon.fresh_id();
  Frame const valid = encode(WorkerToDaemonMessage{
                                 RequestResult{id, daemon.fresh_id(), list_of({1, "a", 2.5})}, {}})
                          .value();
  for (int k = 0; k < 10'000; ++k) {
    Frame mutated = valid;
    std::uint64_t const changes = 1 + rng.below(4);
    for (std::uint64_t change = 0; change < changes; ++change) {
      std::size_t const at = static_cast<std::size_t>(rng.below(mutated.size()));
      mutated[at] = static_cast<std::uint8_t>(rng.next());
    }
    daemon.control({id.to_bytes(), mutated});
  }
  EXPECT_EQ(daemon.attach(id), DaemonToWorkerReplyUnion{WorkerAttached{id}});
  EXPECT_EQ(daemon.pong(id), DaemonToWorkerReplyUnion{WorkerAck{}});
}

// DW-14.
TEST(ControlFront, NestingOf100IsAcceptedAndBeyondTheLimitIsInvalid) {
  TestDaemon daemon;
  Uuid const id = daemon.fresh_id();
  daemon.attach(id);
  Var deep = 1;
  for (int k = 0; k < 100; ++k) deep = list_of({deep});
  daemon.ask("echo");
  Uuid const request = daemon.requests().at(0).id;
  EXPECT_EQ(daemon.result(id, request, deep), DaemonToWorkerReplyUnion{WorkerAck{}});
  EXPECT_EQ(std::get<Var>(daemon.told().at(0).outcome), deep);
}

}  // namespace
}  // namespace drydock::moor::daemon
