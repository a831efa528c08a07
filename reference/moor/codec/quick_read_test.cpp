#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_generators.hpp"
#include "reference/moor/codec/sample_buffers.hpp"
#include "reference/moor/codec/two_readers.hpp"

// What the quick reader takes, the thorough one takes too, with the same value: of sound buffers
// and of damaged ones, within limits that they keep and that they break.

namespace drydock::moor {
namespace {

Limits any_limits() {
  Limits limits;
  if (*rc::gen::arbitrary<bool>()) return limits;
  limits.message_bytes = *rc::gen::oneOf(below(400), rc::gen::just(std::size_t{100'000}));
  limits.nesting = *below(6);
  limits.values = *rc::gen::oneOf(below(20), rc::gen::just(std::size_t{100'000}));
  limits.expanded_bytes = *rc::gen::oneOf(below(200), rc::gen::just(std::size_t{100'000}));
  limits.lambdas = *rc::gen::arbitrary<bool>();
  return limits;
}

template <class Message>
void check_both(ByteView buffer, Limits const& limits) {
  Message quick;
  if (!decode_quickly(buffer, limits, quick)) return;
  auto const thorough = decode_thoroughly<Message>(buffer, limits);
  if (!thorough) RC_FAIL(thorough.error().text());
  RC_ASSERT(*thorough == quick);
}

/// Reads all over one another, those of a kind in a row: of none may anything be left in the next.
template <class Message, class Kind>
void check_over_another(Kind const& kind) {
  // Long lists of large messages take a third of a minute under the sanitizers.
  auto messages = *rc::gen::scale(0.4, rc::gen::arbitrary<std::vector<Message>>());
  std::ranges::sort(messages, {}, kind);
  Message out;
  for (Message const& message : messages) {
    if (decode_quickly(*encode(message), {}, out)) RC_ASSERT(out == message);
  }
}

template <class Message>
void check_message(Message const& message) {
  Limits with_lambdas;
  with_lambdas.lambdas = true;
  auto bytes = *encode(message, with_lambdas);
  auto const limits = any_limits();
  check_both<Message>(samples::ExactBuffer(bytes, *below(8)).view(), limits);
  auto const edits = *below(4);
  for (std::size_t i = 0; i < edits; ++i) {
    bytes[*below(bytes.size())] =
        *rc::gen::oneOf(rc::gen::arbitrary<std::uint8_t>(),
                        rc::gen::element<std::uint8_t>(0, 1, 2, 4, 0x7f, 0x80, 0xfe, 0xff));
  }
  if (*below(8) == 0) bytes.resize(*below(bytes.size()));
  samples::ExactBuffer const buffer(bytes, *below(8));
  check_both<Message>(buffer.view(), limits);
  // Read as something else altogether.
  check_both<MessageType>(buffer.view(), limits);
  check_both<ReplyResult>(buffer.view(), limits);
  check_both<WorkerToDaemonMessage>(buffer.view(), limits);
  check_both<DaemonToWorkerMessage>(buffer.view(), limits);
  check_both<CallerRequest>(buffer.view(), limits);
  check_both<CallerReply>(buffer.view(), limits);
}

RC_GTEST_PROP(QuickRead, AgreesAboutEnvelopes, (MessageType const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutHostMessages, (HostToDaemonMessage const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutClientMessages, (HostClientToDaemonMessage const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutReplies, (ReplyResult const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutEvents, (ClientEvent const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutBroadcasts, (HostBroadcastEvent const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutWorkerMessages, (WorkerToDaemonMessage const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutMessagesToWorkers, (DaemonToWorkerMessage const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutRepliesToWorkers, (DaemonToWorkerReply const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutCallerRequests, (CallerRequest const& message)) {
  check_message(message);
}
RC_GTEST_PROP(QuickRead, AgreesAboutCallerReplies, ()) {
  check_message(CallerReply{*any_value(true)});
}

RC_GTEST_PROP(QuickRead, ReadsClientMessagesOverOthers, ()) {
  check_over_another<HostClientToDaemonMessage>(
      [](auto const& one) { return one.message.index(); });
}
RC_GTEST_PROP(QuickRead, ReadsHostMessagesOverOthers, ()) {
  check_over_another<HostToDaemonMessage>([](auto const& one) { return one.message.index(); });
}
RC_GTEST_PROP(QuickRead, ReadsRepliesOverOthers, ()) {
  check_over_another<ReplyResult>([](auto const& one) { return one.result.index(); });
}
RC_GTEST_PROP(QuickRead, ReadsCallerRequestsOverOthers, ()) {
  check_over_another<CallerRequest>([](auto const&) { return 0; });
}

/// Nothing here is worth a second look.
TEST(QuickRead, TakesWhatIsCommon) {
  ErrorValue error{ErrorCode::e_perm, "no", std::make_shared<Var>(list_of({1, 2.5, true})), {}};
  Var const value = list_of({None{}, -1, "text", Obj{ObjId{-1}}, Obj{UuObjId{5}}, Symbol{"s"},
                             Binary{{1, 2}}, Map{{{"key", list_of({})}}}, error});
  CallerReply const reply{value};
  auto const bytes = *encode(reply);
  CallerReply out;
  ASSERT_TRUE(decode_quickly(bytes, {}, out));
  EXPECT_EQ(out, reply);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    samples::ExactBuffer const front(ByteView(bytes).first(size));
    if (decode_quickly(front.view(), {}, out)) {
      EXPECT_TRUE(decode_thoroughly<CallerReply>(front.view(), {})) << size;
    }
  }
}

RC_GTEST_PROP(QuickRead, TakesAllRepliesToWorkers, (DaemonToWorkerReply const& message)) {
  DaemonToWorkerReply out;
  RC_ASSERT(decode_quickly(*encode(message), {}, out));
  RC_ASSERT(out == message);
}

}  // namespace
}  // namespace drydock::moor
