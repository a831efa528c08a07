#include <gtest/gtest.h>
#include <zmq.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <set>

#include "reference/transport/runner.hpp"
#include "reference/transport/tcp_peer.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

using namespace std::chrono_literals;

SocketSpec streaming(std::string const& endpoint) {
  SocketSpec spec;
  spec.type = SocketType::stream;
  spec.bind = {endpoint};
  spec.security = Plain{true};
  spec.linger = 1s;
  return spec;
}

/// Opens "stream" and does that with each message of it.
Script on_message(std::string const& endpoint,
                  std::function<void(Received const&, Outbox&)> const& handle) {
  return Script{[=](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(OpenSocket{"stream", streaming(endpoint)});
    } else if (auto const* received = std::get_if<Received>(&input)) {
      handle(*received, out);
    } else if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{0, "told to"});
    }
  }};
}

Script echo(std::string const& endpoint) {
  return on_message(endpoint, [](Received const& received, Outbox& out) {
    if (!received.frames.front().empty()) out.emplace_back(Send{received.from, received.frames});
  });
}

std::size_t edges(std::vector<Input> const& told) {
  return static_cast<std::size_t>(std::ranges::count_if(told, [](Input const& input) {
    auto const* received = std::get_if<Received>(&input);
    return received != nullptr && received->frames == Frames{Frame{}};
  }));
}

TEST(Stream, AConnectionIsOpenedSpeaksAndIsClosedUnderOneRoute) {
  auto const endpoint = free_tcp_endpoint();
  auto machine = echo(endpoint);
  Running const running{machine};
  std::string address;
  {
    TcpPeer peer{endpoint};
    address = peer.own_address();
    peer.send("ahoy");
    EXPECT_EQ(peer.read(4), "ahoy");
  }
  ASSERT_TRUE(machine.wait_until([](auto const& told) { return edges(told) == 2; }));
  auto const told = machine.told();
  ASSERT_EQ(told.size(), 4u);
  PeerId const from{"stream", Route{1}};
  EXPECT_EQ(told[1], Input(Received{from, Frames{Frame{}}, address}));
  EXPECT_EQ(told[2], Input(Received{from, frames_of({"ahoy"}), address}));
  EXPECT_EQ(std::get<Received>(told[3]).from, from);
}

TEST(Stream, ManyConnectionsAreKeptApart) {
  auto const endpoint = free_tcp_endpoint();
  auto machine = echo(endpoint);
  Running const running{machine};
  std::vector<std::unique_ptr<TcpPeer>> peers;
  for (int i = 0; i < 200; ++i) peers.push_back(std::make_unique<TcpPeer>(endpoint));
  for (std::size_t i = 0; i < peers.size(); ++i) peers[i]->send(std::to_string(1000 + i));
  for (std::size_t i = 0; i < peers.size(); ++i) {
    EXPECT_EQ(peers[i]->read(4), std::to_string(1000 + i));
  }
  peers.clear();
  ASSERT_TRUE(machine.wait_until([](auto const& told) { return edges(told) == 400; }));
  std::set<Route> routes;
  for (Input const& input : machine.told()) {
    if (auto const* received = std::get_if<Received>(&input)) routes.insert(received->from.route);
  }
  EXPECT_EQ(routes.size(), 200u);
}

TEST(Stream, AnEmptyFrameClosesOnceAllBeforeItHasLeft) {
  auto const endpoint = free_tcp_endpoint();
  std::string const farewell(100'000, 'x');
  auto machine = on_message(endpoint, [&](Received const& received, Outbox& out) {
    if (received.frames.front().empty()) return;
    out.emplace_back(Send{received.from, frames_of({farewell})});
    out.emplace_back(Send{received.from, Frames{Frame{}}});
    out.emplace_back(Send{received.from, frames_of({"too late"})});
  });
  Running const running{machine};
  TcpPeer peer{endpoint};
  peer.send("quit");
  EXPECT_EQ(peer.read(farewell.size() + 1), farewell);
  EXPECT_TRUE(peer.closed());
}

TEST(Stream, NothingIsHeardOfAConnectionThatWasClosedHere) {
  auto const endpoint = free_tcp_endpoint();
  auto machine = on_message(endpoint, [](Received const& received, Outbox& out) {
    if (text_of(received.frames.front()).starts_with("quit")) {
      out.emplace_back(Send{received.from, Frames{Frame{}}});
    }
  });
  Running const running{machine};
  for (int i = 0; i < 50; ++i) {
    TcpPeer peer{endpoint};
    peer.send("quit");
    EXPECT_TRUE(peer.closed());
  }
  TcpPeer last{endpoint};
  last.send("stay");
  ASSERT_TRUE(machine.wait_until([](auto const& told) {
    auto const* received = std::get_if<Received>(&told.back());
    return received != nullptr && received->frames == frames_of({"stay"});
  }));
  EXPECT_EQ(edges(machine.told()), 51u);
}

TEST(Stream, APeerThatEndsWritingIsClosed) {
  auto const endpoint = free_tcp_endpoint();
  auto machine = echo(endpoint);
  Running const running{machine};
  TcpPeer peer{endpoint};
  peer.send("half");
  EXPECT_EQ(peer.read(4), "half");
  peer.end_writing();
  EXPECT_TRUE(machine.wait_until([](auto const& told) { return edges(told) == 2; }));
}

TEST(Stream, APeerThatDoesNotReadIsCutOffAndTheOthersAreServed) {
  auto const endpoint = free_tcp_endpoint();
  std::string const page(16'384, 'p');
  std::map<Route, bool> open;
  std::atomic<int> overflowed{0};
  Script machine{[&](VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec = streaming(endpoint);
      spec.send_high_water_mark = 16;
      out.emplace_back(OpenSocket{"stream", std::move(spec)});
    } else if (auto const* received = std::get_if<Received>(&input)) {
      std::string const said{text_of(received->frames.front())};
      Route const route = received->from.route;
      if (said == "flood") {
        open[route] = true;
        out.emplace_back(SetTimer{{"more"}, now});
      } else if (said.empty()) {
        overflowed += open[route] ? 1 : 0;
        open.erase(route);
      } else {
        out.emplace_back(Send{received->from, received->frames});
      }
    } else if (std::holds_alternative<TimerFired>(input) && !open.empty()) {
      for (auto const& [route, flooded] : open) {
        if (flooded) out.emplace_back(Send{{"stream", route}, frames_of({page})});
      }
      out.emplace_back(SetTimer{{"more"}, now});
    } else if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{0, "told to"});
    }
  }};
  Running running{machine};
  TcpPeer slow{endpoint, 4096};
  slow.send("flood");
  TcpPeer other{endpoint};
  for (int i = 0; overflowed == 0 && i < 1'000'000; ++i) {
    other.send("ping");
    ASSERT_EQ(other.read(4), "ping");
  }
  EXPECT_EQ(overflowed, 1);
  other.send("pong");
  EXPECT_EQ(other.read(4), "pong");
  EXPECT_TRUE(slow.closed()) << "what waited for it is read, and then the connection ends";
  running.stop();
  running.result();
  EXPECT_GE(std::ranges::count_if(
                running.lines(),
                [](auto const& line) { return line.find("does not read") != std::string::npos; }),
            1);
}

TEST(Stream, APeerThatReadsIsNotCutOffHoweverFastItIsSentTo) {
  auto const endpoint = free_tcp_endpoint();
  Context const context = make_context();
  SocketSpec spec = streaming(endpoint);
  spec.send_high_water_mark = 1;
  auto const opened = Socket::open(context, spec, true);
  ASSERT_TRUE(opened);
  Socket& socket = **opened;
  TcpPeer peer{endpoint};
  zmq_pollitem_t item{socket.socket(), 0, ZMQ_POLLIN, 0};
  ASSERT_EQ(zmq_poll(&item, 1, std::chrono::milliseconds{patience_max}.count()), 1);
  auto const edge = socket.receive();
  ASSERT_TRUE(edge);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(socket.send(edge->route, frames_of({"more"}))) << i;
    ASSERT_EQ(peer.read(4), "more");
  }
}

TEST(Stream, APortThatIsTakenIsToldToAMachineThatCanDoWithoutIt) {
  auto const endpoint = free_tcp_endpoint();
  auto first = echo(endpoint);
  Running const running{first};
  TcpPeer peer{endpoint};
  peer.send("here");
  ASSERT_EQ(peer.read(4), "here");
  Script second{[&](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec = streaming(endpoint);
      spec.required = false;
      out.emplace_back(OpenSocket{"spare", spec});
    } else if (std::holds_alternative<PeerDown>(input)) {
      out.emplace_back(Exit{0, "without it"});
    }
  }};
  Running other{second};
  EXPECT_EQ(other.result(), (RunResult{Exit{0, "without it"}}));
  EXPECT_EQ(second.told().back(), Input(PeerDown{{"spare"}}));
  auto required = echo(endpoint);
  Running third{required};
  EXPECT_FALSE(third.result().has_value());
}

TEST(Subscription, ASubSubscribesByAMessageAndTakesItBack) {
  TemporaryDirectory const directory;
  RawSocket publisher{ZMQ_XPUB};
  ASSERT_TRUE(publisher.bind(directory.ipc("events")));
  Script machine{[&](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec;
      spec.type = SocketType::sub;
      spec.connect = {directory.ipc("events")};
      out.emplace_back(OpenSocket{"sub", spec});
      out.emplace_back(Send{{"sub"}, frames_of({"\x01news"})});
    } else if (std::holds_alternative<Received>(input)) {
      out.emplace_back(Send{{"sub"}, frames_of({std::string("\0news", 5)})});
      out.emplace_back(Send{{"sub"}, frames_of({"nonsense"})});
    } else if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{0, "told to"});
    }
  }};
  Running running{machine};
  EXPECT_EQ(publisher.receive(), (std::vector<std::string>{"\x01news"}));
  publisher.send({"news", "of the world"});
  EXPECT_EQ(publisher.receive(), (std::vector<std::string>{std::string("\0news", 5)}));
  EXPECT_TRUE(machine.wait_for(Received{{"sub"}, frames_of({"news", "of the world"})}));
  running.stop();
  running.result();
  EXPECT_EQ(running.lines().size(), 1u);
}

}  // namespace
}  // namespace drydock::transport
