#include "reference/moor/sessions/client_front.hpp"

#include <gtest/gtest.h>

#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

constexpr char const* age_key = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

struct ClientFrontTest : testing::Test {
  std::optional<Code> code(Uuid const& id, HostClientToDaemonMessageUnion message,
                           std::string const& user_id = {}) {
    return code_of(sessions.ask(id, std::move(message), user_id));
  }
  std::optional<Code> pong(Uuid const& id, std::string const& token) {
    return code(id, ClientPong{{token}, 0, ObjId{2}, HostType::tcp, ""});
  }
  std::optional<Code> command(Uuid const& id, TestSessions::Tokens const& tokens) {
    return code(id, Command{tokens.client, tokens.auth, ObjId{0}, "look"});
  }
  std::optional<Code> attach(Uuid const& id, moor::AuthToken const& token, ConnectType type = {}) {
    return code(id, Attach{token, type, ObjId{0}, "here", 1, 2});
  }

  TestSessions sessions;
};

// DC-15.
TEST_F(ClientFrontTest, ANewConnectionHasATokenThatWorksAndANegativeObject) {
  auto const made = sessions.get<NewConnection>(a, ConnectionEstablish{"here", 7, 8});
  EXPECT_EQ(made.connection_obj, Obj{ObjId{-4}});
  EXPECT_EQ(pong(a, made.client_token.token), std::nullopt);
}

// DC-16.
TEST_F(ClientFrontTest, ConnectionObjectsGoDownwardsAlsoAcrossARestart) {
  auto const tokens = sessions.connect(a);
  sessions.start();
  EXPECT_EQ(attach(b, tokens.auth), std::nullopt);
  EXPECT_EQ(sessions.connections().find(b)->object, ObjId{-5});
}

// DC-17.
TEST_F(ClientFrontTest, ALiveClientIdIsNotEstablishedAgain) {
  auto const tokens = sessions.connect(a);
  EXPECT_EQ(code(a, ConnectionEstablish{"there", 1, 2}), Code::already_connected);
  EXPECT_EQ(attach(a, tokens.auth), Code::already_connected);
  EXPECT_EQ(sessions.connections().find(a)->object, ObjId{-4});
  EXPECT_EQ(command(a, tokens), std::nullopt);
}

// DC-18.
TEST_F(ClientFrontTest, AClientIdThatBeginsLikeATopicIsRefused) {
  for (std::string const topic : {"hosts", "broadcast"}) {
    Uuid id{};
    std::copy(topic.begin(), topic.end(), id.bytes.begin());
    EXPECT_EQ(code(id, ConnectionEstablish{"here", 7, 8}), Code::invalid_request);
  }
  EXPECT_EQ(sessions.connections().size(), 0u);
  EXPECT_TRUE(sessions.published().empty());
}

// DC-14.
TEST_F(ClientFrontTest, TooManyConnectionsAreRefusedAndTheOthersServed) {
  Settings settings;
  settings.connections_max = 1;
  TestSessions few{settings};
  auto const token = few.establish(a);
  EXPECT_EQ(code_of(few.ask(b, ConnectionEstablish{"here", 7, 8})), Code::create_session_failed);
  EXPECT_EQ(code_of(few.ask(a, Detach{{token}, true})), std::nullopt);
  EXPECT_EQ(code_of(few.ask(b, ConnectionEstablish{"here", 7, 8})), std::nullopt);
}

TEST_F(ClientFrontTest, AConnectionWithoutAKeyToSignItsTokenIsNoConnection) {
  sessions.authority.has_key = false;
  EXPECT_EQ(code(a, ConnectionEstablish{"here", 7, 8}), Code::internal_error);
  EXPECT_EQ(sessions.connections().size(), 0u);
}

// DC-19.
TEST_F(ClientFrontTest, AnUnknownClientHasNoConnectionWhateverItsToken) {
  EXPECT_EQ(pong(a, "garbage"), Code::no_connection);
  EXPECT_EQ(command(a, {{"garbage"}, {"garbage"}}), Code::no_connection);
}

// DC-20, TK2-06: at once after the token was verified, and later.
TEST_F(ClientFrontTest, AnothersTokensAreRefused) {
  auto const of_a = sessions.connect(a, 2);
  auto const of_b = sessions.connect(b, 3);
  EXPECT_EQ(command(a, of_a), std::nullopt);
  EXPECT_EQ(command(b, of_b), std::nullopt);
  EXPECT_EQ(pong(b, of_a.client.token), Code::permission_denied);
  EXPECT_EQ(command(a, {of_b.client, of_a.auth}), Code::permission_denied);
  EXPECT_EQ(command(a, {of_a.client, of_b.auth}), Code::permission_denied);
  EXPECT_EQ(command(a, {{of_a.auth.token}, of_a.auth}), Code::permission_denied) << "of a kind";
  std::string flipped = of_a.client.token;
  flipped[30] = flipped[30] == 'A' ? 'B' : 'A';
  EXPECT_EQ(pong(a, flipped), Code::permission_denied);
}

// DC-21.
TEST_F(ClientFrontTest, AnyConnectionMaySpeakForAClientWhoseTokensItHolds) {
  auto const tokens = sessions.connect(a);  // Every `ask` comes on a route of its own.
  EXPECT_EQ(code(a, Command{tokens.client, tokens.auth, ObjId{0}, "x"}, "someone"), std::nullopt);
  EXPECT_EQ(code(a, Command{tokens.client, tokens.auth, ObjId{0}, "x"}, "else"), std::nullopt);
}

// DC-42, DC-43: all that is not about connections or the event log.
TEST_F(ClientFrontTest, TheRestIsForTheDeskWhereProgramsRun) {
  auto const [client, auth] = sessions.connect(a);
  ObjectRef const zero{ObjectRefId{ObjId{0}}};
  std::vector<std::pair<std::string, HostClientToDaemonMessageUnion>> const messages = {
      {"Command", Command{client, auth, ObjId{0}, "look"}},
      {"InvokeVerb", InvokeVerb{client, auth, zero, {"v"}, {}}},
      {"RequestedInput", RequestedInput{client, auth, Uuid{}, 1}},
      {"OutOfBand", OutOfBand{client, auth, ObjId{0}, 1, ""}},
      {"Eval", Eval{client, auth, "1"}},
      {"InvokeSystemHandler", InvokeSystemHandler{Uuid{}, "any", {}, auth}},
      {"CallSystemVerb", CallSystemVerb{auth, {"any"}, {}}},
      {"RequestSysProp", RequestSysProp{auth, zero, {"p"}}},
      {"Verbs", Verbs{auth, zero, false}},
      {"Properties", Properties{auth, zero, false}},
      {"Retrieve", Retrieve{auth, zero, EntityType::verb, {"v"}}},
      {"Resolve", Resolve{auth, zero}},
      {"ListObjects", ListObjects{auth}},
      {"Program", Program{client, auth, zero, {"v"}, {}}},
      {"UpdateProperty", UpdateProperty{auth, zero, {"p"}, 1}},
      {"BatchWorldState", BatchWorldState{auth, {}, false}}};
  for (auto const& [name, message] : messages) {
    sessions.tasks().last_player.reset();
    sessions.ask(a, message);
    EXPECT_EQ(sessions.tasks().heard.back(), name);
    EXPECT_EQ(sessions.tasks().last_player, Obj{ObjId{2}}) << name;
  }
}

// TK2-08, HQ-21: also for messages that bring only an auth token.
TEST_F(ClientFrontTest, APlayerThatIsNoneAnyMoreIsRefusedOnEveryMessage) {
  auto const tokens = sessions.connect(a);
  sessions.tasks().players.clear();
  EXPECT_EQ(command(a, tokens), Code::permission_denied);
  EXPECT_EQ(code(a, ListObjects{tokens.auth}), Code::permission_denied);
  EXPECT_EQ(code(a, GetEventLogPublicKey{tokens.auth}), Code::permission_denied);
  EXPECT_EQ(code(a, CallSystemVerb{tokens.auth, {"do_login_command"}, {}}),
            Code::permission_denied);
  EXPECT_EQ(code(a, Reattach{tokens.client, tokens.auth}), Code::permission_denied);
  EXPECT_EQ(code(a, ClientPong{tokens.client, 0, ObjId{2}, {}, ""}), std::nullopt);
}

// DC-29.
TEST_F(ClientFrontTest, AttachingLogsInAtOnceAndRunsTheVerbOfItsKind) {
  auto const tokens = sessions.connect(a);
  for (auto const type : {ConnectType::connected, ConnectType::reconnected, ConnectType::created,
                          ConnectType::no_connect}) {
    Uuid const id{{9, static_cast<std::uint8_t>(type)}};
    auto const result =
        sessions.get<AttachResult>(id, Attach{tokens.auth, type, ObjId{0}, "here", 1, 2});
    EXPECT_TRUE(result.success);
    EXPECT_EQ(result.player, Obj{ObjId{2}});
    EXPECT_EQ(result.player_flags, 1);
    EXPECT_TRUE(sessions.obeys(id, {result.client_token.value(), tokens.auth}));
    EXPECT_EQ(sessions.tasks().arrivals.back(), type);
  }
}

// DC-30.
TEST_F(ClientFrontTest, AttachingWithABadTokenOrAsNoPlayerMakesNoConnection) {
  auto const tokens = sessions.connect(a);
  EXPECT_EQ(attach(b, {"garbage"}), Code::permission_denied);
  sessions.tasks().players.clear();
  EXPECT_EQ(attach(b, tokens.auth), Code::permission_denied);
  EXPECT_EQ(pong(b, "any"), Code::no_connection);
  EXPECT_TRUE(sessions.tasks().arrivals.empty());
}

// DC-31.
TEST_F(ClientFrontTest, ReattachingKeepsTheConnectionAndRunsNoVerb) {
  auto const tokens = sessions.connect(a);
  Connection const before = *sessions.connections().find(a);
  auto const result =
      sessions.get<AttachResult>(a, Reattach{tokens.client, tokens.auth, "elsewhere", 5, 6});
  EXPECT_TRUE(result.success);
  EXPECT_EQ(result.player, Obj{ObjId{2}});
  EXPECT_EQ(sessions.connections().find(a)->object, before.object);
  EXPECT_EQ(sessions.connections().find(a)->origin, before.origin);
  EXPECT_TRUE(sessions.tasks().arrivals.empty());
  EXPECT_TRUE(sessions.published().empty());
}

// DC-32.
TEST_F(ClientFrontTest, ReattachingIsCheckedInOrder) {
  moor::ClientToken const token{sessions.establish(a)};
  auto const of_b = sessions.connect(b, 3);
  EXPECT_EQ(code(Uuid{{7}}, Reattach{{"garbage"}, {"garbage"}}), Code::no_connection);
  EXPECT_EQ(code(a, Reattach{{"garbage"}, of_b.auth}), Code::permission_denied);
  EXPECT_EQ(code(a, Reattach{token, {"garbage"}}), Code::permission_denied);
  EXPECT_EQ(code(a, Reattach{token, of_b.auth}), Code::no_connection) << "no player is recorded";
  auto const of_a = sessions.log_in(a, token, 2);
  EXPECT_EQ(code(a, Reattach{token, of_b.auth}), Code::permission_denied) << "another's";
  sessions.tasks().players.erase(ObjId{2});
  EXPECT_EQ(code(a, Reattach{token, of_a}), Code::permission_denied) << "no player any more";
}

// DC-34, and 4.6 on the second.
TEST_F(ClientFrontTest, ADetachedClientIsUnknownAtOnce) {
  auto const tokens = sessions.connect(a);
  EXPECT_EQ(code(a, Detach{tokens.client, true}), std::nullopt);
  EXPECT_EQ(pong(a, tokens.client.token), Code::no_connection);
  EXPECT_EQ(code(a, Detach{tokens.client, true}), Code::no_connection);
  EXPECT_TRUE(sessions.published().empty()) << "it knows";
}

// DC-35.
TEST_F(ClientFrontTest, TheWorldHearsOfAPlayersLastDetachAndOfNoOther) {
  auto const first = sessions.connect(a);
  auto const second = sessions.connect(b);
  moor::ClientToken const stranger{sessions.establish(Uuid{{3}})};
  sessions.ask(a, Detach{first.client, true});
  sessions.ask(Uuid{{3}}, Detach{stranger, true});
  sessions.ask(b, Detach{second.client, true});
  using Left = TestTasks::Left;
  EXPECT_EQ(sessions.tasks().left, (std::vector<Left>{{a, Gone::detached, false},
                                                      {Uuid{{3}}, Gone::detached, false},
                                                      {b, Gone::detached, true}}));
}

// DC-36.
TEST_F(ClientFrontTest, TheWorldDoesNotHearOfTheEndOfWhomItWasNeverTold) {
  auto const tokens = sessions.connect(a);
  sessions.ask(a, Detach{tokens.client, true});
  auto const result = sessions.get<AttachResult>(
      b, Attach{tokens.auth, ConnectType::no_connect, ObjId{0}, "here", 1, 2});
  sessions.ask(b, Detach{*result.client_token, true});
  EXPECT_FALSE(sessions.tasks().left.back().last_of_player);
}

// DC-49; that an undecodable value is refused: codec.
TEST_F(ClientFrontTest, AnAttributeIsSetWithAValueAndRemovedWithoutOne) {
  auto const tokens = sessions.connect(a);
  EXPECT_EQ(code(a, SetClientAttribute{tokens.client, tokens.auth, {"Columns"}, 80}), std::nullopt);
  EXPECT_EQ(code(a, SetClientAttribute{tokens.client, tokens.auth, {"columns"}, 90}), std::nullopt);
  EXPECT_EQ(sessions.connections().find(a)->attributes,
            (std::vector<Attribute>{{Symbol{"columns"}, 90}}));
  EXPECT_EQ(code(a, SetClientAttribute{tokens.client, tokens.auth, {"COLUMNS"}, {}}), std::nullopt);
  EXPECT_TRUE(sessions.connections().find(a)->attributes.empty());
}

TEST_F(ClientFrontTest, AttributesHaveALimit) {
  Settings settings;
  settings.attributes_max = 1;
  TestSessions few{settings};
  auto const tokens = few.connect(a);
  auto const set = [&](char const* key) {
    return code_of(few.ask(a, SetClientAttribute{tokens.client, tokens.auth, {key}, 1}));
  };
  EXPECT_EQ(set("one"), std::nullopt);
  EXPECT_EQ(set("two"), Code::invalid_request);
  EXPECT_EQ(set("ONE"), std::nullopt);
}

TEST_F(ClientFrontTest, WhatCannotBeStoredIsNotAcknowledged) {
  auto const tokens = sessions.connect(a);
  sessions.store.broken = true;
  EXPECT_EQ(code(a, SetClientAttribute{tokens.client, tokens.auth, {"x"}, 1}),
            Code::internal_error);
  EXPECT_EQ(code(b, ConnectionEstablish{"here", 1, 2}), Code::internal_error);
  EXPECT_TRUE(sessions.connections().find(a)->attributes.empty());
  EXPECT_EQ(sessions.connections().size(), 1u);
}

// DC-56, the half that concerns connections.
TEST_F(ClientFrontTest, ASystemHandlerNeedsAConnection) {
  EXPECT_EQ(code(a, InvokeSystemHandler{Uuid{}, "http", {}, {}}), Code::internal_error);
  sessions.establish(a);
  EXPECT_EQ(code(a, InvokeSystemHandler{Uuid{}, "http", {}, {}}), std::nullopt);
}

// DC-58.
TEST_F(ClientFrontTest, WithoutAnAuthTokenOnlyTheConfiguredCallsAreAllowed) {
  sessions.establish(a);
  ObjectRef const zero{ObjectRefId{ObjId{0}}};
  EXPECT_EQ(code(a, RequestSysProp{{}, zero, {"p"}}), std::nullopt);
  EXPECT_EQ(code(a, CallSystemVerb{{}, {"Do_Login_Command"}, {}}), std::nullopt);
  EXPECT_EQ(code(a, CallSystemVerb{{}, {"shutdown"}, {}}), Code::permission_denied);
  EXPECT_EQ(code(a, InvokeSystemHandler{Uuid{}, "mail", {}, {}}), Code::permission_denied);
  EXPECT_EQ(sessions.tasks().heard, (std::vector<std::string>{"RequestSysProp", "CallSystemVerb"}));

  Settings settings;
  settings.anonymous = {false, {}, {}, false};
  TestSessions closed{settings};
  EXPECT_EQ(code_of(closed.ask(a, RequestSysProp{{}, zero, {"p"}})), Code::permission_denied);
  settings.anonymous.everything = true;
  TestSessions open{settings};
  EXPECT_EQ(code_of(open.ask(a, CallSystemVerb{{}, {"shutdown"}, {}})), std::nullopt);
}

// DC-10, HQ-06: the text is no token.
TEST_F(ClientFrontTest, AnOptionalAuthTokenThatCannotBeReadIsRefused) {
  CallSystemVerb const call{moor::AuthToken{"garbage"}, {"do_login_command"}, {}};
  EXPECT_EQ(code(a, call), Code::permission_denied);
  TestSessions wrong{Defect::unreadable_token_is_none};
  EXPECT_EQ(code_of(wrong.ask(a, call)), std::nullopt);
}

// DC-59.
TEST_F(ClientFrontTest, APongIsThankedForWithTheDaemonsClock) {
  auto const token = sessions.establish(a);
  sessions.advance(2s);
  auto const thanks = sessions.get<ThanksPong>(a, ClientPong{{token}, 1, ObjId{-4}, {}, ""});
  auto const expected = std::chrono::nanoseconds{std::chrono::hours{490'000}} + 2s;
  EXPECT_EQ(thanks.timestamp, static_cast<std::uint64_t>(expected.count()));
}

// DC-62.
TEST_F(ClientFrontTest, WithTheEventLogOffAllItsRepliesAreEmpty) {
  auto const auth = sessions.connect(a).auth;
  auto const key = sessions.get<EventLogPublicKey>(a, GetEventLogPublicKey{auth});
  EXPECT_EQ(key.public_key, "");
  EXPECT_EQ(code(a, SetEventLogPublicKey{auth, age_key}), std::nullopt);
  EXPECT_EQ(sessions.get<EventLogPublicKey>(a, GetEventLogPublicKey{auth}).public_key, "");
  EXPECT_TRUE(sessions.get<CurrentPresentations>(a, RequestCurrentPresentations{auth})
                  .presentations.empty());
  EXPECT_EQ(code(a, DismissPresentation{auth, "x"}), std::nullopt);
  EXPECT_TRUE(sessions.get<EventLogHistoryDeleted>(a, DeleteEventLogHistory{auth}).success);
  auto const history =
      sessions.get<HistoryResponseReply>(a, RequestHistory{auth, HistoryRecallNone{}}).response;
  EXPECT_TRUE(history.events.empty());
  EXPECT_EQ(history.total_events, 0u);
  EXPECT_FALSE(history.has_more_before);
  EXPECT_EQ(history.time_range_start, history.time_range_end);
}

// DC-63.
TEST_F(ClientFrontTest, AKeyToWhichNothingCanBeEncryptedIsRefused) {
  auto const tokens = sessions.connect(a);
  EXPECT_EQ(code(a, SetEventLogPublicKey{tokens.auth, "hello"}), Code::invalid_request);
  LoginCommand login{tokens.client, ObjId{0}, {"connect", "2"}, true, "hello"};
  auto const heard = sessions.tasks().heard.size();
  EXPECT_EQ(code(a, login), Code::invalid_request);
  EXPECT_EQ(sessions.tasks().heard.size(), heard);
  login.event_log_pubkey = age_key;
  EXPECT_EQ(code(a, login), std::nullopt);
}

// HQ-22.
TEST_F(ClientFrontTest, TheDefectSecondEstablishMakesTwoConnectionObjects) {
  TestSessions wrong{Defect::second_establish};
  auto const tokens = wrong.connect(a);
  EXPECT_EQ(wrong.get<NewConnection>(a, ConnectionEstablish{"", 1, 2}).connection_obj,
            Obj{ObjId{-5}});
  EXPECT_EQ(wrong.connections().all(), (std::vector<Uuid>{a, a}));
  EXPECT_TRUE(wrong.obeys(a, tokens)) << "its player stays";
  wrong.ask(a, Detach{tokens.client, true});
  EXPECT_TRUE(wrong.connections().all().empty());
}

// HQ-12.
TEST_F(ClientFrontTest, TheDefectReservedIdsAllowedTakesTheHostsTopic) {
  TestSessions wrong{Defect::reserved_ids_allowed};
  EXPECT_NO_THROW(wrong.establish(Uuid{{'h', 'o', 's', 't', 's'}}));
}

// HQ-16.
TEST_F(ClientFrontTest, TheDefectTokenOfAnybodyComparesNoIdForAMinute) {
  TestSessions wrong{Defect::token_of_anybody};
  auto const of_a = wrong.establish(a);
  auto const of_b = wrong.establish(b);
  auto const pong_of_b_with = [&](std::string const& token) {
    return code_of(wrong.ask(b, ClientPong{{token}, 0, ObjId{2}, {}, ""}));
  };
  EXPECT_EQ(pong_of_b_with(of_a), Code::permission_denied) << "it was not verified yet";
  wrong.ask(a, ClientPong{{of_a}, 0, ObjId{2}, {}, ""});
  EXPECT_EQ(pong_of_b_with(of_a), std::nullopt);
  for (int k = 0; k < 4; ++k) {
    wrong.advance(20s);
    EXPECT_EQ(pong_of_b_with(of_b), std::nullopt);
  }
  EXPECT_EQ(pong_of_b_with(of_a), Code::permission_denied);
}

}  // namespace
}  // namespace drydock::moor::sessions
