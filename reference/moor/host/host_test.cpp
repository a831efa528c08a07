#include "reference/moor/host/host.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "reference/moor/host/test_host.hpp"

namespace drydock::moor::host {
namespace {

using namespace std::chrono_literals;

std::vector<TestHost::Request> client_pongs(TestHost& test) {
  std::vector<TestHost::Request> pongs;
  for (auto& request : test.requests()) {
    if (request.as<ClientPong>() != nullptr) pongs.push_back(std::move(request));
  }
  return pongs;
}

// H-01, H-02: TestHost reads each request with the strictest of readers; here is the plainest one.
TEST(Host, ARequestHoldsItsBodyTwice) {
  TestHost test;
  test.all_up();
  test.advance(100ms);
  auto const request = test.next<RegisterHost>();
  EXPECT_EQ(request.id, test.host().id());
  auto const& body = *request.as<RegisterHost>();
  EXPECT_EQ(body.host_id, test.host().id());
  EXPECT_EQ(body.host_type, HostType::tcp);
  EXPECT_EQ(body.timestamp, 1'800'000'000'100'000'000u);
  EXPECT_EQ(body.listeners, (std::vector<Listener>{{ObjId{0}, "0.0.0.0:8888"}}));
}

// H-03.
TEST(Host, OneHostIdAndAFreshRandomClientIdForEachConnection) {
  TestHost test;
  test.register_host();
  std::set<Uuid> ids{test.host().id()};
  for (int i = 0; i < 100; ++i) {
    Uuid const client = test.connect().second;
    EXPECT_EQ(client.version(), 4);
    EXPECT_TRUE(ids.insert(client).second);
  }
  SteadyWallClock const clock;
  Host const other{Settings{}, clock, Rng{Seed{2}}};
  EXPECT_NE(other.id(), test.host().id());
}

// H-04.
TEST(Host, ItRegistersAgainAndAgainAndServesNobodyBefore) {
  TestHost test;
  test.arrive();
  test.all_up();
  test.advance(100ms);
  for (int attempt = 0; attempt < 20; ++attempt) {
    auto const request = test.next<RegisterHost>();
    EXPECT_TRUE(test.quiet());
    if (attempt % 2 == 0) {
      test.refuse(request, RpcMessageErrorCode::internal_error);
    }  // Else it goes unanswered.
    Duration waited{};
    for (; test.quiet(); waited += 100ms) test.advance(100ms);
    EXPECT_GE(waited, 100ms);
    EXPECT_LE(waited, 60s);
  }
  test.reply(test.next<RegisterHost>(), HostSuccess{DaemonToHostAck{}});
  test.advance(100ms);
  test.next<ConnectionEstablish>();
}

// H-04.
TEST(Host, ItWaitsForADaemonThatComesLate) {
  TestHost test;
  test.advance(20s);
  EXPECT_TRUE(test.driver().sent().empty());
  test.register_host();
  EXPECT_TRUE(test.host().registered());
}

// H-05.
TEST(Host, EachPingOfTheHostsBringsOnePongWithTheListenersAsTheyAre) {
  TestHost test;
  test.register_host();
  for (int i = 0; i < 10; ++i) {
    test.ping_hosts();
    auto const pong = test.next<HostPong>();
    EXPECT_EQ(pong.as<HostPong>()->host_id, test.host().id());
    EXPECT_EQ(pong.as<HostPong>()->listeners.size(), 1u);
    EXPECT_TRUE(test.quiet());
    test.reply(pong, HostSuccess{DaemonToHostAck{}});
  }
}

// H-06.
TEST(Host, EachBroadcastPingBringsOnePongOfEachConnectionWhateverItIsDoing) {
  TestHost test;
  test.register_host();
  std::set<Uuid> clients;
  for (int i = 0; i < 25; ++i) clients.insert(test.connect().second);
  for (int i = 0; i < 25; ++i) {
    auto const [user, client] = test.log_in();
    clients.insert(client);
    test.type(user, "dig");
    auto const command = test.next<Command>();
    if (i % 2 == 0) test.reply(command, TaskSubmitted{7});
  }
  test.ping_clients();
  std::set<Uuid> seen;
  for (auto pongs = client_pongs(test); !pongs.empty(); pongs = client_pongs(test)) {
    for (auto const& pong : pongs) {
      EXPECT_TRUE(seen.insert(pong.id).second);
      EXPECT_EQ(pong.as<ClientPong>()->client_token.token, "client token");
      test.reply(pong, ThanksPong{1});
    }
  }
  EXPECT_EQ(seen, clients);
}

TEST(Host, APongHoldsNothingOfTheSessionThatPongedBefore) {
  TestHost test;
  test.register_host();
  std::map<Uuid, ClientPong> expected;
  for (std::int32_t const number : {4, 5}) {
    std::string const name = std::to_string(number);
    Arrival arrival;
    arrival.peer_address = "host " + name;
    test.arrive(arrival);
    test.advance(100ms);
    auto const establish = test.next<ConnectionEstablish>();
    test.reply(establish, NewConnection{{"token " + name}, ObjId{-number}});
    test.reply(test.next<LoginCommand>(), LoginResult{});
    expected[establish.id] = {
        {"token " + name}, 0, ObjId{-number}, HostType::tcp, arrival.peer_address};
  }
  test.ping_clients();
  auto const pongs = client_pongs(test);
  ASSERT_EQ(pongs.size(), expected.size());
  for (auto const& pong : pongs) {
    ClientPong said = *pong.as<ClientPong>();
    said.client_sys_time = 0;
    EXPECT_EQ(said, expected.at(pong.id));
  }
}

// H-07.
TEST(Host, ItSubscribesToAClientAWhileBeforeItConnectsIt) {
  TestHost test;
  test.register_host();
  test.arrive();
  auto const topics = test.subscribed();
  ASSERT_EQ(topics.size(), 1u);
  EXPECT_TRUE(test.quiet());
  test.advance(99ms);
  EXPECT_TRUE(test.quiet());
  test.advance(1ms);
  auto const establish = test.next<ConnectionEstablish>();
  EXPECT_EQ(topics[0], "\1" + std::string(drydock::text_of(establish.id.bytes)));
}

// H-07.
TEST(Host, WithoutAnEventsConnectionNobodyIsConnected) {
  TestHost test;
  test.register_host();
  test.driver().input(PeerDown{{"events"}});
  test.arrive();
  test.advance(10s);
  EXPECT_TRUE(test.quiet());
  test.driver().input(PeerUp{{"events"}});
  test.advance(100ms);
  test.next<ConnectionEstablish>();
}

// H-09.
TEST(Host, APongWithoutReplyDoesNotKeepTheNextFromGoingOut) {
  TestHost test;
  test.register_host();
  for (int i = 0; i < 50; ++i) {
    test.ping_hosts();
    test.next<HostPong>();
    test.advance(5s);
  }
}

// H-09, H-10.
TEST(Host, ASocketWhoseReplyIsLateIsThrownAway) {
  TestHost test;
  test.register_host();
  test.ping_hosts();
  auto const pong = test.next<HostPong>();
  int const opened = test.driver().opened(pong.socket);
  test.advance(5s);
  EXPECT_EQ(test.driver().opened(pong.socket), opened + 1);
  test.reply(pong, HostSuccess{DaemonToHostReject{"late"}});
  EXPECT_FALSE(test.driver().exit().has_value());
}

// H-09: what waits for tasks never takes the sockets that pongs need.
TEST(Host, RequestsThatWaitForTasksLeaveRoomForPongs) {
  Settings settings;
  settings.rpc_sockets_max = 4;
  settings.rpc_sockets_kept = 2;
  TestHost test{settings};
  test.register_host();
  std::vector<UserId> users;
  for (int i = 0; i < 5; ++i) users.push_back(test.connect().first);
  for (UserId const user : users) test.type(user, "connect me");
  auto const first = test.next<LoginCommand>();
  test.next<LoginCommand>();
  EXPECT_TRUE(test.quiet());
  test.ping_hosts();
  test.next<HostPong>();
  test.reply(first, LoginResult{});
  test.next<LoginCommand>();
}

// H-11.
TEST(Host, OddMessagesOnTheSubscriptionsAreIgnored) {
  TestHost test;
  test.register_host();
  auto const [user, client] = test.log_in();
  Frame const junk{1, 2, 3, 250, 251, 252};
  Frame const ping = encode(HostBroadcastEvent{HostBroadcastPingPong{}}).value();
  test.publish({});
  test.publish({bytes_of("hosts")});
  test.publish({bytes_of("hosts"), ping, ping});
  test.publish({bytes_of("hosts"), junk});
  test.publish({bytes_of("hosts"), {}});
  test.publish({bytes_of("hosts-and-more-1"), ping});
  test.publish({bytes_of("broadcast"), junk});
  test.publish({bytes_of("broadcast-more")});
  test.publish({client.to_bytes(), junk});
  test.publish({client.to_bytes()});
  test.publish({Uuid{}.to_bytes(), ping});
  EXPECT_TRUE(test.quiet());
  EXPECT_FALSE(test.driver().exit().has_value());
  test.ping_hosts();
  test.next<HostPong>();
}

// H-12.
TEST(Host, EventsOfUnknownKindsAreIgnored) {
  TestHost test;
  test.register_host();
  auto const [user, client] = test.log_in();
  // Hosts 1.8: a DisconnectEvent, and a ping of the hosts, with the tag 99.
  constexpr Frame::value_type tag = 99;
  auto const with_tag = [](Frame::value_type last) {
    return Frame{12, 0, 0, 0,    8, 0, 12, 0, 7, 0, 8, 0, 8, 0, 0, 0,
                 0,  0, 0, last, 8, 0, 0,  0, 4, 0, 4, 0, 4, 0, 0, 0};
  };
  ASSERT_EQ(decode_client_event(with_tag(4)).value(), ClientEvent{DisconnectEvent{}});
  test.publish({client.to_bytes(), with_tag(tag)});
  test.publish({bytes_of("hosts"), with_tag(tag)});
  test.publish({bytes_of("broadcast"), with_tag(tag)});
  EXPECT_TRUE(test.shown().empty());
  EXPECT_TRUE(test.quiet());
  EXPECT_TRUE(test.host().logged_in(user));
}

// H-31.
TEST(Host, ToldToStopItDetachesEverybodyAndThenItself) {
  TestHost test;
  test.register_host();
  test.connect();
  test.log_in();
  test.driver().input(StopRequested{});
  for (int i = 0; i < 2; ++i) {
    auto const detach = test.next<Detach>();
    EXPECT_TRUE(detach.as<Detach>()->disconnected);
    EXPECT_FALSE(test.driver().exit().has_value());
    if (i == 0) {
      test.reply(detach, Disconnected{});
    } else {
      test.refuse(detach, RpcMessageErrorCode::no_connection);
    }
  }
  auto const last = test.next<DetachHost>();
  EXPECT_EQ(last.as<DetachHost>()->host_id, test.host().id());
  test.reply(last, HostSuccess{DaemonToHostAck{}});
  EXPECT_EQ(test.driver().exit(), (Exit{0, "stopped"}));
}

// H-31.
TEST(Host, AStopEndsWithinTenSecondsWhoeverAnswers) {
  TestHost test;
  test.register_host();
  test.log_in();
  test.connect();
  UserId const busy = test.log_in().first;
  test.act(busy, Evaluate{"suspend()"});
  test.requests();
  test.driver().input(StopRequested{});
  test.advance(9s);
  EXPECT_TRUE(test.driver().exit().has_value());
}

// H-31.
TEST(Host, NobodyArrivesOnceItIsToldToStop) {
  TestHost test;
  test.register_host();
  test.log_in();
  test.driver().input(StopRequested{});
  test.shown();
  test.arrive();
  EXPECT_EQ(test.shown(), (std::vector<ShownEvent>{Ended{EndReason::stopped}}));
}

// H-32.
TEST(Host, ItListensAsToldAndItsPongsSaySo) {
  TestHost test;
  test.register_host();
  test.broadcast(HostBroadcastListen{ObjId{12}, HostType::tcp, 7777, {}});
  test.broadcast(HostBroadcastListen{ObjId{12}, HostType::web_socket, 7778, {}});
  test.broadcast(HostBroadcastListen{ObjId{13}, HostType::tcp, 7777, {}});
  EXPECT_EQ(test.host().listening(),
            (std::vector<ListeningAt>{{8888, ObjId{0}}, {7777, ObjId{12}}}));
  test.ping_hosts();
  EXPECT_EQ(test.next<HostPong>().as<HostPong>()->listeners,
            (std::vector<Listener>{{ObjId{0}, "0.0.0.0:8888"}, {ObjId{12}, "0.0.0.0:7777"}}));
  test.broadcast(HostBroadcastUnlisten{HostType::web_socket, 8888});
  test.broadcast(HostBroadcastUnlisten{HostType::tcp, 8888});
  test.host().cannot_listen(7777);
  test.ping_hosts();
  EXPECT_TRUE(test.next<HostPong>().as<HostPong>()->listeners.empty());
}

// H-32: what is asked for cannot be had without TLS.
TEST(Host, AListenerThatIsToBeTlsIsNotOpened) {
  TestHost test;
  test.register_host();
  std::vector<VarMapPair> const tls{{Symbol{"tls"}, true}};
  test.broadcast(HostBroadcastListen{ObjId{0}, HostType::tcp, 7777, tls});
  EXPECT_EQ(test.host().listening().size(), 1u);
  std::vector<VarMapPair> const plain{{Symbol{"tls"}, 0}, {Symbol{"print-messages"}, true}};
  test.broadcast(HostBroadcastListen{ObjId{0}, HostType::tcp, 7777, plain});
  EXPECT_EQ(test.host().listening().size(), 2u);
}

// H-33.
TEST(Host, ItResumesAfterTheDaemonWasAwayInTheMiddleOfRequests) {
  TestHost test;
  test.register_host();
  auto const [user, client] = test.log_in();
  test.ping_hosts();
  test.next<HostPong>();
  test.type(user, "look");
  test.next<Command>();
  test.all_down();
  test.advance(3s);
  test.all_up();
  test.ping_hosts();
  test.next<HostPong>();
  test.ping_clients();
  test.next<ClientPong>();
  EXPECT_EQ(all_of<Unanswered>(test.shown()), (std::vector<Unanswered>{{Purpose::command, true}}));
  test.advance(100ms);
  test.type(user, "look again");
  EXPECT_EQ(test.next<Command>().as<Command>()->command, "look again");
}

TEST(Host, WithoutABroadcastForLongItSubscribesAnewToEverything) {
  TestHost test;
  test.register_host();
  auto const [user, client] = test.log_in();
  test.advance(31s);
  EXPECT_EQ(test.driver().opened("events"), 2);
  auto const& topics = test.driver().spec("events").subscriptions;
  EXPECT_EQ(topics, (std::vector<std::string>{"hosts", "broadcast",
                                              std::string(drydock::text_of(client.bytes))}));
}

TEST(Host, ADaemonThatRejectsItEndsItInGoodOrder) {
  TestHost test;
  test.all_up();
  test.advance(100ms);
  test.reply(test.next<RegisterHost>(), HostSuccess{DaemonToHostReject{"full"}});
  test.reply(test.next<DetachHost>(), HostSuccess{DaemonToHostAck{}});
  EXPECT_EQ(test.driver().exit(), (Exit{1, "the daemon rejects this host: full"}));
}

// ST-06.
TEST(Host, ItsTokenGoesWithEachMessageOfItsOwnAndARefusedOneIsSaidAgainOnce) {
  Settings settings;
  settings.profile = Profile::strict;
  TestHost test{settings};
  Outbox out;
  test.host().use_token(test.driver().now(), "first", out);
  test.all_up();
  test.advance(100ms);
  auto const request = test.next<RegisterHost>();
  EXPECT_EQ(request.token, "first");
  test.reply(request, HostSuccess{DaemonToHostAck{}});
  test.ping_hosts();
  auto const pong = test.next<HostPong>();
  EXPECT_EQ(pong.token, "first");
  EXPECT_FALSE(test.host().wants_token());
  test.refuse(pong, RpcMessageErrorCode::permission_denied);
  EXPECT_TRUE(test.host().wants_token());
  EXPECT_TRUE(test.quiet());
  test.host().use_token(test.driver().now(), "second", out);
  for (Output& output : out) test.driver().apply(std::move(output));
  auto const again = test.next<HostPong>();
  EXPECT_EQ(again.token, "second");
  EXPECT_FALSE(test.host().wants_token());
}

// The defects that show themselves here.

Settings with(Defect defect) {
  Settings settings;
  settings.defects.add(defect);
  return settings;
}

TEST(HostDefects, SubscribesLate) {
  TestHost test{with(Defect::subscribes_late)};
  test.register_host();
  test.arrive();
  auto const establish = test.next<ConnectionEstablish>();
  EXPECT_TRUE(test.subscribed().empty());
  test.reply(establish, NewConnection{{"t"}, ObjId{-4}});
  EXPECT_EQ(test.subscribed().size(), 1u);
}

TEST(HostDefects, DiesOnOddBroadcast) {
  TestHost test{with(Defect::dies_on_odd_broadcast)};
  test.register_host();
  test.publish({bytes_of("hosts-and-more-1"), Frame{1}});
  EXPECT_EQ(test.driver().exit().value().code, 1);
}

TEST(HostDefects, WaitsForEver) {
  TestHost test{with(Defect::waits_for_ever)};
  test.register_host();
  test.ping_hosts();
  test.next<HostPong>();
  test.advance(1h);
  test.ping_hosts();
  EXPECT_TRUE(test.quiet());
}

TEST(HostDefects, NoDetach) {
  TestHost test{with(Defect::no_detach)};
  test.register_host();
  test.log_in();
  test.driver().input(StopRequested{});
  EXPECT_TRUE(test.driver().exit().has_value());
  EXPECT_TRUE(test.quiet());
}

TEST(HostDefects, DoublePong) {
  TestHost test{with(Defect::double_pong)};
  test.register_host();
  test.ping_hosts();
  test.next<HostPong>();
  test.next<HostPong>();
}

TEST(HostDefects, RegistersAsTheOtherType) {
  TestHost test{with(Defect::registers_as_other_type)};
  test.all_up();
  test.advance(100ms);
  EXPECT_EQ(test.next<RegisterHost>().as<RegisterHost>()->host_type, HostType::web_socket);
}

TEST(HostDefects, KeepsItsFirstListeners) {
  TestHost test{with(Defect::keeps_first_listeners)};
  test.register_host();
  test.broadcast(HostBroadcastListen{ObjId{12}, HostType::tcp, 7777, {}});
  test.ping_hosts();
  EXPECT_EQ(test.next<HostPong>().as<HostPong>()->listeners.size(), 1u);
}

}  // namespace
}  // namespace drydock::moor::host
