#include <gtest/gtest.h>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/mixed_builder.hpp"
#include "reference/moor/codec/sample_buffers.hpp"
#include "schema/moor/rpc_generated.h"

// Messages that no encoder of ours writes: each broken in one field, and refused by its name.

namespace drydock::moor {
namespace {

using Tag = MoorRpc::HostClientToDaemonMessageUnion;

/// A client message around a body that `write` makes, however wrong.
template <class Write>
std::string error_of(Tag tag, Write const& write, Limits const& limits = {}) {
  MixedBuilder out;
  auto const body = write(out);
  out.Finish(MoorRpc::CreateHostClientToDaemonMessage(out, tag, body.Union()));
  ByteView const bytes(out.GetBufferPointer(), out.GetSize());
  auto const decoded = decode_client_to_daemon(samples::ExactBuffer(bytes).view(), limits);
  return decoded ? "decoded" : place_and_rule(decoded.error());
}

flatbuffers::Offset<MoorRpc::ClientToken> client_token(MixedBuilder& out) {
  return MoorRpc::CreateClientTokenDirect(out, "c");
}
flatbuffers::Offset<MoorRpc::AuthToken> auth_token(MixedBuilder& out) {
  return MoorRpc::CreateAuthTokenDirect(out, "a");
}
flatbuffers::Offset<MoorCommon::ObjectRef> object_ref(MixedBuilder& out) {
  auto const id = MoorCommon::CreateObjectRefId(out, write_obj(out, ObjId{1}));
  return MoorCommon::CreateObjectRef(out, MoorCommon::ObjectRefUnion::ObjectRefId, id.Union());
}
template <class Table>
flatbuffers::Offset<Table> empty_table(MixedBuilder& out) {
  return out.EndTable(out.StartTable());
}
flatbuffers::Offset<MoorCommon::Uuid> short_uuid(MixedBuilder& out) {
  return MoorCommon::CreateUuid(out, out.CreateVector(std::vector<std::uint8_t>(15)));
}

TEST(HostDecode, TextThatIsNotUtf8IsRefused) {
  auto const error = error_of(Tag::Command, [](MixedBuilder& out) {
    auto const client = client_token(out);
    auto const auth = auth_token(out);
    auto const handler = write_obj(out, ObjId{0});
    return MoorRpc::CreateCommand(out, client, auth, handler, out.CreateString("\xff"));
  });
  EXPECT_EQ(error, "message.Command.command: not UTF-8");
}

TEST(HostDecode, AMissingRequiredFieldIsNamed) {
  auto const error = error_of(Tag::Command, [](MixedBuilder& out) {
    auto const client = client_token(out);
    auto const auth = auth_token(out);
    auto const command = out.CreateString("look");
    MoorRpc::CommandBuilder builder(out);
    builder.add_client_token(client);
    builder.add_auth_token(auth);
    builder.add_command(command);
    return flatbuffers::Offset<MoorRpc::Command>(out.EndTable(builder.start_));
  });
  EXPECT_EQ(error, "message.Command.handler_object: required, but missing");
}

TEST(HostDecode, AnOptionalTokenThatIsThereAndBrokenIsRefused) {
  auto const error = error_of(Tag::RequestSysProp, [](MixedBuilder& out) {
    auto const token = empty_table<MoorRpc::AuthToken>(out);
    auto const object = object_ref(out);
    return MoorRpc::CreateRequestSysProp(out, token, object, write_symbol(out, Symbol{"p"}));
  });
  EXPECT_EQ(error, "message.RequestSysProp.auth_token.token: required, but missing");
}

TEST(HostDecode, AnUnknownEnumeratorIsRefused) {
  auto const retrieve = error_of(Tag::Retrieve, [](MixedBuilder& out) {
    auto const auth = auth_token(out);
    auto const object = object_ref(out);
    return MoorRpc::CreateRetrieve(out, auth, object, MoorRpc::EntityType{2},
                                   write_symbol(out, Symbol{"p"}));
  });
  EXPECT_EQ(retrieve, "message.Retrieve.entity_type: 2 is none of its values");

  MixedBuilder out;
  auto const id = write_uuid(out, samples::worker_id());
  auto const listeners = out.CreateVector(std::vector<flatbuffers::Offset<MoorRpc::Listener>>{});
  auto const body = MoorRpc::CreateHostPong(out, id, 0, MoorRpc::HostType{7}, listeners);
  out.Finish(MoorRpc::CreateHostToDaemonMessage(out, MoorRpc::HostToDaemonMessageUnion::HostPong,
                                                body.Union()));
  auto const decoded = decode_host_to_daemon({out.GetBufferPointer(), out.GetSize()});
  ASSERT_FALSE(decoded);
  EXPECT_EQ(place_and_rule(decoded.error()), "message.HostPong.host_type: 7 is none of its values");
}

TEST(HostDecode, AnUnknownKindOfReferenceIsRefused) {
  auto const error = error_of(Tag::Resolve, [](MixedBuilder& out) {
    auto const id = MoorCommon::CreateObjectRefId(out, write_obj(out, ObjId{1}));
    auto const object = MoorCommon::CreateObjectRef(out, MoorCommon::ObjectRefUnion{4}, id.Union());
    auto const auth = auth_token(out);
    return MoorRpc::CreateResolve(out, auth, object);
  });
  EXPECT_EQ(error, "message.Resolve.objref: the tag 4 is unknown");
}

TEST(HostDecode, ABrokenElementIsRefusedNotDropped) {
  auto const error = error_of(Tag::InvokeVerb, [](MixedBuilder& out) {
    auto const client = client_token(out);
    auto const auth = auth_token(out);
    auto const object = object_ref(out);
    auto const verb = write_symbol(out, Symbol{"v"});
    auto const args = write_vars(out, {1, Lambda{}, 3});
    return MoorRpc::CreateInvokeVerb(out, client, auth, object, verb, args);
  });
  EXPECT_EQ(error, "message.InvokeVerb.args[1]: a lambda, which must not leave the daemon");
}

TEST(HostDecode, AUuidHasSixteenBytes) {
  auto const error = error_of(Tag::RequestedInput, [](MixedBuilder& out) {
    auto const client = client_token(out);
    auto const auth = auth_token(out);
    auto const id = short_uuid(out);
    return MoorRpc::CreateRequestedInput(out, client, auth, id, write_var(out, 1));
  });
  EXPECT_EQ(error, "message.RequestedInput.request_id.data: a UUID of 15 bytes, not 16");
}

TEST(HostDecode, AClientIdHasSixteenBytes) {
  MixedBuilder out;
  auto const body = MoorRpc::CreateDetach(out, client_token(out));
  auto const message = MoorRpc::CreateHostClientToDaemonMessage(out, Tag::Detach, body.Union());
  auto const client = out.CreateVector(std::vector<std::uint8_t>(17));
  auto const envelope = MoorRpc::CreateHostClientToDaemonMsg(out, client, message);
  out.Finish(MoorRpc::CreateMessageType(out, MoorRpc::MessageTypeUnion::HostClientToDaemonMsg,
                                        envelope.Union()));
  auto const decoded = decode_message_type({out.GetBufferPointer(), out.GetSize()});
  ASSERT_FALSE(decoded);
  EXPECT_EQ(place_and_rule(decoded.error()),
            "message.HostClientToDaemonMsg.client_data: a UUID of 17 bytes, not 16");
}

/// Batches of actions that all share one verb of many lines: 10,000 times 10,000 strings in a few
/// hundred kilobytes.
TEST(HostDecode, SharedStringsCountAsOftenAsTheyAreReached) {
  auto const error = error_of(Tag::BatchWorldState, [](MixedBuilder& out) {
    auto const line = out.CreateString("");
    auto const code =
        out.CreateVector(std::vector<flatbuffers::Offset<flatbuffers::String>>(10'000, line));
    auto const object = object_ref(out);
    auto const verb = write_symbol(out, Symbol{"v"});
    auto const action = MoorRpc::CreateWsProgramVerb(out, object, verb, code);
    auto const entry = MoorRpc::CreateWorldStateActionEntry(
        out, out.CreateString("id"), MoorRpc::WorldStateActionUnion::WsProgramVerb, action.Union());
    auto const actions = out.CreateVector(
        std::vector<flatbuffers::Offset<MoorRpc::WorldStateActionEntry>>(10'000, entry));
    auto const auth = auth_token(out);
    return MoorRpc::CreateBatchWorldState(out, auth, actions, false);
  });
  EXPECT_TRUE(error.ends_with(
      "more than 24000192 tables, shared ones counted as often as they are reached"))
      << error;
}

TEST(HostDecode, ElementsCountAsValues) {
  HostClientToDaemonMessage const message{Program{ClientToken{"c"}, AuthToken{"a"},
                                                  ObjectRefId{ObjId{1}}, Symbol{"v"},
                                                  std::vector<std::string>(1000, "return 1;")}};
  Limits limits;
  limits.values = 1000;
  EXPECT_EQ(decode_client_to_daemon(*encode(message, limits), limits), message);
  limits.values = 999;
  EXPECT_FALSE(encode(message, limits));
  auto const decoded = decode_client_to_daemon(*encode(message), limits);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().path, "message.Program.code");
}

TEST(HostDecode, ALambdaIsNotEncoded) {
  auto const encoded = encode(ReplyResult{ClientSuccess{EvalResult{list_of({Lambda{}})}}});
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().message,
            "result.ClientSuccess.reply.EvalResult.result.elements[0]: a lambda, which must not "
            "leave the daemon");
}

TEST(HostDecode, ValuesNestAThousandDeepInsideOfAnEnvelope) {
  Var value = list_of({});
  for (int i = 1; i < 1000; ++i) {
    List outer;
    outer.elements.push_back(std::move(value));
    value = std::move(outer);
  }
  HostClientToDaemonMessage const body{
      UpdateProperty{AuthToken{"a"}, ObjectRefId{ObjId{1}}, Symbol{"p"}, value}};
  MessageType const message{HostClientToDaemonMsg{samples::worker_id(), body}};
  EXPECT_EQ(decode_message_type(*encode(message)), message);
}

}  // namespace
}  // namespace drydock::moor
