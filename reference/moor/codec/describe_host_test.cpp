#include "reference/moor/codec/describe_host.hpp"

#include <gtest/gtest.h>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/sample_buffers.hpp"

namespace drydock::moor {
namespace {

using samples::some_id;

std::string text_of(HostClientToDaemonMessageUnion body) {
  return describe(Root::client_to_daemon, *encode(HostClientToDaemonMessage{std::move(body)}));
}
std::string text_of(DaemonToClientReply reply) {
  return describe(Root::reply_result, *encode(ReplyResult{ClientSuccess{std::move(reply)}}));
}
std::string text_of(ClientEventUnion event) {
  return describe(Root::client_event, *encode(ClientEvent{std::move(event)}));
}

TEST(DescribeHost, AMessageIsOneLine) {
  EXPECT_EQ(text_of(Detach{ClientToken{"v4.public.x"}, true}),
            "Detach(client_token 029ed263, disconnected)");
  EXPECT_EQ(text_of(ListObjects{AuthToken{""}}), "ListObjects(0e5751c0)");
  EXPECT_EQ(
      text_of(Command{ClientToken{""}, AuthToken{""}, ObjId{0}, "say \"hi\"\n"}),
      R"(Command(client_token 0e5751c0, auth_token 0e5751c0, handler_object #0, command "say \"hi\"\n"))");
  EXPECT_EQ(text_of(TaskSubmitted{0}), "ClientSuccess(TaskSubmitted(0))");
  EXPECT_EQ(text_of(Disconnected{}), "ClientSuccess(Disconnected)");
  EXPECT_EQ(text_of(DisconnectEvent{}), "DisconnectEvent");
  EXPECT_EQ(text_of(TaskErrorEvent{7, CommandExecutionError{DatabaseError{RollbackRetry{}}}}),
            "TaskErrorEvent(task_id 7, error CommandExecutionError(DatabaseError(RollbackRetry)))");
  EXPECT_EQ(
      text_of(RequestInputEvent{some_id, std::vector<MetadataPair>{{Symbol{"prompt"}, "?"}}}),
      R"(RequestInputEvent(request_id 00112233, metadata {MetadataPair(key "prompt", value "?")}))");
  EXPECT_EQ(describe(Root::message_type,
                     *encode(MessageType{HostToDaemonMsg{some_id, {GetServerFeatures{}}, {}}})),
            "HostToDaemonMsg(host_id 00112233, message HostToDaemonMessage(GetServerFeatures))");
  EXPECT_EQ(
      describe(Root::reply_result, *encode(ReplyResult{Failure{RpcMessageError{
                                       .error_code = RpcMessageErrorCode::no_connection,
                                       .message = "No connection for client"}}})),
      "Failure(RpcMessageError(error_code NoConnection, message \"No connection for client\"))");
}

TEST(DescribeHost, WhatIsNoMessageIsSaid) {
  EXPECT_EQ(
      describe(Root::clients_broadcast, Bytes{1, 2}),
      "no ClientsBroadcastEvent (2 bytes; the root table at byte 0: 2 bytes are too few for a "
      "root table)");
}

TEST(DescribeHost, NoSecretIsShown) {
  std::string const secret = "s3cret-token";
  auto const login = text_of(LoginCommand{ClientToken{secret},
                                          ObjId{0},
                                          {"connect", "wizard", secret, "and more"},
                                          true,
                                          "public key"});
  EXPECT_TRUE(login.find("{\"connect\", \"wizard\", <hidden>, <hidden>}") != std::string::npos)
      << login;
  HostToDaemonMsg const host{some_id, {GetServerFeatures{}}, secret};
  for (auto const& line : {login, text_of(PlayerSwitchedEvent{ObjId{2}, AuthToken{secret}}),
                           text_of(NewConnection{ClientToken{secret}, ObjId{-4}}),
                           text_of(CallSystemVerb{AuthToken{secret}, Symbol{"v"}, {}}),
                           describe(Root::message_type, *encode(MessageType{host}))}) {
    EXPECT_EQ(line.find("s3cret"), std::string::npos) << line;
  }
}

TEST(DescribeHost, ALongLineIsCut) {
  VerbValue value{{}, std::vector<std::string>(10'000, "return 1;")};
  auto const line = text_of(value);
  EXPECT_LT(line.size(), 1000);
  EXPECT_TRUE(line.ends_with("...")) << line;
}

}  // namespace
}  // namespace drydock::moor
