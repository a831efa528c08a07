#include "reference/moor/host/session.hpp"

#include "reference/moor/host/test_session.hpp"

namespace drydock::moor::host {
namespace {

// Events.

// H-26.
TEST_F(SessionTest, NarrativeIsShownInOrderWhateverItsValues) {
  auto const [user, client] = host_->log_in();
  std::vector<Var> const values{"text", 1,     list_of({}),  Binary{{0, 255}},
                                None{}, Map{}, Obj{ObjId{3}}};
  for (Var const& value : values) host_->say(client, value);
  auto const shown = all_of<NarrativeEvent>(host_->shown());
  ASSERT_EQ(shown.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(std::get<NotifyEvent>(shown[i].event).value, values[i]);
  }
  EXPECT_TRUE(host_->host().logged_in(user));
}

// H-28.
TEST_F(SessionTest, ABootClosesAfterWhatCameBefore) {
  auto const [user, client] = host_->log_in();
  host_->say(client, "Farewell.");
  host_->tell(client, DisconnectEvent{});
  host_->say(client, "too late");
  auto const shown = host_->shown();
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown.back(), ShownEvent{Ended{EndReason::booted}});
  host_->refuse(host_->next<Detach>(), Code::no_connection);
  EXPECT_EQ(host_->host().users(), 0u);
}

TEST_F(SessionTest, NothingIsShownAfterTheEnd) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "quit");
  auto const quit = host_->next<Command>();
  host_->tell(client, DisconnectEvent{});
  host_->reply(quit, TaskSubmitted{5});
  host_->tell(client, TaskSuccessEvent{5, 0});
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{Ended{EndReason::booted}}));
}

// Ends.

// H-29.
TEST_F(SessionTest, WhoLeavesIsDetachedOnceLoggedInOrNot) {
  for (bool const logged_in : {false, true}) {
    auto const [user, client] = logged_in ? host_->log_in() : host_->connect();
    host_->leave(user);
    host_->leave(user);
    auto const detach = host_->next<Detach>();
    EXPECT_EQ(detach.id, client);
    EXPECT_TRUE(detach.as<Detach>()->disconnected);
    host_->refuse(detach, Code::no_connection);
    EXPECT_TRUE(host_->quiet());
    EXPECT_EQ(host_->host().users(), 0u);
    EXPECT_EQ(host_->subscribed().back(),
              std::string(1, '\0') + std::string(drydock::text_of(client.bytes)));
  }
}

// H-29.
TEST_F(SessionTest, ADetachWithoutReplyIsNotRepeated) {
  UserId const user = host_->log_in().first;
  host_->leave(user);
  host_->next<Detach>();
  host_->advance(1min);
  EXPECT_EQ(host_->host().users(), 0u);
  EXPECT_TRUE(host_->quiet());
}

// H-29, H-08.
TEST_F(SessionTest, WhoLeavesInTheMiddleOfARequestIsDetachedAfterItsReplyOrSoon) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "look");
  auto const look = host_->next<Command>();
  host_->leave(user);
  EXPECT_TRUE(host_->quiet());
  host_->reply(look, TaskSubmitted{1});
  host_->reply(host_->next<Detach>(), Disconnected{});
  UserId const other = host_->log_in().first;
  host_->act(other, Evaluate{"suspend(30)"});
  host_->next<Eval>();
  host_->leave(other);
  host_->advance(2s);
  host_->next<Detach>();
}

// H-29.
TEST_F(SessionTest, WhoLeavesWhileBeingConnectedIsDetachedOnceConnected) {
  UserId const user = host_->arrive();
  host_->advance(100ms);
  auto const establish = host_->next<ConnectionEstablish>();
  host_->leave(user);
  EXPECT_TRUE(host_->quiet());
  host_->reply(establish, NewConnection{{"t"}, ObjId{-4}});
  host_->reply(host_->next<Detach>(), Disconnected{});
  EXPECT_EQ(host_->host().users(), 0u);
  UserId const early = host_->arrive();
  host_->leave(early);
  host_->advance(1s);
  EXPECT_TRUE(host_->quiet());
  EXPECT_EQ(host_->host().users(), 0u);
}

// H-30.
TEST_F(SessionTest, AForgottenConnectionIsAttachedAnewAsReconnected) {
  for (bool const by_pong : {false, true}) {
    auto const [user, client] = host_->log_in();
    if (by_pong) {
      host_->ping_clients();
      host_->refuse(host_->next<ClientPong>(), Code::no_connection);
    } else {
      host_->type(user, "look");
      host_->refuse(host_->next<Command>(), Code::no_connection);
    }
    host_->advance(100ms);
    auto const attach = host_->next<Attach>();
    EXPECT_NE(attach.id, client);
    EXPECT_EQ(attach.as<Attach>()->connect_type, ConnectType::reconnected);
    EXPECT_EQ(attach.as<Attach>()->auth_token.token, "auth token");
    host_->reply(attach, AttachResult{true, ClientToken{"second"}, Obj{ObjId{2}}, 7});
    host_->type(user, "look");
    EXPECT_EQ(host_->next<Command>().as<Command>()->client_token.token, "second");
    host_->leave(user);
    host_->advance(10s);
    EXPECT_EQ(host_->next<Detach>().id, attach.id);
  }
}

// H-30.
TEST_F(SessionTest, AForgottenConnectionThatCannotBeAttachedEnds) {
  UserId const user = host_->connect().first;
  host_->ping_clients();
  host_->refuse(host_->next<ClientPong>(), Code::no_connection);
  EXPECT_EQ(all_of<Ended>(host_->shown()), (std::vector<Ended>{{EndReason::forgotten}}));
  host_->reply(host_->next<Detach>(), Disconnected{});
  host_->log_in();
  host_->ping_clients();
  host_->refuse(host_->next<ClientPong>(), Code::no_connection);
  host_->advance(100ms);
  host_->refuse(host_->next<Attach>(), Code::permission_denied);
  EXPECT_EQ(all_of<Ended>(host_->shown()), (std::vector<Ended>{{EndReason::refused}}));
  EXPECT_EQ(host_->host().users(), 0u);
  std::ignore = user;
}

// Hosts 3.3, "Repeats".
TEST_F(SessionTest, WhatMayHaveBeenDoneIsNotRepeatedAndTheRestIs) {
  UserId const user = host_->log_in().first;
  host_->type(user, "buy bread");
  host_->next<Command>();
  host_->advance(5s);
  EXPECT_TRUE(host_->quiet());
  EXPECT_EQ(all_of<Unanswered>(host_->shown()),
            (std::vector<Unanswered>{{Purpose::command, true}}));
  host_->act(user, SetAttribute{Symbol{"k"}, Var{1}});
  host_->next<SetClientAttribute>();
  host_->advance(5s);
  host_->next<SetClientAttribute>();
}

// H-34, ST-12.
TEST_F(SessionTest, NeitherTokensNorPasswordsAreLogged) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, CredentialsUpdatedEvent{client, {"renewed token"}});
  host_->type(user, "look");
  host_->refuse(host_->next<Command>(), Code::permission_denied);
  host_->publish({client.to_bytes(), bytes_of("secret auth token")});
  host_->ping_clients();
  host_->refuse(host_->next<ClientPong>(), Code::permission_denied);
  host_->driver().receive("rpc0", {bytes_of("secret")});
  host_->driver().input(StopRequested{});
  host_->advance(10s);
  ASSERT_FALSE(host_->driver().logged().empty());
  for (std::string const& line : host_->driver().logged()) {
    for (auto const* secret : {"secret", "auth token", "client token", "renewed token"}) {
      EXPECT_EQ(line.find(secret), std::string::npos) << line;
    }
  }
}

}  // namespace
}  // namespace drydock::moor::host
