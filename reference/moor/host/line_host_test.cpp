#include "reference/moor/host/line_host.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <utility>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::host {
namespace {

using namespace std::chrono_literals;

Settings with_port() {
  Settings settings;
  settings.listeners.push_back({8888, ObjId{0}});
  return settings;
}

/// People at a host whose daemon never came.
class LineHostTest : public testing::Test {
 protected:
  LineHostTest() { driver_.input(Started{}); }
  static LineHost::Lines lines() {
    LineHost::Lines lines;
    lines.line_bytes_max = 10;
    lines.health_port = 9888;
    return lines;
  }
  void hear(SocketName socket, std::uint64_t route, std::string const& text) {
    driver_.input(Received{{socket, Route{route}}, {bytes_of(text)}, "10.0.0.9:4567"});
  }
  /// What went to that connection since this was last asked; nothing if it was closed.
  std::optional<std::string> said(SocketName socket, std::uint64_t route) {
    std::string text;
    bool closed = false;
    for (Send const& send : driver_.take_sent()) {
      if (send.to != PeerId{socket, Route{route}}) continue;
      closed = send.frames.at(0).empty();
      text += drydock::text_of(send.frames.at(0));
    }
    if (closed && text.empty()) return std::nullopt;
    return text;
  }
  void listen(std::uint16_t port, Obj handler = ObjId{0}) {
    publish(HostBroadcastListen{handler, HostType::tcp, port, {}});
  }
  void publish(HostBroadcastEventUnion event) {
    driver_.receive("events",
                    {bytes_of("hosts"), encode(HostBroadcastEvent{std::move(event)}).value()});
  }

  SteadyWallClock clock_;
  LineHost host_{with_port(), lines(), clock_, Rng{Seed{1}}};
  MachineDriver driver_{host_};
};

TEST_F(LineHostTest, ItOpensItsPortBeforeAnythingElseAndNeedsIt) {
  SocketSpec const& spec = driver_.spec("door0");
  EXPECT_EQ(spec.type, SocketType::stream);
  EXPECT_EQ(spec.bind, std::vector<std::string>{"tcp://0.0.0.0:8888"});
  EXPECT_TRUE(spec.required);
  EXPECT_FALSE(driver_.spec("health").required);
}

TEST_F(LineHostTest, PeopleComeAndGo) {
  hear("door0", 1, "");
  hear("door0", 2, "");
  EXPECT_EQ(host_.host().users(), 2u);
  hear("door0", 1, "connect me\r\n");
  hear("door0", 1, "");
  hear("door0", 1, "late");
  EXPECT_EQ(host_.host().users(), 1u);
}

TEST_F(LineHostTest, ALineThatIsTooLongIsLostWithAWord) {
  hear("door0", 1, "");
  hear("door0", 1, "01234567890123456789\n");
  EXPECT_EQ(said("door0", 1), "That line has more than 10 bytes, and is lost.\r\n");
  EXPECT_EQ(host_.host().users(), 1u);
}

// H-32.
TEST_F(LineHostTest, ItListensAsToldAndGivesUpWhatItCannotHave) {
  listen(7777);
  EXPECT_EQ(driver_.spec("door1").bind, std::vector<std::string>{"tcp://0.0.0.0:7777"});
  EXPECT_FALSE(driver_.spec("door1").required);
  driver_.input(PeerDown{{"door1"}});
  EXPECT_EQ(host_.host().listening(), (std::vector<ListeningAt>{{8888, ObjId{0}}}));
  listen(7777);
  EXPECT_EQ(driver_.opened("door1"), 2);
  publish(HostBroadcastUnlisten{HostType::tcp, 7777});
  EXPECT_FALSE(driver_.is_open("door1"));
}

// Hosts 9.1.
TEST_F(LineHostTest, WhoIsInsideStaysWhenAPortIsClosedAndNobodyElseComesIn) {
  hear("door0", 1, "");
  publish(HostBroadcastUnlisten{HostType::tcp, 8888});
  EXPECT_TRUE(driver_.is_open("door0"));
  hear("door0", 2, "");
  EXPECT_EQ(said("door0", 2), std::nullopt);
  EXPECT_EQ(host_.host().users(), 1u);
  listen(8888, ObjId{12});
  hear("door0", 3, "");
  EXPECT_EQ(host_.host().users(), 2u);
  publish(HostBroadcastUnlisten{HostType::tcp, 8888});
  hear("door0", 1, "");
  hear("door0", 3, "");
  EXPECT_FALSE(driver_.is_open("door0"));
}

TEST_F(LineHostTest, MorePortsThanItHasRoomForAreRefused) {
  for (std::uint16_t port = 7000; port < 7100; ++port) listen(port);
  EXPECT_EQ(host_.host().listening().size(), 16u);
}

// Hosts 9.1.
TEST_F(LineHostTest, TheHealthPortSaysWhetherPingsCome) {
  hear("health", 1, "");
  EXPECT_EQ(said("health", 1), "OK\n");
  publish(HostBroadcastPingPong{});
  driver_.advance(29s);
  hear("health", 2, "");
  EXPECT_EQ(said("health", 2), "OK\n");
  driver_.advance(1s);
  hear("health", 3, "");
  EXPECT_EQ(said("health", 3), "UNHEALTHY\n");
}

// H-31.
TEST_F(LineHostTest, WhoIsThereAtTheEndIsToldBeforeIt) {
  hear("door0", 1, "");
  Outbox out;
  host_.step(driver_.now(), StopRequested{}, out);
  ASSERT_GE(out.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<Exit>(out.back()));
  for (Output& output : out) driver_.apply(std::move(output));
  EXPECT_EQ(said("door0", 1), "** This host is shutting down **\r\n");
}

TEST_F(LineHostTest, NoBytesWhateverStopIt) {
  Rng rng{Seed{3}};
  for (std::uint64_t turn = 1; turn < 3000; ++turn) {
    Bytes noise(static_cast<std::size_t>(rng.below(40)));
    rng.fill(noise.data(), noise.size());
    driver_.input(Received{{"door0", Route{1 + rng.below(20)}}, {noise}, "nonsense"});
    EXPECT_FALSE(driver_.exit().has_value());
  }
}

}  // namespace
}  // namespace drydock::moor::host
