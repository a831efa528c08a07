#include "reference/moor/codec/filler.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <future>
#include <string>
#include <vector>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/host_generators.hpp"

namespace drydock::moor {
namespace {

using WrittenPart = flatbuffers::Offset<void>;

/// A part of a message: its shape is of `kind` and `size`, its value is not 0.
struct Part {
  int kind = 0;
  std::uint8_t size = 0;
  std::uint8_t value = 1;
};
constexpr int bare_flag = 8;  // Nobody knows its layout when compiling.

std::uint8_t value_of_part() { return *rc::gen::inRange<std::uint8_t>(1, 20); }
Part arbitrary_part() {
  return {*rc::gen::inRange(0, *below(9) == 0 ? 9 : 8), *rc::gen::inRange<std::uint8_t>(0, 5),
          value_of_part()};
}

template <class Out>
WrittenPart write_part(Out& out, Part const& part, WrittenPart before) {
  constexpr Slot maybe{4, true, false};
  switch (part.kind) {
    case 0:
      return out.write_string(std::string(part.size, static_cast<char>('a' + part.value))).Union();
    case 1:
      return out.write_bytes(Bytes(part.size, part.value)).Union();
    case 2:
      return out.write_bytes(std::array<std::uint8_t, 3>{part.value}).Union();
    case 3:
      return out.template write_vector<void>(Bytes(part.size), [&](auto) { return before; })
          .Union();
    case 4:
      return out.template write<maybe, Slot{8}, maybe, Slot{1}>(
          {before.o, part.value, part.size % 2 == 0 ? before.o : 0, part.size > 2});
    case 5:
      return out.template write<Slot{2}, Slot{4}, Slot{8}>({part.value, 7, part.size % 2U});
    case 6:
      return out.write_union(part.size, before);
    case 7:
      return out.write_references(before);
    default:
      return out.write_number(true);
  }
}

/// The whole message, and with it what its first half makes by itself.
template <class Out>
std::vector<Bytes> messages_of(Out& out, std::vector<Part> const& parts) {
  std::vector<Bytes> messages;
  WrittenPart before = out.write_nothing();
  for (std::size_t at = 0; at < parts.size(); ++at) {
    before = write_part(out, parts[at], before);
    if (at == parts.size() / 2) messages.push_back(out.finished(out.write_nothing()));
  }
  messages.push_back(out.finished(out.write_references(before)));
  return messages;
}

RC_GTEST_PROP(Filler, FillsInWhatABuilderWouldWrite, ()) {
  Builder used(*rc::gen::element<std::size_t>(0, 64, 1024));
  auto const length = *rc::gen::element<std::size_t>(0, 3, 12);
  auto parts = *rc::gen::container<std::vector<Part>>(length, rc::gen::exec(arbitrary_part));
  bool same_shape = false;
  for (int k = 0; k < 6; ++k) {
    Builder fresh;
    auto const expected = messages_of(fresh, parts);
    Filler filler(used);
    auto const filled = messages_of(filler, parts);
    bool const knows_layouts = std::ranges::count(parts, bare_flag, &Part::kind) == 0;
    RC_ASSERT(filler.good() == (same_shape && knows_layouts));
    if (filler.good()) {
      RC_ASSERT(filled == expected);
    } else {
      RC_ASSERT(messages_of(used, parts) == expected);
      used.clear();
    }
    for (Part& part : parts) part.value = value_of_part();
    same_shape = *below(3) != 0 || parts.empty();
    if (same_shape) continue;
    auto& part = parts[*below(parts.size())];
    part.size = static_cast<std::uint8_t>(5 + part.size);
    // Whatever has no size becomes something that has one.
    if (part.kind == 2 || part.kind == bare_flag || part.kind == 7 || part.kind == 4) part.kind = 6;
    if (part.kind == 5) part.kind = 0;
  }
}

// What one message leaves behind has no part in the next: a thread has its own.
template <class Message>
Bytes first(Message const& message) {
  return std::async(std::launch::async, [&] { return *encode(message); }).get();
}
template <class Message>
void check_after_another(Message const& one, Message const& other) {
  Bytes const first_one = first(one);
  Bytes const first_other = first(other);
  for (int k = 0; k < 2; ++k) {
    RC_ASSERT(*encode(one) == first_one);
    RC_ASSERT(*encode(other) == first_other);
    RC_ASSERT(*encode(other) == first_other);
  }
}
RC_GTEST_PROP(Filler, WorkersMessagesAreAsTheFirst,
              (WorkerToDaemonMessage const& one, WorkerToDaemonMessage const& other)) {
  check_after_another(one, other);
}
RC_GTEST_PROP(Filler, MessagesToWorkersAreAsTheFirst,
              (DaemonToWorkerMessage const& one, DaemonToWorkerMessage const& other)) {
  check_after_another(one, other);
}
RC_GTEST_PROP(Filler, RepliesToWorkersAreAsTheFirst,
              (DaemonToWorkerReply const& one, DaemonToWorkerReply const& other)) {
  check_after_another(one, other);
}
RC_GTEST_PROP(Filler, ClientMessagesAreAsTheFirst,
              (HostClientToDaemonMessage const& one, HostClientToDaemonMessage const& other)) {
  check_after_another(one, other);
}
RC_GTEST_PROP(Filler, HostMessagesAreAsTheFirst,
              (HostToDaemonMessage const& one, HostToDaemonMessage const& other)) {
  check_after_another(one, other);
}
RC_GTEST_PROP(Filler, RepliesAreAsTheFirst, (ReplyResult const& one, ReplyResult const& other)) {
  check_after_another(one, other);
}
RC_GTEST_PROP(Filler, EventsAreAsTheFirst, (ClientEvent const& one, ClientEvent const& other)) {
  check_after_another(one, other);
}

ClientPong pong(std::string token) {
  ClientPong pong;
  pong.client_token.token = std::move(token);
  pong.client_sys_time = 7;
  pong.player = ObjId{3};
  pong.socket_addr = "::1";
  return pong;
}

TEST(Filler, ChecksWhatItFillsIn) {
  Uuid const client;
  auto const good = request_frames(client, pong("token"));
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(request_frames(client, pong("tok\xff"
                                        "n"))
                .error()
                .message,
            "message.ClientPong.client_token.token: not UTF-8");
  ClientPong of_no_host = pong("token");
  of_no_host.host_type = HostType{99};
  EXPECT_EQ(request_frames(client, of_no_host).error().message,
            "message.ClientPong.host_type: 99 is none of its values");
  Limits small;
  small.message_bytes = (*good)[1].size();
  EXPECT_FALSE(request_frames(client, pong("nekot"), small).has_value());
  EXPECT_FALSE(request_frames(client, pong("nekot"), small).has_value());
  small.message_bytes = (*good)[0].size();
  EXPECT_TRUE(request_frames(client, pong("nekot"), small).has_value());
  EXPECT_EQ(request_frames(client, pong("token")), good);
}

}  // namespace
}  // namespace drydock::moor
