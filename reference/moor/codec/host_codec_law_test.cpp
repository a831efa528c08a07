#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_generators.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/round_trip.hpp"
#include "reference/moor/codec/sample_buffers.hpp"
#include "reference/moor/codec/verify_limits.hpp"
#include "schema/moor/client_event_generated.h"
#include "schema/moor/rpc_generated.h"

// The laws of codec_law_test.cpp for hosts and clients. These roots are verified by a walk of our
// own, so one law more: what it accepts, the generated verifier accepts too.

namespace drydock::moor {
namespace {

template <class Table>
bool verifies(ByteView buffer) {
  AlignedBuffer const aligned(buffer);
  auto const view = aligned.view();
  flatbuffers::Verifier verifier(view.data(), view.size(), 5000, 100'000'000);
  return verifier.VerifyBuffer<Table>(nullptr);
}

constexpr Root roots[] = {Root::message_type,    Root::host_to_daemon,  Root::client_to_daemon,
                          Root::reply_result,    Root::client_event,    Root::clients_broadcast,
                          Root::host_broadcast,  Root::narrative_event, Root::presentation,
                          Root::worker_to_daemon};

template <class Table, class Message, class Decode>
void check_damage(Message const& message, Decode const& decode) {
  auto bytes = *encode(message);
  RC_ASSERT(verifies<Table>(bytes));
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
    RC_ASSERT(verifies<Table>(buffer.view()));
    auto const again = encode(*decoded);
    if (!again) RC_FAIL(again.error().message);
    RC_ASSERT((decode(ByteView(*again), Limits{}) == decoded));
  } else {
    RC_ASSERT(!decoded.error().rule.empty());
  }
  // Read as something else altogether.
  for (auto const root : roots) RC_ASSERT(!describe(root, buffer.view()).empty());
}

RC_GTEST_PROP(HostCodecLaw, EnvelopesComeBack, (MessageType const& message)) {
  check_round_trip(message, decode_message_type);
}
RC_GTEST_PROP(HostCodecLaw, HostMessagesComeBack, (HostToDaemonMessage const& message)) {
  check_round_trip(message, decode_host_to_daemon);
}
RC_GTEST_PROP(HostCodecLaw, ClientMessagesComeBack, (HostClientToDaemonMessage const& message)) {
  check_round_trip(message, decode_client_to_daemon);
}
RC_GTEST_PROP(HostCodecLaw, RepliesComeBack, (ReplyResult const& message)) {
  check_round_trip(message, decode_reply_result);
}
RC_GTEST_PROP(HostCodecLaw, ClientEventsComeBack, (ClientEvent const& message)) {
  check_round_trip(message, decode_client_event);
}
RC_GTEST_PROP(HostCodecLaw, ClientsBroadcastsComeBack, (ClientsBroadcastEvent const& message)) {
  check_round_trip(message, decode_clients_broadcast);
}
RC_GTEST_PROP(HostCodecLaw, HostBroadcastsComeBack, (HostBroadcastEvent const& message)) {
  check_round_trip(message, decode_host_broadcast);
}
RC_GTEST_PROP(HostCodecLaw, NarrativeEventsComeBack, (NarrativeEvent const& message)) {
  check_round_trip(message, decode_narrative_event);
}
RC_GTEST_PROP(HostCodecLaw, PresentationsComeBack, (Presentation const& message)) {
  check_round_trip(message, decode_presentation);
}

RC_GTEST_PROP(HostCodecLaw, DamagedEnvelopesAreBounded, (MessageType const& message)) {
  check_damage<MoorRpc::MessageType>(message, decode_message_type);
}
RC_GTEST_PROP(HostCodecLaw, DamagedHostMessagesAreBounded, (HostToDaemonMessage const& message)) {
  check_damage<MoorRpc::HostToDaemonMessage>(message, decode_host_to_daemon);
}
RC_GTEST_PROP(HostCodecLaw, DamagedClientMessagesAreBounded,
              (HostClientToDaemonMessage const& message)) {
  check_damage<MoorRpc::HostClientToDaemonMessage>(message, decode_client_to_daemon);
}
RC_GTEST_PROP(HostCodecLaw, DamagedRepliesAreBounded, (ReplyResult const& message)) {
  check_damage<MoorRpc::ReplyResult>(message, decode_reply_result);
}
RC_GTEST_PROP(HostCodecLaw, DamagedClientEventsAreBounded, (ClientEvent const& message)) {
  check_damage<MoorRpc::ClientEvent>(message, decode_client_event);
}
RC_GTEST_PROP(HostCodecLaw, DamagedHostBroadcastsAreBounded, (HostBroadcastEvent const& message)) {
  check_damage<MoorRpc::HostBroadcastEvent>(message, decode_host_broadcast);
}

}  // namespace
}  // namespace drydock::moor
