#include "reference/transport/runner.hpp"

#include <gtest/gtest.h>
#include <zmq.h>

#include <set>

#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

constexpr PeerId socket_peer{"socket"};

SocketSpec binding(SocketType type, std::string const& endpoint) {
  SocketSpec spec;
  spec.type = type;
  spec.bind = {endpoint};
  return spec;
}

SocketSpec connecting(SocketType type, std::string const& endpoint) {
  SocketSpec spec;
  spec.type = type;
  spec.connect = {endpoint};
  spec.reconnect_min = 10ms;
  return spec;
}

/// Opens "socket", sends what it receives back to where it came from, and exits when told to stop.
Script echo(SocketSpec const& spec) {
  return Script{[spec](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) out.emplace_back(OpenSocket{"socket", spec});
    if (auto const* message = std::get_if<Received>(&input)) {
      out.emplace_back(Send{message->from, message->frames});
    }
    if (std::holds_alternative<StopRequested>(input)) out.emplace_back(Exit{0, "told to"});
  }};
}

/// Opens "socket" and watches.
Script watcher(SocketSpec const& spec) {
  return Script{[spec](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) out.emplace_back(OpenSocket{"socket", spec});
  }};
}

class Echo : public testing::TestWithParam<bool> {
 protected:
  std::string endpoint() const { return GetParam() ? tcp_ : directory_.ipc("echo"); }
  TemporaryDirectory directory_;
  std::string tcp_ = free_tcp_endpoint();
};

INSTANTIATE_TEST_SUITE_P(Transports, Echo, testing::Bool(),
                         [](auto const& tcp) { return tcp.param ? "tcp" : "ipc"; });

TEST_P(Echo, ARequestBringsItsReplyAndNeitherCarriesAnEnvelope) {
  auto machine = echo(binding(SocketType::rep, endpoint()));
  Running const running{machine, true};
  RawSocket asker{ZMQ_REQ};
  asker.connect(endpoint());
  for (int i = 0; i < 100; ++i) {
    Texts const question{"id", std::to_string(i), ""};
    asker.send(question);
    ASSERT_EQ(asker.receive(), question);
  }
  EXPECT_EQ(machine.told()[1], Input(Received{socket_peer, frames_of({"id", "0", ""})}));
}

TEST_P(Echo, TwoMachinesTalkToEachOther) {
  auto answering = echo(binding(SocketType::rep, endpoint()));
  Script asking{[this](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(OpenSocket{"ask", connecting(SocketType::req, endpoint())});
      out.emplace_back(Send{{"ask"}, frames_of({"ahoy"})});
    } else if (std::holds_alternative<Received>(input)) {
      out.emplace_back(Exit{0, "answered"});
    }
  }};
  Running const answerer{answering, true};
  Running asker{asking, true};
  EXPECT_EQ(asker.result(), (RunResult{Exit{0, "answered"}}));
  EXPECT_EQ(asking.told().back(), Input(Received{{"ask"}, frames_of({"ahoy"})}));
}

TEST(Runner, ARepThatGetsGarbageGoesOnServingAndStops) {
  TemporaryDirectory const directory;
  auto machine = echo(binding(SocketType::rep, directory.ipc("rep")));
  Running running{machine};
  RawSocket dealer{ZMQ_DEALER};
  dealer.connect(directory.ipc("rep"));
  dealer.send({"no delimiter"});
  dealer.send({""});
  dealer.send({"a", "b", "c"});
  dealer.send({"", ""});
  dealer.send({"", "one"});
  dealer.send({"", "a", "b", "c"});
  EXPECT_EQ(dealer.receive(), (Texts{"", ""}));
  EXPECT_EQ(dealer.receive(), (Texts{"", "one"}));
  EXPECT_EQ(dealer.receive(), (Texts{"", "a", "b", "c"}));

  dealer.send({"bare"});
  RawSocket asker{ZMQ_REQ};
  asker.connect(directory.ipc("rep"));
  asker.send({"polite"});
  EXPECT_EQ(asker.receive(), Texts{"polite"});
  running.stop();
  EXPECT_EQ(running.result(), (RunResult{Exit{0, "told to"}}));
}

TEST(Runner, ARepThatOwesAReplyLeavesTheOthersWaiting) {
  TemporaryDirectory const directory;
  Script machine{[&](VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(OpenSocket{"socket", binding(SocketType::rep, directory.ipc("rep"))});
    } else if (std::holds_alternative<Received>(input)) {
      out.emplace_back(SetTimer{{"think"}, now + 5ms});
    } else if (std::holds_alternative<TimerFired>(input)) {
      out.emplace_back(Send{socket_peer, frames_of({"thought"})});
    }
  }};
  Running const running{machine};
  std::array<RawSocket, 2> askers{RawSocket{ZMQ_REQ}, RawSocket{ZMQ_REQ}};
  for (auto& asker : askers) {
    asker.connect(directory.ipc("rep"));
    asker.send({"?"});
  }
  for (auto& asker : askers) EXPECT_EQ(asker.receive(), Texts{"thought"});
}

TEST(Runner, OfAMessageWithoutEndTheFirstFramesAreKept) {
  TemporaryDirectory const directory;
  auto machine = echo(binding(SocketType::rep, directory.ipc("rep")));
  Running const running{machine};
  RawSocket asker{ZMQ_REQ};
  asker.connect(directory.ipc("rep"));
  asker.send(Texts(5000, "x"));
  EXPECT_EQ(asker.receive(), Texts(64, "x"));
}

TEST(Runner, EachPeerOfARouterHasARouteOfItsOwn) {
  TemporaryDirectory const directory;
  auto machine = echo(binding(SocketType::router, directory.ipc("router")));
  Running const running{machine};
  RawSocket one{ZMQ_DEALER};
  RawSocket two{ZMQ_DEALER};
  one.connect(directory.ipc("router"));
  two.connect(directory.ipc("router"));
  one.send({"", "first"});
  EXPECT_EQ(one.receive(), (Texts{"", "first"}));
  two.send({"second"});
  EXPECT_EQ(two.receive(), Texts{"second"});
  one.send({"third"});
  EXPECT_EQ(one.receive(), Texts{"third"});
  ASSERT_TRUE(machine.wait_until([](auto const& told) { return told.size() == 4; }));
  auto const told = machine.told();
  EXPECT_EQ(told[1], Input(Received{{"socket", Route{1}}, frames_of({"", "first"})}));
  EXPECT_EQ(told[2], Input(Received{{"socket", Route{2}}, frames_of({"second"})}));
  EXPECT_EQ(told[3], Input(Received{{"socket", Route{1}}, frames_of({"third"})}));
}

TEST(Runner, WhatCannotBeSentIsDroppedWithALine) {
  TemporaryDirectory const directory;
  Script machine{[&](VirtualTime, Input const& input, Outbox& out) {
    if (!std::holds_alternative<Started>(input)) return;
    out.emplace_back(Send{{"shut"}, frames_of({"x"})});
    out.emplace_back(OpenSocket{"rep", binding(SocketType::rep, directory.ipc("rep"))});
    out.emplace_back(Send{{"rep"}, frames_of({"nobody asked"})});
    out.emplace_back(OpenSocket{"router", binding(SocketType::router, directory.ipc("router"))});
    out.emplace_back(Send{{"router", Route{7}}, frames_of({"to whom?"})});
    out.emplace_back(OpenSocket{"dealer", binding(SocketType::dealer, directory.ipc("dealer"))});
    out.emplace_back(Send{{"dealer"}, frames_of({"nobody is there"})});
    out.emplace_back(OpenSocket{"pub", binding(SocketType::pub, directory.ipc("pub"))});
    out.emplace_back(Send{{"pub"}, frames_of({"nobody listens"})});
    out.emplace_back(Send{{"pub"}, {}});
    out.emplace_back(Exit{0, "done"});
    out.emplace_back(Log{LogLevel::info, "never said"});
  }};
  Running running{machine};
  EXPECT_EQ(running.result(), (RunResult{Exit{0, "done"}}));
  EXPECT_EQ(running.lines(), (Texts{
                                 "shut: message dropped: not open",
                                 "rep: message dropped: it is the other side's turn",
                                 "router: message dropped: its peer is forgotten",
                                 "dealer: message dropped: it would have had to wait",
                                 "pub: message dropped: it has no frames",
                             }));
}

TEST(Runner, ASubscriberGetsTheTopicsThatItAskedFor) {
  TemporaryDirectory const directory;
  auto spec = connecting(SocketType::sub, directory.ipc("pub"));
  spec.subscriptions = {"workers", "news"};
  auto machine = watcher(spec);
  RawSocket publisher{ZMQ_XPUB};
  ASSERT_TRUE(publisher.bind(directory.ipc("pub")));
  Running const running{machine};
  std::set<std::optional<Texts>> subscriptions{publisher.receive()};
  subscriptions.insert(publisher.receive());
  ASSERT_EQ(subscriptions, (std::set<std::optional<Texts>>{Texts{"\1workers"}, Texts{"\1news"}}));
  publisher.send({"other", "1"});
  publisher.send({"workers", "2"});
  EXPECT_TRUE(machine.wait_for(Received{socket_peer, frames_of({"workers", "2"})}));
  EXPECT_EQ(machine.told(),
            (std::vector<Input>{Started{}, PeerUp{socket_peer},
                                Received{socket_peer, frames_of({"workers", "2"})}}));
}

TEST(Runner, AConnectingSocketHearsOfEachRestartOfItsPeer) {
  TemporaryDirectory const directory;
  auto machine = watcher(connecting(SocketType::sub, directory.ipc("pub")));
  Running const running{machine};
  for (std::ptrdiff_t times = 1; times <= 3; ++times) {
    {
      RawSocket publisher{ZMQ_PUB};
      ASSERT_TRUE(publisher.bind(directory.ipc("pub")));
      ASSERT_TRUE(machine.wait_for(PeerUp{socket_peer}, times));
    }
    ASSERT_TRUE(machine.wait_for(PeerDown{socket_peer}, times));
  }
  std::vector<Input> story{Started{}};
  for (int i = 0; i < 3; ++i) {
    story.emplace_back(PeerUp{socket_peer});
    story.emplace_back(PeerDown{socket_peer});
  }
  EXPECT_EQ(machine.told(), story);
}

TEST(Runner, ASocketClosedAndOpenedAgainForgetsItsQuestion) {
  TemporaryDirectory const directory;
  RawSocket silent{ZMQ_ROUTER};
  ASSERT_TRUE(silent.bind(directory.ipc("rep")));
  Script machine{[&](VirtualTime now, Input const& input, Outbox& out) {
    auto const ask = [&](std::string const& question) {
      out.emplace_back(CloseSocket{"socket"});
      out.emplace_back(OpenSocket{"socket", connecting(SocketType::req, directory.ipc("rep"))});
      out.emplace_back(Send{socket_peer, frames_of({question})});
    };
    if (std::holds_alternative<Started>(input)) {
      ask("first");
      out.emplace_back(SetTimer{{"patience"}, now + 1h});
    } else if (std::holds_alternative<StopRequested>(input)) {
      ask("second");
    } else if (std::holds_alternative<Received>(input)) {
      out.emplace_back(Exit{0, "answered"});
    }
  }};
  Running running{machine};
  auto const first = silent.receive();
  ASSERT_TRUE(first);
  running.stop();
  auto const second = silent.receive();
  ASSERT_TRUE(second);
  silent.send({first->front(), "", "late"});
  silent.send({second->front(), "", "in time"});
  EXPECT_EQ(running.result(), (RunResult{Exit{0, "answered"}}));
  EXPECT_EQ(machine.told().back(), Input(Received{socket_peer, frames_of({"in time"})}));
}

TEST(Runner, TimersFireInOrderAndNeverEarly) {
  std::vector<VirtualTime> fired;
  Script machine{[&](VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(SetTimer{{"c"}, now + 30ms});
      out.emplace_back(SetTimer{{"a"}, now + 10ms});
      out.emplace_back(SetTimer{{"never"}, now + 5ms});
      out.emplace_back(SetTimer{{"b"}, now + 1ms});
      out.emplace_back(SetTimer{{"b"}, now + 20ms});
      out.emplace_back(CancelTimer{{"never"}});
      fired.push_back(now);
    } else if (auto const* timer = std::get_if<TimerFired>(&input)) {
      fired.push_back(now);
      if (timer->timer.name == "c") out.emplace_back(Exit{0, "the last"});
    }
  }};
  Running running{machine};
  EXPECT_EQ(running.result(), (RunResult{Exit{0, "the last"}}));
  EXPECT_EQ(machine.told(), (std::vector<Input>{Started{}, TimerFired{{"a"}}, TimerFired{{"b"}},
                                                TimerFired{{"c"}}}));
  ASSERT_EQ(fired.size(), 4u);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_GE(fired[static_cast<std::size_t>(i)] - fired[0], i * Duration{10ms});
  }
}

TEST(Runner, NeitherAFloodNorATimerThatSetsItselfKeepsTheOthersWaiting) {
  TemporaryDirectory const directory;
  Script machine{[&](VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(OpenSocket{"a", binding(SocketType::dealer, directory.ipc("a"))});
      out.emplace_back(OpenSocket{"b", binding(SocketType::dealer, directory.ipc("b"))});
      out.emplace_back(SetTimer{{"again"}, now});
    } else if (std::holds_alternative<TimerFired>(input)) {
      out.emplace_back(SetTimer{{"again"}, now});
    } else if (auto const* message = std::get_if<Received>(&input)) {
      out.emplace_back(Send{message->from, message->frames});  // On "a" it comes back for ever.
    } else if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{0, "told to"});
    }
  }};
  auto returning = echo(connecting(SocketType::dealer, directory.ipc("a")));
  Running running{machine};
  Running const flood{returning};
  RawSocket feeder{ZMQ_DEALER};
  feeder.connect(directory.ipc("b"));
  feeder.send({"patient"});
  EXPECT_EQ(feeder.receive(), Texts{"patient"});
  running.stop();
  EXPECT_EQ(running.result(), (RunResult{Exit{0, "told to"}}));
}

TEST(Runner, AnEndpointThatCannotBeBoundEndsTheRun) {
  TemporaryDirectory const directory;
  auto first = echo(binding(SocketType::rep, directory.ipc("rep")));
  Running const running{first};
  RawSocket asker{ZMQ_REQ};
  asker.connect(directory.ipc("rep"));
  asker.send({"up?"});
  ASSERT_TRUE(asker.receive());
  auto second = echo(binding(SocketType::rep, directory.ipc("rep")));
  EXPECT_EQ(Running{second}.result(), (RunResult{fail("cannot bind \"" + directory.ipc("rep") +
                                                      "\": somebody answers there already")}));
  asker.send({"still up?"});
  EXPECT_EQ(asker.receive(), Texts{"still up?"});
}

TEST(Runner, TcpIsRefusedUnlessInsecure) {
  auto machine = watcher(connecting(SocketType::req, "tcp://127.0.0.1:7897"));
  auto const result = Running{machine}.result();
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("tcp://127.0.0.1:7897"), std::string::npos);
}

TEST(Runner, AFrameAboveTheLimitCostsItsSenderTheConnection) {
  TemporaryDirectory const directory;
  auto spec = binding(SocketType::rep, directory.ipc("rep"));
  spec.frame_bytes_max = 1000;
  auto machine = echo(spec);
  Running const running{machine};
  RawSocket greedy{ZMQ_DEALER};
  greedy.connect(directory.ipc("rep"));
  greedy.send({"", std::string(1001, 'x')});
  RawSocket modest{ZMQ_REQ};
  modest.connect(directory.ipc("rep"));
  modest.send({std::string(1000, 'x')});
  EXPECT_EQ(modest.receive(), Texts{std::string(1000, 'x')});
  EXPECT_EQ(machine.told().size(), 2u);
}

// libzmq gives an endpoint up only some time after its socket was closed.
TEST_P(Echo, AnEndpointCanBeBoundAgainAtOnce) {
  int times = 0;
  auto const spec = binding(SocketType::rep, endpoint());
  Script machine{[&, spec](VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<StopRequested>(input)) return;
    out.emplace_back(CloseSocket{"socket"});
    out.emplace_back(OpenSocket{"socket", spec});
    out.emplace_back(SetTimer{{"again"}, now});
    if (++times == 50) out.emplace_back(Exit{0, "often enough"});
  }};
  EXPECT_EQ(Running(machine, true).result(), (Exit{0, "often enough"}));
}

}  // namespace
}  // namespace drydock::transport
