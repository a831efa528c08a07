#include "reference/moor/codec/envelope.hpp"

#include <gtest/gtest.h>

#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/sample_buffers.hpp"
#include "schema/moor/rpc_generated.h"

namespace drydock::moor {
namespace {

using samples::some_id;

HostClientToDaemonMessage const detach{Detach{ClientToken{"t"}, true}};
HostToDaemonMessage const features{GetServerFeatures{}};

std::string text_of_refusal(Frames const& frames, RequestRules const& rules = {}) {
  auto const request = read_request(frames, rules);
  if (request) return "read";
  EXPECT_EQ(request.error().error_code, RpcMessageErrorCode::invalid_request);
  EXPECT_FALSE(request.error().scheduler_error);
  return request.error().message.value_or("no text");
}

TEST(Envelope, RequestsComeBackAsTheyWereSent) {
  auto const host = request_frames(some_id, features, "secret");
  ASSERT_TRUE(host);
  EXPECT_EQ(read_request(*host), (MessageTypeUnion{HostToDaemonMsg{some_id, features, "secret"}}));
  auto const client = request_frames(some_id, detach);
  ASSERT_TRUE(client);
  EXPECT_EQ(read_request(*client), (MessageTypeUnion{HostClientToDaemonMsg{some_id, detach}}));
  EXPECT_EQ(decode_envelope(client->at(0)),
            (Envelope{.sender_tag = 2, .sender = some_id, .token = {}, .copy_tag = 21}));
}

// One is read over another: nothing of that may be left.
TEST(Envelope, ARequestIsReadOverAnother) {
  Frames const with_token = *request_frames(some_id, features, "secret");
  Frames const without = *request_frames(some_id, features);
  Frames const client = *request_frames(some_id, detach);
  RequestReader reader;
  for (auto const& frames :
       {with_token, without, client, client, client, with_token, with_token, with_token, client}) {
    EXPECT_EQ(reader.read(frames), std::nullopt);
    auto const alone = read_request(frames);
    ASSERT_TRUE(alone);
    if (reader.is_hosts()) {
      EXPECT_EQ(alone, MessageTypeUnion{reader.of_host()});
    } else {
      EXPECT_EQ(alone,
                (MessageTypeUnion{HostClientToDaemonMsg{reader.client_id(), reader.of_client()}}));
    }
  }
}

TEST(Envelope, OnlyTwoFramesAreARequest) {
  auto const good = *request_frames(some_id, detach);
  for (auto const& frames : {Frames{}, Frames{good[0]}, Frames{good[0], good[1], good[1]}}) {
    EXPECT_EQ(text_of_refusal(frames), "Incorrect message length");
  }
}

TEST(Envelope, WhatIsNoEnvelopeIsSaid) {
  auto const body = *encode(detach);
  for (auto const& first : {Bytes{}, Bytes{1, 2, 3}, Bytes(64, 0xff)}) {
    EXPECT_EQ(text_of_refusal({first, body}), "Could not decode message type");
  }
  // A tag that no member has, and tag 0: the stock daemon's dead thread.
  auto first = request_frames(some_id, features)->at(0);
  auto const tag = std::find(first.begin() + 4, first.end(), 1);
  ASSERT_NE(tag, first.end());
  for (auto const wrong : {std::uint8_t{0}, std::uint8_t{3}, std::uint8_t{200}}) {
    *tag = wrong;
    EXPECT_EQ(decode_envelope(first).error().stage, DecodeError::Stage::no_union);
    EXPECT_EQ(text_of_refusal({first, body}), "Could not decode message type");
  }
}

template <class Write>
Bytes built(Write const& write) {
  flatbuffers::FlatBufferBuilder out;
  write(out);
  return {out.GetBufferPointer(), out.GetBufferPointer() + out.GetSize()};
}

/// An envelope of a client without a copy of its message.
Bytes client_envelope(std::size_t id_bytes, bool has_id = true) {
  return built([&](flatbuffers::FlatBufferBuilder& out) {
    auto const data = out.CreateVector(std::vector<std::uint8_t>(id_bytes));
    MoorRpc::HostClientToDaemonMsgBuilder body(out);
    if (has_id) body.add_client_data(data);
    flatbuffers::Offset<MoorRpc::HostClientToDaemonMsg> const made(out.EndTable(body.start_));
    out.Finish(MoorRpc::CreateMessageType(out, MoorRpc::MessageTypeUnion::HostClientToDaemonMsg,
                                          made.Union()));
  });
}

/// And of a host: `id_bytes` absent leaves the id's bytes out.
Bytes host_envelope(std::optional<std::size_t> id_bytes, bool has_id = true) {
  return built([&](flatbuffers::FlatBufferBuilder& out) {
    auto const data = out.CreateVector(std::vector<std::uint8_t>(id_bytes.value_or(0)));
    MoorCommon::UuidBuilder uuid(out);
    if (id_bytes) uuid.add_data(data);
    flatbuffers::Offset<MoorCommon::Uuid> const host_id(out.EndTable(uuid.start_));
    MoorRpc::HostToDaemonMsgBuilder body(out);
    if (has_id) body.add_host_id(host_id);
    flatbuffers::Offset<MoorRpc::HostToDaemonMsg> const made(out.EndTable(body.start_));
    out.Finish(
        MoorRpc::CreateMessageType(out, MoorRpc::MessageTypeUnion::HostToDaemonMsg, made.Union()));
  });
}

TEST(Envelope, BadIdsHaveTheTextsOfTheSpecification) {
  auto const body = *encode(detach);
  EXPECT_EQ(text_of_refusal({client_envelope(0, false), body}), "Missing client data");
  for (std::size_t const size : {0u, 15u, 17u, 36u}) {
    EXPECT_EQ(text_of_refusal({client_envelope(size), body}), "Bad client id") << size;
    EXPECT_EQ(text_of_refusal({host_envelope(size), body}), "Bad host_id") << size;
  }
  EXPECT_EQ(text_of_refusal({host_envelope(16, false), body}), "Missing host_id");
  EXPECT_EQ(text_of_refusal({host_envelope({}), body}), "Invalid host_id");
}

TEST(Envelope, BadBodiesHaveTheTextsOfTheSpecification) {
  auto const client = request_frames(some_id, detach)->at(0);
  auto const host = request_frames(some_id, features)->at(0);
  EXPECT_EQ(text_of_refusal({client, {}}), "Could not decode request body");
  EXPECT_EQ(text_of_refusal({host, {}}), "Could not decode host message");
  // A root table without any field.
  auto const empty = built([](flatbuffers::FlatBufferBuilder& out) {
    out.Finish(flatbuffers::Offset<MoorRpc::HostToDaemonMessage>(out.EndTable(out.StartTable())));
  });
  EXPECT_EQ(text_of_refusal({client, empty}), "Missing message union");
  EXPECT_EQ(text_of_refusal({host, empty}),
            "missing host message union: message at byte 8: required, but its tag is missing");
  auto const no_command = built([](flatbuffers::FlatBufferBuilder& out) {
    auto const token = MoorRpc::CreateClientTokenDirect(out, "c");
    auto const auth = MoorRpc::CreateAuthTokenDirect(out, "a");
    auto const obj = MoorCommon::CreateObj(out, MoorCommon::ObjUnion::ObjId,
                                           MoorCommon::CreateObjId(out, 1).Union());
    MoorRpc::CommandBuilder body(out);
    body.add_client_token(token);
    body.add_auth_token(auth);
    body.add_handler_object(obj);
    flatbuffers::Offset<MoorRpc::Command> const made(out.EndTable(body.start_));
    out.Finish(MoorRpc::CreateHostClientToDaemonMessage(
        out, MoorRpc::HostClientToDaemonMessageUnion::Command, made.Union()));
  });
  EXPECT_EQ(text_of_refusal({client, no_command}), "Missing command");
}

TEST(Envelope, CopiesOfAnotherKindAreRefusedWhereAsked) {
  auto const envelope = request_frames(some_id, detach)->at(0);
  auto const body = *encode(HostClientToDaemonMessage{ListObjects{AuthToken{"a"}}});
  EXPECT_EQ(text_of_refusal({envelope, body}), "The envelope's copy is another message");
  EXPECT_EQ(text_of_refusal({envelope, body}, {.limits = {}, .copies_agree = false}), "read");
  // The copy that stock daemons never look at may be missing.
  EXPECT_EQ(text_of_refusal({client_envelope(16), body}, {.limits = {}, .copies_agree = false}),
            "read");
}

TEST(Envelope, ATokenThatIsNoTextIsRefused) {
  auto frames = *request_frames(some_id, features, "token");
  std::string_view const text = "token";
  auto const token = std::search(frames[0].begin(), frames[0].end(), text.begin(), text.end());
  *token = 0xff;
  EXPECT_EQ(decode_envelope(frames[0]).error().path, "message.HostToDaemonMsg.token");
  EXPECT_NE(text_of_refusal(frames), "read");
}

TEST(HostFrames, EventsHaveTheirTopic) {
  auto const mine = event_frames(some_id, ClientEvent{DisconnectEvent{}});
  ASSERT_TRUE(mine);
  EXPECT_EQ(mine->at(0), some_id.to_bytes());
  EXPECT_EQ(topic_of(mine->at(0)), EventTopic::client);
  EXPECT_EQ(decode_client_event(mine->at(1)), ClientEvent{DisconnectEvent{}});
  auto const all = event_frames(ClientsBroadcastEvent{ClientsBroadcastPingPong{}});
  EXPECT_EQ(topic_of(all->at(0)), EventTopic::broadcast);
  auto const hosts = event_frames(HostBroadcastEvent{HostBroadcastPingPong{}});
  EXPECT_EQ(topic_of(hosts->at(0)), EventTopic::hosts);
  EXPECT_EQ(reply_frames(ReplyResult{HostSuccess{DaemonToHostAck{}}})->size(), 1);
}

TEST(HostFrames, ATopicIsWholeOrNobodys) {
  EXPECT_EQ(topic_of(bytes_of("hosts and others")), EventTopic::client);  // 16 bytes: HQ-12.
  EXPECT_EQ(topic_of(bytes_of("hosts ")), std::nullopt);
  EXPECT_EQ(topic_of({}), std::nullopt);
}

}  // namespace
}  // namespace drydock::moor
