#include "reference/moor/sessions/front_desk.hpp"

#include <gtest/gtest.h>

#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;
using Left = TestTasks::Left;

Uuid const c{{3}};

struct FrontDeskTest : testing::Test {
  /// The texts that a client hears, and `DISCONNECT`.
  static std::vector<std::string> heard(TestSessions& by, Uuid const& client_id) {
    std::vector<std::string> all;
    for (auto const& one : by.published()) {
      if (one.topic != client_id.text()) continue;
      if (auto const* text = one.as<SystemMessageEvent>()) all.push_back(text->message);
      if (one.as<DisconnectEvent>() != nullptr) all.emplace_back("DISCONNECT");
    }
    return all;
  }

  TestSessions sessions;
};

TEST_F(FrontDeskTest, LoggingInAConnectionThatIsGoneFails) {
  sessions.program([](ConnectionDesk& desk, Outbox& out) {
    EXPECT_FALSE(desk.log_in(VirtualTime{}, a, ObjId{2}, std::nullopt, out).has_value());
  });
}

TEST_F(FrontDeskTest, NothingIsPublishedToAClientThatIsGone) {
  sessions.program([](ConnectionDesk& desk, Outbox& out) {
    desk.publish(a, text_event("x"), out);
    desk.announce(a);
    desk.switch_player(VirtualTime{}, a, ObjId{2}, out);
    desk.set_option(VirtualTime{}, ObjId{-4}, {"o"}, 1, out);
    desk.boot(VirtualTime{}, ObjId{2}, out);
  });
  EXPECT_TRUE(sessions.published().empty());
}

// DC-28, HQ-24.
TEST_F(FrontDeskTest, AClientThatLogsInAsAnotherIsNoClientOfTheFirst) {
  auto const tokens = sessions.connect(a, 2);
  sessions.log_in(a, tokens.client, 3);
  EXPECT_TRUE(sessions.connections().clients_of(ObjId{2}).empty());
  EXPECT_EQ(sessions.connections().clients_of(ObjId{3}), std::vector<Uuid>{a});

  TestSessions wrong{Defect::keeps_first_player};
  auto const first = wrong.connect(a, 2);
  wrong.log_in(a, first.client, 3);
  EXPECT_EQ(wrong.connections().clients_of(ObjId{2}), std::vector<Uuid>{a});
  wrong.ask(a, Detach{first.client, true});
  EXPECT_TRUE(wrong.connections().clients_of(ObjId{2}).empty());
}

// DC-37, DC-39: the world hears once of two.
TEST_F(FrontDeskTest, ABootEndsEveryConnectionOfThePlayerAndNoOther) {
  auto const of_a = sessions.connect(a, 2);
  auto const of_b = sessions.connect(b, 2);
  auto const of_c = sessions.connect(c, 3);
  sessions.program(
      [](ConnectionDesk& desk, Outbox& out) { desk.boot(VirtualTime{}, ObjId{2}, out); });
  auto const published = sessions.published();
  ASSERT_EQ(published.size(), 2u);
  EXPECT_EQ(published[0].topic, a.text());
  EXPECT_NE(published[0].as<DisconnectEvent>(), nullptr);
  EXPECT_EQ(published[1].topic, b.text());
  EXPECT_EQ(code_of(sessions.ask(a, Detach{of_a.client, true})), Code::no_connection);
  EXPECT_EQ(code_of(sessions.ask(b, Detach{of_b.client, true})), Code::no_connection);
  EXPECT_TRUE(sessions.obeys(c, of_c));
  EXPECT_EQ(sessions.tasks().left,
            (std::vector<Left>{{a, Gone::booted, false}, {b, Gone::booted, true}}));
}

TEST_F(FrontDeskTest, ABootOfAConnectionObjectEndsThatOneOnly) {
  sessions.connect(a, 2);
  auto const of_b = sessions.connect(b, 2);
  sessions.program(
      [](ConnectionDesk& desk, Outbox& out) { desk.boot(VirtualTime{}, ObjId{-4}, out); });
  EXPECT_EQ(sessions.tasks().left, (std::vector<Left>{{a, Gone::booted, false}}));
  EXPECT_TRUE(sessions.obeys(b, of_b));
}

// DC-38, HQ-31; 13.2: no event after the DisconnectEvent.
TEST_F(FrontDeskTest, WhatATaskSaidBeforeABootComesBeforeItsDisconnectEvent) {
  auto const say_and_boot = [](ConnectionDesk& desk, Outbox& out) {
    desk.publish(a, text_event("farewell"), out);
    desk.boot(VirtualTime{}, ObjId{2}, out);
    desk.publish(a, text_event("too late"), out);
  };
  sessions.connect(a, 2);
  sessions.program(say_and_boot);
  EXPECT_EQ(heard(sessions, a), (std::vector<std::string>{"farewell", "DISCONNECT"}));

  TestSessions wrong{Defect::boot_overtakes};
  wrong.connect(a, 2);
  wrong.program(say_and_boot);
  EXPECT_EQ(heard(wrong, a), std::vector<std::string>{"DISCONNECT"});
}

// HQ-29.
TEST_F(FrontDeskTest, TheDefectNoDisconnectedAfterBootTellsTheWorldOfNobody) {
  TestSessions wrong{Defect::no_disconnected_after_boot};
  wrong.connect(a, 2);
  wrong.program([](ConnectionDesk& desk, Outbox& out) { desk.boot(VirtualTime{}, ObjId{2}, out); });
  EXPECT_EQ(wrong.tasks().left, (std::vector<Left>{{a, Gone::booted, false}}));
}

// DC-41, EV-17.
TEST_F(FrontDeskTest, AfterASwitchTheNewAuthTokenIsGoodAndTheOldOneIsNot) {
  auto const before = sessions.connect(a, 2);
  sessions.program([&](ConnectionDesk& desk, Outbox& out) {
    desk.switch_player(sessions.now(), a, ObjId{3}, out);
  });
  auto const events = sessions.events_of<PlayerSwitchedEvent>(a);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].new_player, Obj{ObjId{3}});
  EXPECT_FALSE(sessions.obeys(a, before));
  EXPECT_TRUE(sessions.obeys(a, {before.client, events[0].new_auth_token}));
  EXPECT_EQ(sessions.tasks().last_player, Obj{ObjId{3}});
  EXPECT_TRUE(sessions.tasks().arrivals.empty()) << "no verb is run";
}

// EV-16.
TEST_F(FrontDeskTest, AnOptionIsToldToItsConnectionAndKept) {
  sessions.connect(a, 2);
  sessions.connect(b, 2);
  sessions.program([](ConnectionDesk& desk, Outbox& out) {
    desk.set_option(VirtualTime{}, ObjId{-5}, {"hold-input"}, 1, out);
  });
  auto const published = sessions.published();
  ASSERT_EQ(published.size(), 1u);
  EXPECT_EQ(published[0].topic, b.text());
  SetConnectionOptionEvent const expected{ObjId{-5}, {"hold-input"}, 1};
  EXPECT_EQ(*published[0].as<SetConnectionOptionEvent>(), expected);
  EXPECT_EQ(sessions.connections().find(b)->attributes,
            (std::vector<Attribute>{{Symbol{"hold-input"}, 1}}));
}

TEST_F(FrontDeskTest, WhatTheStoreRefusesIsSaidAndPublishesNoSwitch) {
  auto const tokens = sessions.connect(a, 2);
  sessions.store.broken = true;
  sessions.program([](ConnectionDesk& desk, Outbox& out) {
    desk.switch_player(VirtualTime{}, a, ObjId{3}, out);
  });
  EXPECT_TRUE(sessions.published().empty());
  EXPECT_TRUE(sessions.obeys(a, tokens));
  EXPECT_FALSE(sessions.driver().logged().empty());
}

struct ListenTest : FrontDeskTest {
  static constexpr std::uint16_t port = 7777;

  void SetUp() override {
    sessions.program([](ConnectionDesk& desk, Outbox& out) {
      desk.listen(VirtualTime{}, {ObjId{0}, HostType::tcp, port, {}}, out);
    });
  }
  std::size_t listens() {
    std::size_t count = 0;
    for (auto const& one : sessions.published()) {
      count += one.topic == "hosts" && one.as<HostBroadcastListen>() != nullptr ? 1u : 0u;
    }
    return count;
  }
  void say(HostToDaemonMessageUnion message) { sessions.ask_as_host(a, std::move(message)); }
};

// DH-13.
TEST_F(ListenTest, ListenAndUnlistenAreToldToAllHosts) {
  auto const listened = sessions.published();
  ASSERT_EQ(listened.size(), 1u);
  EXPECT_EQ(listened[0].topic, "hosts");
  EXPECT_EQ(listened[0].as<HostBroadcastListen>()->port, port);
  sessions.program([](ConnectionDesk& desk, Outbox& out) {
    desk.unlisten(VirtualTime{}, {HostType::tcp, port}, out);
  });
  EXPECT_EQ(sessions.published().at(0).as<HostBroadcastUnlisten>()->port, port);
}

// DH-14.
TEST_F(ListenTest, AnOpenListenIsRepeatedToAHostOfItsTypeThatDoesNotListenThere) {
  EXPECT_EQ(listens(), 1u);
  say(RegisterHost{a, 0, HostType::web_socket, {}});
  EXPECT_EQ(listens(), 0u) << "of another type";
  say(RegisterHost{a, 0, HostType::tcp, {}});
  EXPECT_EQ(listens(), 1u);
  say(HostPong{a, 0, HostType::tcp, {}});
  EXPECT_EQ(listens(), 0u) << "it was told";
  say(RegisterHost{a, 0, HostType::tcp, {{ObjId{0}, "0.0.0.0:7777"}}});
  EXPECT_EQ(listens(), 0u) << "it listens there";
  say(DetachHost{a});
  say(HostPong{a, 0, HostType::tcp, {}});
  EXPECT_EQ(listens(), 1u) << "a pong of a host that is new registers it";
}

TEST_F(ListenTest, AClosedListenIsNotRepeated) {
  sessions.program([](ConnectionDesk& desk, Outbox& out) {
    desk.unlisten(VirtualTime{}, {HostType::tcp, port}, out);
  });
  listens();
  say(RegisterHost{a, 0, HostType::tcp, {}});
  EXPECT_EQ(listens(), 0u);
}

}  // namespace
}  // namespace drydock::moor::sessions
