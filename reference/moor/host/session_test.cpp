#include "reference/moor/host/session.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <tuple>

#include "reference/moor/host/test_host.hpp"

namespace drydock::moor::host {
namespace {

using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

class SessionTest : public testing::Test {
 protected:
  SessionTest() { host_->register_host(); }
  /// Begins anew, with other settings.
  void use(Settings settings) {
    host_ = std::make_unique<TestHost>(std::move(settings));
    host_->register_host();
  }
  std::unique_ptr<TestHost> host_ = std::make_unique<TestHost>();
};

RequestInputEvent asking(std::uint8_t number) {
  RequestInputEvent event;
  event.request_id.bytes[15] = number;
  return event;
}

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

// Lines.

// H-22.
TEST_F(SessionTest, LinesGoOutTrimmedAndUnchangedInside) {
  UserId const user = host_->log_in().first;
  host_->type(user, "  say \t caf\xc3\xa9  \"x\"\t ");
  auto const request = host_->next<Command>();
  auto const& command = *request.as<Command>();
  EXPECT_EQ(command.command, "say \t caf\xc3\xa9  \"x\"");
  EXPECT_EQ(command.client_token.token, "client token");
  EXPECT_EQ(command.auth_token.token, "auth token");
  host_->reply(request, TaskSubmitted{0});
  host_->tell(request.id, TaskSuccessEvent{0, 1});
  host_->type(user, "   ");
  host_->type(user, "");
  EXPECT_TRUE(host_->quiet());
}

// H-08.
TEST_F(SessionTest, TheSecondCommandWaitsForTheReplyToTheFirst) {
  auto const [user, client] = host_->log_in();
  host_->act(user, GiveCommand{"one"});
  host_->act(user, GiveCommand{"two"});
  auto const one = host_->next<Command>();
  EXPECT_TRUE(host_->quiet());
  host_->advance(3s);
  EXPECT_TRUE(host_->quiet());
  host_->reply(one, TaskSubmitted{1});
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "two");
}

// H-13.
TEST_F(SessionTest, AnEndThatComesBeforeTheTaskIsKnownIsNotMissed) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  auto const one = host_->next<Command>();
  host_->tell(client, TaskSuspendedEvent{5});
  host_->tell(client, TaskSuccessEvent{5, 42});
  host_->tell(client, TaskSuccessEvent{6, 43});
  EXPECT_TRUE(host_->quiet());
  host_->reply(one, TaskSubmitted{5});
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{TaskStarted{5}, TaskSuspendedEvent{5},
                                                     TaskSuccessEvent{5, 42}}));
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "two");
}

// H-14.
TEST_F(SessionTest, TheEndOfAnotherTaskChangesNothing) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->shown();
  host_->tell(client, TaskSuccessEvent{6, 1});
  host_->tell(client, TaskErrorEvent{4, TaskAbortedError{}});
  host_->tell(client, TaskSuspendedEvent{7});
  EXPECT_TRUE(host_->shown().empty());
  EXPECT_TRUE(host_->quiet());
  host_->tell(client, TaskErrorEvent{5, TaskAbortedError{}});
  EXPECT_EQ(host_->shown().size(), 1u);
  host_->next<Command>();
}

// H-15.
TEST_F(SessionTest, LinesWaitForATaskNoLongerThanTenSeconds) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->advance(9s);
  EXPECT_TRUE(host_->quiet());
  host_->advance(1s);
  EXPECT_EQ(all_of<TaskGivenUp>(host_->shown()), (std::vector<TaskGivenUp>{{5}}));
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "two");
  host_->tell(client, TaskSuccessEvent{5, 1});
  EXPECT_EQ(all_of<TaskSuccessEvent>(host_->shown()).size(), 1u) << "its end is shown all the same";
}

// H-15, H-23, HQ-40.
TEST_F(SessionTest, AnOutOfBandLineGoesOutWithItsWordsAndNobodyWaitsForItsTask) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "#$#mcp \"a b\" c ");
  host_->type(user, "look");
  auto const request = host_->next<OutOfBand>();
  EXPECT_EQ(request.as<OutOfBand>()->args, list_of({"#$#mcp", "a b", "c"}));
  EXPECT_EQ(request.as<OutOfBand>()->argstr, Var{"#$#mcp \"a b\" c "});
  host_->reply(request, TaskSubmitted{9});
  auto const look = host_->next<Command>();
  host_->reply(look, TaskSubmitted{10});
  host_->tell(client, TaskSuccessEvent{10, 1});
  host_->tell(client, SetConnectionOptionEvent{ObjId{-4}, Symbol{"disable-oob"}, 1});
  host_->type(user, "#$#mcp");
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "#$#mcp");
}

// H-16.
TEST_F(SessionTest, ATaskThatSleepsHoldsUpNoLines) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, TaskSuspendedEvent{5});
  host_->next<Command>();
}

TEST_F(SessionTest, LinesWaitWhileNothingCanBeHeardOfThem) {
  UserId const user = host_->log_in().first;
  host_->driver().input(PeerDown{{"events"}});
  host_->type(user, "look");
  EXPECT_TRUE(host_->quiet());
  host_->driver().input(PeerUp{{"events"}});
  host_->advance(99ms);
  EXPECT_TRUE(host_->quiet());
  host_->advance(1ms);
  host_->next<Command>();
}

TEST_F(SessionTest, TheFlushCommandDropsTheLinesThatWait) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->type(user, ".flush");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, TaskSuccessEvent{5, 1});
  EXPECT_TRUE(host_->quiet());
}

TEST_F(SessionTest, OfTooManyLinesTheLastAreLostWithAWord) {
  UserId const user = host_->log_in().first;
  for (int i = 0; i < 1002; ++i) host_->type(user, "x");
  EXPECT_EQ(all_of<HostLine>(host_->shown()).size(), 1u);
}

TEST_F(SessionTest, AProgramIsCollectedAndSent) {
  UserId const user = host_->log_in().first;
  for (auto const* line : {".program #2:smile", "return 1;", "  look", "."})
    host_->type(user, line);
  auto const request = host_->next<Program>();
  auto const& program = *request.as<Program>();
  EXPECT_EQ(program.object, ObjectRef{ObjectRefMatch{"#2"}});
  EXPECT_EQ(program.verb, Symbol{"smile"});
  EXPECT_EQ(program.code, (std::vector<std::string>{"return 1;", "  look"}));
  VerbProgramResponseReply const done{VerbProgramSuccess{ObjId{2}, "smile"}};
  host_->reply(request, done);
  EXPECT_EQ(all_of<VerbProgramResponseReply>(host_->shown()),
            (std::vector<VerbProgramResponseReply>{done}));
}

TEST_F(SessionTest, CommandsAreFramedByPrefixAndSuffix) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "PREFIX <<<");
  auto const prefix = host_->next<SetClientAttribute>();
  EXPECT_EQ(prefix.as<SetClientAttribute>()->key, Symbol{"line-output-prefix"});
  EXPECT_EQ(prefix.as<SetClientAttribute>()->value, Var{"<<<"});
  host_->reply(prefix, ClientAttributeSet{});
  host_->type(user, "outputsuffix >>>");
  host_->reply(host_->next<SetClientAttribute>(), ClientAttributeSet{});
  host_->type(user, "look");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->say(client, "A room.");
  host_->tell(client, TaskSuccessEvent{5, 1});
  auto const shown = host_->shown();
  ASSERT_EQ(shown.size(), 5u);
  EXPECT_EQ(shown.front(), ShownEvent{HostLine{"<<<"}});
  EXPECT_EQ(shown.back(), ShownEvent{HostLine{">>>"}});
  host_->type(user, "PREFIX");
  EXPECT_EQ(host_->next<SetClientAttribute>().as<SetClientAttribute>()->value, std::nullopt);
}

TEST_F(SessionTest, EverythingThatProgramsDoGoesOut) {
  UserId const user = host_->log_in().first;
  host_->act(user, Evaluate{"return 1;"});
  auto const eval = host_->next<Eval>();
  EXPECT_EQ(eval.as<Eval>()->expression, "return 1;");
  host_->reply(eval, EvalResult{1});
  host_->act(user, CallVerb{ObjectRefId{ObjId{3}}, Symbol{"go"}, {1, "x"}});
  auto const call = host_->next<InvokeVerb>();
  EXPECT_EQ(call.as<InvokeVerb>()->args, (std::vector<Var>{1, "x"}));
  host_->reply(call, TaskSubmitted{3});
  host_->act(user, SetAttribute{Symbol{"k"}, Var{1}});
  host_->reply(host_->next<SetClientAttribute>(), ClientAttributeSet{});
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{EvalResult{1}, TaskStarted{3}}));
}

// Input requests.

// H-24.
TEST_F(SessionTest, InputRequestsAreAnsweredFirstInFirstOutEachOnce) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, asking(1));
  host_->tell(client, asking(2));
  host_->type(user, "Bob");
  host_->type(user, "red");
  host_->type(user, "look");
  auto const first = host_->next<RequestedInput>();
  EXPECT_EQ(first.as<RequestedInput>()->request_id, asking(1).request_id);
  EXPECT_EQ(first.as<RequestedInput>()->input, Var{"Bob"});
  EXPECT_TRUE(host_->quiet());
  host_->reply(first, InputThanks{});
  auto const second = host_->next<RequestedInput>();
  EXPECT_EQ(second.as<RequestedInput>()->request_id, asking(2).request_id);
  host_->reply(second, InputThanks{});
  host_->next<Command>();
}

TEST_F(SessionTest, TheTaskOfACommandMayAskWhileLinesWaitForIt) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "quiz");
  host_->type(user, "42");
  auto const quiz = host_->next<Command>();
  host_->tell(client, asking(1));
  EXPECT_TRUE(host_->quiet()) << "the reply to the command comes first";
  host_->reply(quiz, TaskSubmitted{5});
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->input, Var{"42"});
}

TEST_F(SessionTest, ATaskIsNotGivenUpWhileItWaitsForItsPerson) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, asking(1));
  host_->advance(15s);
  EXPECT_TRUE(all_of<TaskGivenUp>(host_->shown()).empty());
  host_->type(user, "an answer");
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->type(user, "two");
  EXPECT_TRUE(host_->quiet()) << "the task goes on, and lines wait for it";
  host_->advance(10s);
  EXPECT_EQ(all_of<TaskGivenUp>(host_->shown()), (std::vector<TaskGivenUp>{{5}}));
  host_->next<Command>();
}

TEST_F(SessionTest, AnEvalMayAskBeforeItIsAnswered) {
  auto const [user, client] = host_->log_in();
  host_->act(user, Evaluate{"read()"});
  host_->type(user, "42");
  auto const eval = host_->next<Eval>();
  host_->tell(client, asking(1));
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->reply(eval, EvalResult{"42"});
  EXPECT_EQ(all_of<EvalResult>(host_->shown()).size(), 1u);
}

// H-25.
TEST_F(SessionTest, ARefusedAnswerIsToldAndItsRequestIsOver) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, asking(1));
  host_->type(user, "Bob");
  host_->refuse(host_->next<RequestedInput>(), Code::internal_error);
  auto const refused = all_of<Refused>(host_->shown());
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].purpose, Purpose::answer);
  host_->type(user, "look");
  host_->next<Command>();
}

TEST_F(SessionTest, AnAnswerOfTheWrongKindIsAskedForAgain) {
  auto const [user, client] = host_->log_in();
  RequestInputEvent request = asking(1);
  request.metadata = {{Symbol{"input_type"}, Var{"number"}}};
  host_->tell(client, request);
  host_->type(user, "many");
  EXPECT_TRUE(host_->quiet());
  EXPECT_EQ(all_of<HostLine>(host_->shown()).size(), 1u);
  host_->type(user, "7");
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->input, Var{7});
}

TEST_F(SessionTest, ATextAreaIsCollectedUpToADot) {
  auto const [user, client] = host_->log_in();
  RequestInputEvent request = asking(1);
  request.metadata = {{Symbol{"input_type"}, Var{"text_area"}}};
  host_->tell(client, request);
  for (auto const* line : {"one", "", " two", "."}) host_->type(user, line);
  auto const answer = host_->next<RequestedInput>();
  EXPECT_EQ(answer.as<RequestedInput>()->input, Var{"one\n\n two"});
  host_->reply(answer, InputThanks{});
  host_->tell(client, request);
  host_->type(user, "lost");
  host_->type(user, "@abort");
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->input, Var{"@abort"});
}

// HQ-67.
TEST_F(SessionTest, HeldLinesAnswerRequestsAndNothingElse) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, SetConnectionOptionEvent{ObjId{-9}, Symbol{"hold-input"}, true});
  host_->tell(client, asking(1));
  host_->type(user, "Bob");
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->type(user, "kept");
  EXPECT_TRUE(host_->quiet());
  host_->tell(client, asking(2));
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->type(user, "look");
  EXPECT_TRUE(host_->quiet());
  host_->tell(client, SetConnectionOptionEvent{ObjId{-9}, Symbol{"hold-input"}, 0});
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "look");
}

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

// The defects that show themselves here.

class SessionDefects : public SessionTest {
 protected:
  void use_defect(Defect defect) {
    Settings settings;
    settings.defects.add(defect);
    use(settings);
  }
};

TEST_F(SessionDefects, MissesEarlyEnds) {
  use_defect(Defect::misses_early_ends);
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  auto const one = host_->next<Command>();
  host_->tell(client, TaskSuccessEvent{5, 42});
  host_->reply(one, TaskSubmitted{5});
  EXPECT_TRUE(host_->quiet());
}

TEST_F(SessionDefects, AnyEndClears) {
  use_defect(Defect::any_end_clears);
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, TaskSuccessEvent{6, 42});
  host_->next<Command>();
}

TEST_F(SessionDefects, KeepsItsOldToken) {
  use_defect(Defect::keeps_old_token);
  auto const [user, client] = host_->log_in();
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth"}});
  host_->type(user, "look");
  auto const refused = host_->next<Command>();
  EXPECT_EQ(refused.as<Command>()->auth_token.token, "auth token");
  host_->refuse(refused, Code::permission_denied);
  host_->advance(1s);
  EXPECT_TRUE(all_of<LoggedOut>(host_->shown()).empty());
}

TEST_F(SessionDefects, ClosesOnOddValue) {
  use_defect(Defect::closes_on_odd_value);
  auto const [user, client] = host_->log_in();
  host_->say(client, 17);
  EXPECT_EQ(all_of<Ended>(host_->shown()).size(), 1u);
}

TEST_F(SessionDefects, BlindRetry) {
  use_defect(Defect::blind_retry);
  UserId const user = host_->log_in().first;
  host_->type(user, "buy bread");
  host_->next<Command>();
  host_->advance(5s);
  host_->next<Command>();
}

TEST_F(SessionDefects, SilentClients) {
  use_defect(Defect::silent_clients);
  host_->connect();
  host_->ping_clients();
  EXPECT_TRUE(host_->quiet());
}

TEST_F(SessionDefects, AnswersTheLastRequestFirst) {
  use_defect(Defect::answers_last_request_first);
  auto const [user, client] = host_->log_in();
  host_->tell(client, asking(1));
  host_->tell(client, asking(2));
  host_->type(user, "x");
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->request_id, asking(2).request_id);
}

TEST_F(SessionDefects, ClosesOnARefusedLogin) {
  use_defect(Defect::closes_on_refused_login);
  UserId const user = host_->connect().first;
  host_->type(user, "crash");
  host_->refuse(host_->next<LoginCommand>(), Code::login_task_failed);
  EXPECT_EQ(all_of<Ended>(host_->shown()).size(), 1u);
}

}  // namespace
}  // namespace drydock::moor::host
