#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/encode_check.hpp"
#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/round_trip.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

// decode(encode(m)) == m, from buffers of exact size at any address; and what happens to a valid
// buffer after arbitrary damage: it decodes or is refused with a reason, and AddressSanitizer sees
// no read outside of it.

namespace drydock::moor {
namespace {

template <class Message, class Decode>
void check_damage(Message const& message, Decode const& decode) {
  auto bytes = *encode(message);
  auto const edits = 1 + *below(5);
  for (std::size_t i = 0; i < edits; ++i) {
    auto const at = *below(bytes.size());
    bytes[at] = *rc::gen::oneOf(rc::gen::arbitrary<std::uint8_t>(),
                                rc::gen::element<std::uint8_t>(0, 1, 2, 4, 0x7f, 0x80, 0xfe, 0xff));
  }
  if (*below(4) == 0) bytes.resize(*below(bytes.size()));
  samples::ExactBuffer const buffer(bytes, *below(8));
  auto const decoded = decode(buffer.view(), Limits{});
  if (decoded) {
    auto const again = encode(*decoded);
    if (!again) RC_FAIL(again.error().message);
    RC_ASSERT((decode(ByteView(*again), Limits{}) == decoded));
  } else {
    RC_ASSERT(decoded.error().rule != unexplained_rule);
  }
  peek_request_ids(buffer.view());
  peek_answer_ids(buffer.view());
  // Read as something else altogether.
  for (auto const root : {Root::worker_to_daemon, Root::daemon_to_worker,
                          Root::daemon_to_worker_reply, Root::caller_request, Root::caller_reply}) {
    RC_ASSERT(!describe(root, buffer.view()).empty());
  }
}

/// A value of any kind: with lambdas, and at times with text that is not UTF-8, below another.
Var any_value_at_all() {
  Var value = *any_value(true);
  if (*below(3) == 0) value = list_of({std::move(value), *any_bytes()});
  return value;
}

RC_GTEST_PROP(CodecLaw, WhatIsRefusedWithoutAPlaceIsRefusedWithOne, ()) {
  Limits limits;
  limits.lambdas = *rc::gen::arbitrary<bool>();
  limits.nesting = *below(4);
  limits.values = *below(30);
  limits.expanded_bytes = *below(100);
  Var const value = any_value_at_all();
  EncodeCheck<Unplaced> unplaced(limits);
  EncodeCheck<Place> placed(limits);
  bool const is_good = placed.value(value, Place{nullptr, "value"});
  RC_ASSERT(unplaced.value(value, Unplaced{}) == is_good);
  RC_ASSERT(std::move(placed).error().message.empty() == is_good);
}

RC_GTEST_PROP(CodecLaw, WorkerToDaemonMessagesComeBack, (WorkerToDaemonMessage const& message)) {
  check_round_trip(message, decode_worker_to_daemon);
}
RC_GTEST_PROP(CodecLaw, DaemonToWorkerMessagesComeBack, (DaemonToWorkerMessage const& message)) {
  check_round_trip(message, decode_daemon_to_worker);
}
RC_GTEST_PROP(CodecLaw, RepliesComeBack, (DaemonToWorkerReply const& message)) {
  check_round_trip(message, decode_reply);
}
RC_GTEST_PROP(CodecLaw, CallerRequestsComeBack, (CallerRequest const& message)) {
  check_round_trip(message, decode_caller_request);
}
RC_GTEST_PROP(CodecLaw, CallerRepliesComeBack, (CallerReply const& message)) {
  check_round_trip(message, decode_caller_reply);
}
RC_GTEST_PROP(CodecLaw, ValuesComeBackWithTheirLambdas, ()) {
  Limits limits;
  limits.lambdas = true;
  check_round_trip(CallerReply{*any_value(true)}, decode_caller_reply, limits);
}

RC_GTEST_PROP(CodecLaw, DamagedWorkerToDaemonMessagesAreBounded,
              (WorkerToDaemonMessage const& message)) {
  check_damage(message, decode_worker_to_daemon);
}
RC_GTEST_PROP(CodecLaw, DamagedDaemonToWorkerMessagesAreBounded,
              (DaemonToWorkerMessage const& message)) {
  check_damage(message, decode_daemon_to_worker);
}
RC_GTEST_PROP(CodecLaw, DamagedRepliesAreBounded, (DaemonToWorkerReply const& message)) {
  check_damage(message, decode_reply);
}
RC_GTEST_PROP(CodecLaw, DamagedCallerRequestsAreBounded, (CallerRequest const& message)) {
  check_damage(message, decode_caller_request);
}
RC_GTEST_PROP(CodecLaw, DamagedCallerRepliesAreBounded, (CallerReply const& message)) {
  check_damage(message, decode_caller_reply);
}

RC_GTEST_PROP(CodecLaw, IdsOfRequestsAndAnswersArePeeked, ()) {
  auto const worker = *any_uuid();
  auto const request = *any_uuid();
  RequestIds const ids{worker, request};
  auto const to_worker =
      *encode(DaemonToWorkerMessage{WorkerRequest{worker, request, ObjId{2}, {*any_value()}, 0}});
  RC_ASSERT((peek_request_ids(samples::ExactBuffer(to_worker).view()) == ids));
  auto const answer =
      *encode(WorkerToDaemonMessage{RequestResult{worker, request, *any_value()}, {}});
  RC_ASSERT((peek_answer_ids(samples::ExactBuffer(answer).view()) == ids));
  auto const error =
      *encode(WorkerToDaemonMessage{RequestError{worker, request, *any_worker_error()}, {}});
  RC_ASSERT((peek_answer_ids(samples::ExactBuffer(error).view()) == ids));
}

}  // namespace
}  // namespace drydock::moor
