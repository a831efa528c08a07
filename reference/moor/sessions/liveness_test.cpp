#include "reference/moor/sessions/liveness.hpp"

#include <gtest/gtest.h>

#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;
using Left = TestTasks::Left;

struct LivenessTest : testing::Test {
  static std::optional<Code> pong(TestSessions& by, Uuid const& id,
                                  TestSessions::Tokens const& of) {
    return code_of(by.ask(id, ClientPong{of.client, 0, ObjId{2}, HostType::tcp, ""}));
  }

  TestSessions sessions;
};

// DH-09.
TEST_F(LivenessTest, EveryFiveSecondsAllClientsAndAllHostsArePinged) {
  sessions.advance(60s);
  auto const published = sessions.published();
  ASSERT_EQ(published.size(), 24u);
  for (std::size_t at = 0; at < published.size(); at += 2) {
    EXPECT_EQ(published[at].topic, "broadcast");
    EXPECT_EQ(published[at + 1].topic, "hosts");
    EXPECT_EQ(published[at + 1].as<HostBroadcastPingPong>()->timestamp, 0u);
  }
}

// DC-60.
TEST_F(LivenessTest, AClientThatPongsLivesAndASilentOneExpires) {
  auto const tokens = sessions.connect(a);
  for (int k = 0; k < 4; ++k) {
    sessions.advance(29s);
    EXPECT_EQ(pong(sessions, a, tokens), std::nullopt);
  }
  sessions.advance(36s);
  EXPECT_EQ(pong(sessions, a, tokens), Code::no_connection);
}

// DC-39, HQ-28; hosts 6.1: in the middle of the tick.
TEST_F(LivenessTest, AnExpiredClientIsToldBetweenTheTwoPings) {
  sessions.connect(a);
  sessions.advance(29s);
  sessions.published();
  sessions.advance(6s);
  auto const published = sessions.published();
  ASSERT_EQ(published.size(), 5u);
  EXPECT_EQ(published[0].topic, "broadcast");
  EXPECT_EQ(published[1].topic, a.text());
  EXPECT_NE(published[1].as<DisconnectEvent>(), nullptr);
  EXPECT_EQ(published[2].topic, "hosts");
  EXPECT_EQ(sessions.tasks().left, (std::vector<Left>{{a, Gone::expired, true}}));
}

TEST_F(LivenessTest, TheDefectSilentExpiryTellsNobody) {
  TestSessions wrong{Defect::silent_expiry};
  wrong.connect(a);
  wrong.advance(36s);
  EXPECT_TRUE(wrong.events_of<DisconnectEvent>(a).empty());
  EXPECT_EQ(wrong.tasks().left, (std::vector<Left>{{a, Gone::expired, false}}));
}

// DC-33.
TEST_F(LivenessTest, AClientThatLeftStaysUntilItExpires) {
  auto const tokens = sessions.connect(a);
  sessions.ask(a, Detach{tokens.client, false});
  sessions.advance(25s);
  EXPECT_EQ(code_of(sessions.ask(a, Reattach{tokens.client, tokens.auth})), std::nullopt);
  sessions.ask(a, Detach{tokens.client, false});
  sessions.advance(36s);
  EXPECT_EQ(code_of(sessions.ask(a, Reattach{tokens.client, tokens.auth})), Code::no_connection);
}

// Hosts 6.2: what is a sign of life, and what is not.
TEST_F(LivenessTest, OnlySomeMessagesAreSignsOfLife) {
  auto const [client, auth] = sessions.connect(a);
  std::vector<std::pair<bool, HostClientToDaemonMessageUnion>> const messages = {
      {true, ClientPong{client, 0, ObjId{2}, {}, ""}},
      {true, Command{client, auth, ObjId{0}, ""}},
      {true, RequestedInput{client, auth, Uuid{}, 1}},
      {true, Reattach{client, auth}},
      {true, Detach{client, false}},
      {false, Eval{client, auth, ""}},
      {false, InvokeVerb{client, auth, {ObjectRefId{ObjId{0}}}, {"v"}, {}}},
      {false, OutOfBand{client, auth, ObjId{0}, 1, 1}},
      {false, Program{client, auth, {ObjectRefId{ObjId{0}}}, {"v"}, {}}},
      {false, SetClientAttribute{client, auth, {"k"}, 1}}};
  for (auto const& [is_life, message] : messages) {
    sessions.advance(1s);
    sessions.ask(a, message);
    bool const counted = sessions.connections().find(a)->last_sign_of_life == sessions.now();
    EXPECT_EQ(counted, is_life) << message.index();
  }
}

// DC-61, HQ-34.
TEST_F(LivenessTest, AfterARestartAConnectionHasTimeToAnswer) {
  auto const tokens = sessions.connect(a);
  sessions.advance(20s);
  sessions.start();
  sessions.advance(29s);
  EXPECT_EQ(pong(sessions, a, tokens), std::nullopt);
  EXPECT_TRUE(sessions.obeys(a, tokens)) << "TK2-09";

  TestSessions wrong{Defect::restart_forgets_life};
  auto const of_a = wrong.connect(a);
  auto const of_b = wrong.connect(b);
  wrong.start();
  EXPECT_EQ(pong(wrong, b, of_b), std::nullopt);
  wrong.advance(6s);
  EXPECT_EQ(pong(wrong, a, of_a), Code::no_connection);
  EXPECT_EQ(pong(wrong, b, of_b), std::nullopt) << "it came before the first tick";
}

// DH-11.
TEST_F(LivenessTest, AHostThatPongsKeepsItsListenersAndASilentOneLosesThem) {
  HostPong const said{a, 0, HostType::tcp, {{ObjId{0}, "1.2.3.4:5"}}};
  for (int k = 0; k < 5; ++k) {
    sessions.ask_as_host(a, said);
    sessions.advance(9'500ms);
    EXPECT_EQ(sessions.tasks().desk.listeners().size(), 1u);
  }
  sessions.ask_as_host(a, said);
  sessions.advance(16s);
  EXPECT_TRUE(sessions.tasks().desk.listeners().empty());
}

// DH-05.
TEST_F(LivenessTest, TheEndOfAHostEndsNoClient) {
  auto const tokens = sessions.connect(a);
  sessions.ask_as_host(b, RegisterHost{b, 0, HostType::tcp, {}});
  sessions.ask_as_host(b, DetachHost{b});
  EXPECT_TRUE(sessions.obeys(a, tokens));
  sessions.ask_as_host(b, RegisterHost{b, 0, HostType::tcp, {}});
  sessions.advance(20s);
  EXPECT_TRUE(sessions.obeys(a, tokens));
}

// DH-15, HQ-03.
TEST_F(LivenessTest, AStepOfTheCalendarEndsNobody) {
  auto const tokens = sessions.connect(a);
  sessions.ask_as_host(b, RegisterHost{b, 0, HostType::tcp, {{ObjId{0}, "1.2.3.4:5"}}});
  for (auto const step : {-60s, 3600s}) {
    sessions.authority.ahead += step;
    sessions.advance(5s);
    EXPECT_TRUE(sessions.obeys(a, tokens));
    EXPECT_EQ(sessions.tasks().desk.listeners().size(), 1u);
    sessions.ask_as_host(b, HostPong{b, 0, HostType::tcp, {{ObjId{0}, "1.2.3.4:5"}}});
  }
}

// HQ-37.
TEST_F(LivenessTest, WhoDoesNotLogInIsEndedWhereThatHasALimit) {
  Settings settings;
  settings.login_max = 60s;
  TestSessions limited{settings};
  TestSessions::Tokens const stranger{{limited.establish(a)}, {}};
  auto const known = limited.connect(b);
  for (int k = 0; k < 13; ++k) {
    pong(limited, a, stranger);
    pong(limited, b, known);
    limited.advance(5s);
  }
  EXPECT_EQ(limited.events_of<DisconnectEvent>(a).size(), 1u);
  EXPECT_EQ(pong(limited, a, stranger), Code::no_connection);
  EXPECT_EQ(pong(limited, b, known), std::nullopt);
}

}  // namespace
}  // namespace drydock::moor::sessions
