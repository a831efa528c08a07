#include "reference/moor/host/session.hpp"

#include "reference/moor/host/test_session.hpp"

namespace drydock::moor::host {
namespace {

// Connecting and logging in.

// H-17.
TEST_F(SessionTest, TheGreetingIsAskedForAndWhateverComesIsNoReasonToClose) {
  for (int kind = 0; kind < 3; ++kind) {
    UserId const user = host_->arrive();
    host_->advance(100ms);
    auto const establish = host_->next<ConnectionEstablish>();
    host_->reply(establish, NewConnection{{"client token"}, ObjId{-4}});
    auto const greeting = host_->next<LoginCommand>();
    EXPECT_TRUE(greeting.as<LoginCommand>()->connect_args.empty());
    EXPECT_FALSE(greeting.as<LoginCommand>()->do_attach);
    if (kind == 0) host_->reply(greeting, LoginResult{});
    if (kind == 1) host_->refuse(greeting, Code::login_task_failed);
    if (kind == 2) {
      host_->advance(60s);
      host_->all_up();  // Nothing was heard for long.
      host_->advance(100ms);
    }
    EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{Connected{establish.id, Obj{ObjId{-4}}}}));
    host_->type(user, "connect me");
    host_->reply(host_->next<LoginCommand>(), LoginResult{});
    host_->shown();
  }
}

TEST_F(SessionTest, TheDaemonIsToldWhereSomebodyComesFrom) {
  Arrival arrival;
  arrival.peer_address = "10.0.0.9";
  arrival.local_port = 8888;
  arrival.remote_port = 45'678;
  arrival.handler_object = ObjId{12};
  arrival.attributes = {{Symbol{"host-type"}, Var{"telnet"}}};
  host_->arrive(arrival);
  host_->advance(100ms);
  auto const request = host_->next<ConnectionEstablish>();
  auto const& establish = *request.as<ConnectionEstablish>();
  EXPECT_EQ(establish.peer_addr, "10.0.0.9");
  EXPECT_EQ(establish.local_port, 8888);
  EXPECT_EQ(establish.remote_port, 45'678);
  EXPECT_EQ(establish.connection_attributes, arrival.attributes);
  EXPECT_EQ(establish.acceptable_content_types, (std::vector<Symbol>{Symbol{"text_plain"}}));
  host_->reply(request, NewConnection{{"t"}, ObjId{-4}});
  EXPECT_EQ(host_->next<LoginCommand>().as<LoginCommand>()->handler_object, Obj{ObjId{12}});
}

// H-18.
TEST_F(SessionTest, ALoginLineIsSplitIntoWords) {
  auto const [user, client] = host_->connect();
  host_->type(user, "  connect \"Jo Smith\" a\\\"b  ");
  auto const login = host_->next<LoginCommand>();
  EXPECT_EQ(login.as<LoginCommand>()->connect_args,
            (std::vector<std::string>{"connect", "Jo Smith", "a\"b"}));
  EXPECT_TRUE(login.as<LoginCommand>()->do_attach);
  EXPECT_EQ(login.id, client);
}

// H-19.
TEST_F(SessionTest, OnlySuccessWithTokenAndPlayerIsALogin) {
  auto const [user, client] = host_->connect();
  LoginResult without_token = TestHost::login();
  without_token.auth_token.reset();
  LoginResult without_player = TestHost::login();
  without_player.player.reset();
  LoginResult failed = TestHost::login();
  failed.success = false;
  for (LoginResult const& result : {without_token, without_player, failed, LoginResult{}}) {
    host_->type(user, "connect me");
    host_->reply(host_->next<LoginCommand>(), result);
    EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{LoginRefused{}}));
  }
  for (Code const code : {Code::login_task_failed, Code::permission_denied, Code::internal_error}) {
    host_->type(user, "connect me");
    host_->refuse(host_->next<LoginCommand>(), code);
    EXPECT_EQ(all_of<LoginRefused>(host_->shown()).size(), 1u);
  }
  host_->type(user, "connect me");
  host_->reply(host_->next<LoginCommand>(), TestHost::login());
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{LoggedIn{ObjId{2}, ConnectType::connected}}));
}

TEST_F(SessionTest, AConnectionThatGetsNoReplyIsTriedUnderAnotherId) {
  UserId const user = host_->arrive();
  host_->advance(100ms);
  auto const first = host_->next<ConnectionEstablish>();
  host_->advance(6s);
  auto const second = host_->next<ConnectionEstablish>();
  EXPECT_NE(first.id, second.id);
  host_->refuse(second, Code::already_connected);
  host_->advance(2s);
  auto const third = host_->next<ConnectionEstablish>();
  EXPECT_NE(second.id, third.id);
  host_->refuse(third, Code::internal_error);
  EXPECT_EQ(all_of<Ended>(host_->shown()), (std::vector<Ended>{{EndReason::refused}}));
  EXPECT_EQ(host_->host().users(), 0u);
  std::ignore = user;
}

// Tokens and players that change.

// H-20.
TEST_F(SessionTest, ASwitchOfPlayersBringsTheTokenOfAllLaterRequests) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth"}});
  host_->type(user, "look");
  EXPECT_EQ(host_->next<Command>().as<Command>()->auth_token.token, "fifth");
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{Switched{ObjId{5}}}));
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth, renewed"}});
  EXPECT_TRUE(host_->shown().empty()) << "the same player with another token is nothing to show";
}

// H-20.
TEST_F(SessionTest, ASwitchBeforeTheLoginCompletesIt) {
  auto const [user, client] = host_->connect();
  host_->type(user, "guest");
  auto const login = host_->next<LoginCommand>();
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth"}});
  host_->reply(login, LoginResult{});
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{LoggedIn{ObjId{5}, ConnectType::connected}}));
  host_->type(user, "look");
  EXPECT_EQ(host_->next<Command>().as<Command>()->auth_token.token, "fifth");
}

// H-20; hosts 5.1: there is no order between replies and events.
TEST_F(SessionTest, ASwitchHeardOfDuringALoginMayHaveComeBeforeIt) {
  auto const [user, client] = host_->log_in();
  host_->act(user, LogIn{{"connect", "wizard"}});
  auto const login = host_->next<LoginCommand>();
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth"}});
  host_->reply(login, LoginResult{true, AuthToken{"second"}, {}, ObjId{2}});
  host_->shown();
  host_->type(user, "look");
  auto const refused = host_->next<Command>();
  EXPECT_EQ(refused.as<Command>()->auth_token.token, "fifth");
  host_->refuse(refused, Code::permission_denied);
  auto const again = host_->next<Command>();
  EXPECT_EQ(again.as<Command>()->auth_token.token, "second");
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{Switched{ObjId{2}}}));
  host_->refuse(again, Code::permission_denied);
  EXPECT_TRUE(host_->quiet());
}

// H-21.
TEST_F(SessionTest, FreshCredentialsOfItsOwnAreUsedFromThenOn) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, CredentialsUpdatedEvent{Uuid{}, {"somebody else's"}});
  host_->tell(client, CredentialsUpdatedEvent{client, {"renewed"}});
  host_->ping_clients();
  EXPECT_EQ(host_->next<ClientPong>().as<ClientPong>()->client_token.token, "renewed");
}

// TK2-16.
TEST_F(SessionTest, TokensAreOpaqueAndMayBeLong) {
  auto const [user, client] = host_->log_in();
  std::string const token(4000, '.');
  host_->tell(client, CredentialsUpdatedEvent{client, {token}});
  host_->tell(client, PlayerSwitchedEvent{ObjId{2}, {token}});
  host_->type(user, "look");
  auto const request = host_->next<Command>();
  EXPECT_EQ(request.as<Command>()->client_token.token, token);
  EXPECT_EQ(request.as<Command>()->auth_token.token, token);
}

// Hosts 7.6, item 6.
TEST_F(SessionTest, ARequestThatCrossedAFreshTokenIsRepeatedOnce) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "look");
  auto const stale = host_->next<Command>();
  host_->tell(client, PlayerSwitchedEvent{ObjId{2}, {"renewed"}});
  host_->refuse(stale, Code::permission_denied);
  auto const again = host_->next<Command>();
  EXPECT_EQ(again.as<Command>()->auth_token.token, "renewed");
  EXPECT_EQ(again.as<Command>()->command, "look");
  host_->refuse(again, Code::permission_denied);
  EXPECT_TRUE(host_->quiet());
  EXPECT_EQ(all_of<Refused>(host_->shown()).size(), 1u);
}

// Hosts 7.6, item 6: the event of a switch was lost, or the reply to a second login.
TEST_F(SessionTest, WhoseLoginIsGoodForNothingIsLoggedOutWithAWordAndMayLogInAgain) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "look");
  host_->type(user, "say never mind");
  host_->act(user, LogIn{{"connect", "alice"}});
  host_->refuse(host_->next<Command>(), Code::permission_denied);
  EXPECT_TRUE(host_->shown().empty()) << "a switch may be on its way";
  EXPECT_TRUE(host_->quiet());
  host_->advance(1s);
  auto const shown = host_->shown();
  EXPECT_EQ(all_of<Refused>(shown).size(), 1u);
  EXPECT_EQ(all_of<LoggedOut>(shown), (std::vector<LoggedOut>{{1}}));
  EXPECT_TRUE(all_of<Ended>(shown).empty());
  auto const login = host_->next<LoginCommand>();
  EXPECT_EQ(login.id, client);
  EXPECT_EQ(login.as<LoginCommand>()->connect_args, (std::vector<std::string>{"connect", "alice"}));
  host_->reply(login, LoginResult{});
  host_->type(user, "connect bob");
  host_->reply(host_->next<LoginCommand>(), LoginResult{true, AuthToken{"bob's"}, {}, ObjId{13}});
  host_->type(user, "look");
  EXPECT_EQ(host_->next<Command>().as<Command>()->auth_token.token, "bob's");
}

TEST_F(SessionTest, ASwitchThatIsOnlyLateSavesTheLoginThatWasRefused) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "look");
  host_->refuse(host_->next<Command>(), Code::permission_denied);
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth"}});
  auto const again = host_->next<Command>();
  EXPECT_EQ(again.as<Command>()->auth_token.token, "fifth");
  EXPECT_EQ(again.as<Command>()->command, "look");
  host_->advance(2s);
  EXPECT_TRUE(all_of<LoggedOut>(host_->shown()).empty());
}

TEST_F(SessionTest, ASwitchThatIsHeardOfAfterTheLogoutIsALogin) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "look");
  host_->refuse(host_->next<Command>(), Code::permission_denied);
  host_->advance(1s);
  host_->shown();
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth"}});
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{LoggedIn{ObjId{5}, ConnectType::connected}}));
  host_->type(user, "look");
  EXPECT_EQ(host_->next<Command>().as<Command>()->auth_token.token, "fifth");
}

// What is asked may itself ask, so that two requests are open.
TEST_F(SessionTest, ARefusedAnswerLogsOutWhileAnEvalIsOpen) {
  auto const [user, client] = host_->log_in();
  host_->act(user, Evaluate{"read()"});
  auto const eval = host_->next<Eval>();
  host_->tell(client, asking(1));
  host_->tell(client, asking(2));
  host_->type(user, "one");
  host_->refuse(host_->next<RequestedInput>(), Code::permission_denied);
  host_->refuse(eval, Code::permission_denied);
  host_->advance(1s);
  auto const shown = host_->shown();
  EXPECT_EQ(all_of<Refused>(shown).size(), 2u);
  EXPECT_EQ(all_of<LoggedOut>(shown).size(), 1u);
  host_->type(user, "connect wizard");
  EXPECT_EQ(host_->next<LoginCommand>().as<LoginCommand>()->connect_args.size(), 2u);
}

// ST-06.
TEST_F(SessionTest, AStrictHostWaitsForFreshCredentialsAndElseLogsOut) {
  Settings settings;
  settings.profile = Profile::strict;
  use(settings);
  auto const [user, client] = host_->log_in();
  host_->type(user, "look");
  host_->refuse(host_->next<Command>(), Code::permission_denied);
  EXPECT_TRUE(host_->shown().empty());
  host_->tell(client, CredentialsUpdatedEvent{client, {"renewed"}});
  auto const again = host_->next<Command>();
  EXPECT_EQ(again.as<Command>()->client_token.token, "renewed");
  host_->reply(again, TaskSubmitted{1});
  host_->tell(client, TaskSuccessEvent{1, 1});
  host_->type(user, "look");
  host_->refuse(host_->next<Command>(), Code::permission_denied);
  host_->advance(1s);
  EXPECT_EQ(all_of<Ended>(host_->shown()), (std::vector<Ended>{{EndReason::refused}}));
  host_->next<Detach>();
}

}  // namespace
}  // namespace drydock::moor::host
