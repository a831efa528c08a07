#include "reference/moor/codec/soundness.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/moor/codec/explain.hpp"
#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_generators.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

// The quick walk and the one that explains have to agree: on sound buffers and after damage, read
// as what they are and as any other table, within limits that they keep and that they break.

namespace drydock::moor {
namespace {

void check_both_walks(std::size_t table, ByteView buffer, std::uint8_t tag_max = 0) {
  auto const depth = *below(20);
  auto const tables = *rc::gen::oneOf(below(100), rc::gen::just(std::size_t{100'000}));
  WireSchema const& schema = WireSchema::moor();
  auto const refusal = verify(schema, table, buffer, depth, tables);
  if (refusal) RC_LOG(refusal->text());
  RC_ASSERT(is_sound(schema, table, buffer, depth, tables) == !refusal.has_value());
  bool const opens = tag_max == 0 ? open_root(buffer, {}).has_value()
                                  : open_union(buffer, {"message", tag_max}, {}).has_value();
  RC_ASSERT(opens_and_is_sound(schema, table, tag_max, buffer, depth, tables) ==
            (opens && !refusal.has_value()));
}

template <class Message>
void check_both_walks(char const* table, std::uint8_t tag_max, Message const& message) {
  auto bytes = *encode(message);
  auto const edits = *below(4);
  for (std::size_t i = 0; i < edits; ++i) {
    bytes[*below(bytes.size())] =
        *rc::gen::oneOf(rc::gen::arbitrary<std::uint8_t>(),
                        rc::gen::element<std::uint8_t>(0, 1, 2, 4, 0x7f, 0x80, 0xfe, 0xff));
  }
  if (*below(8) == 0) bytes.resize(*below(bytes.size()));
  samples::ExactBuffer const buffer(bytes);
  WireSchema const& schema = WireSchema::moor();
  check_both_walks(schema.table_index(table), buffer.view(), tag_max);
  check_both_walks(*below(schema.table_count()), buffer.view());
}

RC_GTEST_PROP(Soundness, IsThatOfEnvelopes, (MessageType const& message)) {
  check_both_walks("MoorRpc.MessageType", 2, message);
}
RC_GTEST_PROP(Soundness, IsThatOfHostMessages, (HostToDaemonMessage const& message)) {
  check_both_walks("MoorRpc.HostToDaemonMessage", 5, message);
}
RC_GTEST_PROP(Soundness, IsThatOfClientMessages, (HostClientToDaemonMessage const& message)) {
  check_both_walks("MoorRpc.HostClientToDaemonMessage", 29, message);
}
RC_GTEST_PROP(Soundness, IsThatOfReplies, (ReplyResult const& message)) {
  check_both_walks("MoorRpc.ReplyResult", 3, message);
}
RC_GTEST_PROP(Soundness, IsThatOfEvents, (ClientEvent const& message)) {
  check_both_walks("MoorRpc.ClientEvent", 10, message);
}
RC_GTEST_PROP(Soundness, IsThatOfWorkerMessages, (WorkerToDaemonMessage const& message)) {
  check_both_walks("MoorRpc.WorkerToDaemonMessage", 5, message);
}

TEST(Soundness, NothingIsSoundInTooFewBytes) {
  Bytes const bytes(7);
  EXPECT_FALSE(is_sound(WireSchema::moor(), 0, bytes, 100, 100));
  EXPECT_FALSE(is_sound(WireSchema::moor(), 0, {}, 100, 100));
}

}  // namespace
}  // namespace drydock::moor
