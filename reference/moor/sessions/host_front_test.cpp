#include "reference/moor/sessions/host_front.hpp"

#include <gtest/gtest.h>

#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using Code = RpcMessageErrorCode;

std::vector<Listener> const one_listener = {{ObjId{0}, "1.2.3.4:5"}};

struct HostFrontTest : testing::Test {
  template <class Answer>
  static Answer answer(ReplyResultUnion const& reply) {
    return std::get<Answer>(std::get<HostSuccess>(reply).reply);
  }
  std::vector<Listener> listeners() { return sessions.tasks().desk.listeners(); }

  TestSessions sessions;
};

// DH-01, DH-16.
TEST_F(HostFrontTest, RegisteringAndPongingAreAcknowledgedOfAnyHost) {
  answer<DaemonToHostAck>(sessions.ask_as_host(a, RegisterHost{a, 0, {}, one_listener}));
  answer<DaemonToHostAck>(sessions.ask_as_host(b, HostPong{b, 0, {}, one_listener}));
  EXPECT_EQ(listeners().size(), 2u);
}

// DH-02.
TEST_F(HostFrontTest, TheHostIsWhoTheEnvelopeSays) {
  sessions.ask_as_host(a, RegisterHost{b, 0, {}, one_listener});
  sessions.ask_as_host(b, DetachHost{a});
  EXPECT_EQ(listeners(), one_listener);
  sessions.ask_as_host(a, DetachHost{b});
  EXPECT_TRUE(listeners().empty());
}

// DH-03, DH-08.
TEST_F(HostFrontTest, EachListOfListenersTakesThePlaceOfTheLast) {
  sessions.ask_as_host(
      a, RegisterHost{a, 0, {}, {{ObjId{0}, "1.2.3.4:1"}, {ObjId{0}, "[::1]:2"}, {ObjId{0}, "x"}}});
  EXPECT_EQ(listeners().size(), 2u);
  sessions.ask_as_host(a, HostPong{a, 0, {}, one_listener});
  EXPECT_EQ(listeners(), one_listener);
}

// DH-04.
TEST_F(HostFrontTest, DetachingIsAcknowledgedTwice) {
  sessions.ask_as_host(a, RegisterHost{a, 0, {}, one_listener});
  answer<DaemonToHostAck>(sessions.ask_as_host(a, DetachHost{a}));
  EXPECT_TRUE(listeners().empty());
  answer<DaemonToHostAck>(sessions.ask_as_host(a, DetachHost{a}));
}

// DH-12.
TEST_F(HostFrontTest, FeaturesAndCountersAreToldWithoutRegistration) {
  EXPECT_EQ(answer<ServerFeatures>(sessions.ask_as_host(a, GetServerFeatures{})),
            Settings::default_features());
  auto const tokens = sessions.connect(b);
  ASSERT_TRUE(sessions.obeys(b, tokens));
  auto const counters =
      answer<DaemonToHostPerfCounters>(sessions.ask_as_host(a, RequestPerformanceCounters{}));
  ASSERT_EQ(counters.counters.size(), 3u);
  EXPECT_EQ(counters.counters[0].category, Symbol{"sched"});
  EXPECT_EQ(counters.counters[0].counters, (std::vector<Counter>{{Symbol{"task"}, 1, 0}}));
  EXPECT_EQ(counters.counters[1].category, Symbol{"db"});
  EXPECT_EQ(counters.counters[2].category, Symbol{"bf"});
  EXPECT_GT(counters.timestamp, 0u);
}

struct StrictHostTest : testing::Test {
  std::string token_of(Uuid const& host) {
    return sessions.authority
        .mint(sessions.now(), token::HostToken{host, token::HostType::tcp}, std::chrono::minutes{5})
        .value();
  }
  /// The text of the refusal; empty where there is none.
  std::string refusal(HostToDaemonMessageUnion message, std::optional<std::string> token) {
    auto const reply = sessions.ask_as_host(a, std::move(message), std::move(token));
    if (code_of(reply) != Code::permission_denied) return {};
    return std::get<Failure>(reply).error.message.value();
  }

  TestSessions sessions{TestSessions::strict()};
};

// ST-04.
TEST_F(StrictHostTest, EveryMessageNeedsTheHostsTokenAndARefusalSaysWhich) {
  std::vector<HostToDaemonMessageUnion> const messages = {
      RegisterHost{a, 0, {}, one_listener}, HostPong{a, 0, {}, one_listener}, DetachHost{a},
      RequestPerformanceCounters{}, GetServerFeatures{}};
  std::string const good = token_of(a);
  for (auto const& message : messages) {
    EXPECT_EQ(refusal(message, good), "");
    EXPECT_EQ(refusal(message, {}), "there is no token");
    EXPECT_NE(refusal(message, token_of(b)).find("another holder"), std::string::npos);
  }
  sessions.advance(std::chrono::minutes{5});
  EXPECT_EQ(refusal(messages[0], good).substr(0, 21), "the token has expired");
}

TEST_F(StrictHostTest, ARefusedMessageHasNoEffect) {
  refusal(RegisterHost{a, 0, {}, one_listener}, {});
  EXPECT_TRUE(sessions.tasks().desk.listeners().empty());
}

}  // namespace
}  // namespace drydock::moor::sessions
