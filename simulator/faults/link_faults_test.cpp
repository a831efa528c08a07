#include "simulator/faults/fault_testing.hpp"
#include "simulator/network/test_frames.hpp"
#include "simulator/world/player.hpp"

// What befalls links and connections, seen by those at their ends.

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr char endpoint[] = "ipc:///tmp/service";

struct LinkFaults : testing::Test {
  World world{quick()};
  Player a{world, "a"};
  Player b{world, "b"};
  Player c{world, "c"};

  static WorldSettings quick() {
    WorldSettings settings;
    settings.network.link = {1ms, 0s};
    return settings;
  }
  void pass(Duration time) { world.run_until(world.now() + time); }
  /// `b` serves, `a` is connected.
  void connect() {
    b.open("s", binding(SocketType::router, endpoint));
    a.open("c", connecting(SocketType::dealer, endpoint));
    pass(1s);
    ASSERT_EQ(a.count<PeerUp>(), 1u);
  }
  void send(char const* text) { a.send({"c"}, frames_of({text})); }
  std::size_t arrived() { return b.received().size(); }
  void answer(char const* text) {
    b.send({"s", b.received().back().from.route}, frames_of({text}));
  }
};

TEST_F(LinkFaults, ANarrowLineTakesItsTimeForEachByte) {
  connect();
  EXPECT_EQ(give(world, "bandwidth a -> b 1000"), "");
  a.send({"c"}, {Frame(498)});
  a.send({"c"}, {Frame(498)});
  pass(500ms);
  EXPECT_EQ(arrived(), 0u);
  pass(100ms);
  EXPECT_EQ(arrived(), 1u);
  pass(500ms);
  EXPECT_EQ(arrived(), 2u);
  answer("back");
  pass(2ms);
  EXPECT_EQ(a.received().size(), 1u);
}

TEST_F(LinkFaults, WhatANarrowLineHoldsUpIsThereOnceItIsWide) {
  connect();
  EXPECT_EQ(give(world, "bandwidth a -> b 1"), "");
  a.send({"c"}, {Frame(100'000)});
  a.send({"c"}, {Frame(10)});
  pass(1h);
  EXPECT_EQ(arrived(), 0u);
  EXPECT_EQ(give(world, "bandwidth a -> b 0"), "");
  pass(1s);
  EXPECT_EQ(arrived(), 2u);
}

// Seed 415393: a wide line let it arrive when it had arrived before, and the clock went back.
TEST_F(LinkFaults, WhatWaitsForRoomBehindANarrowLineWaitsOnOnceItIsWide) {
  connect();
  EXPECT_EQ(give(world, "bandwidth a -> b 1000"), "");
  EXPECT_EQ(give(world, "fill-subscriber b s"), "");
  send("early");
  pass(10s);
  VirtualTime const before = world.now();
  EXPECT_EQ(give(world, "bandwidth a -> b 0"), "");
  pass(1s);
  EXPECT_EQ(world.now(), before + 1s);
  EXPECT_EQ(arrived(), 0u);
  EXPECT_EQ(give(world, "drain-subscriber b s"), "");
  pass(1s);
  EXPECT_EQ(arrived(), 1u);
}

TEST_F(LinkFaults, AClogHoldsWhatTravelsAndNobodyNotices) {
  connect();
  EXPECT_EQ(give(world, "clog a -- b"), "");
  send("held");
  pass(1h);
  EXPECT_EQ(arrived(), 0u);
  EXPECT_EQ(a.count<PeerDown>(), 0u);
  EXPECT_EQ(give(world, "unclog a -- b"), "");
  pass(10ms);
  EXPECT_EQ(arrived(), 1u);
}

TEST_F(LinkFaults, AHandshakeWaitsForTheEndOfAClogButNotForEver) {
  b.open("s", binding(SocketType::router, endpoint));
  give(world, "clog a -- b");
  a.open("c", connecting(SocketType::dealer, endpoint));
  pass(29s);
  give(world, "unclog a -- b");
  pass(10ms);
  EXPECT_EQ(a.count<PeerUp>(), 1u);
  give(world, "clog a -- b");
  give(world, "disconnect a b");
  pass(100s);
  give(world, "unclog a -- b");
  pass(1s);
  EXPECT_EQ(a.count<PeerUp>(), 2u);
}

TEST_F(LinkFaults, OneProcessIsCloggedWithAllOfItsLinks) {
  connect();
  c.open("c", connecting(SocketType::dealer, endpoint));
  pass(1s);
  EXPECT_EQ(give(world, "clog-all b"), "");
  send("one");
  c.send({"c"}, frames_of({"two"}));
  pass(1s);
  EXPECT_EQ(arrived(), 0u);
  EXPECT_EQ(give(world, "unclog-all b"), "");
  pass(1s);
  EXPECT_EQ(arrived(), 2u);
}

TEST_F(LinkFaults, ARefusedConnectionIsTriedAgainAndOldOnesStay) {
  connect();
  EXPECT_EQ(give(world, "refuse a -> b"), "");
  send("still there");
  pass(1s);
  EXPECT_EQ(arrived(), 1u);
  give(world, "disconnect a b");
  pass(10s);
  EXPECT_EQ(a.count<PeerUp>(), 1u);
  EXPECT_EQ(give(world, "accept a -> b"), "");
  pass(1s);
  EXPECT_EQ(a.count<PeerUp>(), 2u);
}

TEST_F(LinkFaults, ASlowAcceptMakesAConnectionLate) {
  connect();
  EXPECT_EQ(give(world, "slow-accept a -> b 3s"), "");
  give(world, "disconnect a b");
  pass(3s);
  EXPECT_EQ(a.count<PeerUp>(), 1u);
  pass(1s);
  EXPECT_EQ(a.count<PeerUp>(), 2u);
}

TEST_F(LinkFaults, AFlappingLinkBreaksSoManyTimes) {
  connect();
  EXPECT_EQ(give(world, "flap a b 3 1s"), "");
  pass(10s);
  EXPECT_EQ(a.count<PeerDown>(), 3u);
  EXPECT_EQ(a.count<PeerUp>(), 4u);
}

TEST_F(LinkFaults, OfAHalfOpenConnectionOneEndKnows) {
  connect();
  EXPECT_EQ(give(world, "half-open b a"), "");
  send("into the void");
  pass(1h);
  EXPECT_EQ(arrived(), 0u);
  EXPECT_EQ(a.count<PeerDown>(), 0u);
  heal_everything(world);
  pass(1s);
  EXPECT_EQ(a.count<PeerDown>(), 1u);
  EXPECT_EQ(a.count<PeerUp>(), 2u);
  send("heard");
  pass(1s);
  EXPECT_EQ(arrived(), 1u);
}

TEST_F(LinkFaults, WhoKnowsThatItIsHalfOpenConnectsAnew) {
  connect();
  EXPECT_EQ(give(world, "half-open a b"), "");
  pass(1s);
  EXPECT_EQ(a.count<PeerDown>(), 1u);
  EXPECT_EQ(a.count<PeerUp>(), 2u);
  send("heard");
  pass(1s);
  EXPECT_EQ(arrived(), 1u);
}

TEST_F(LinkFaults, InABlackHoleNeitherEndKnows) {
  connect();
  send("arrives");
  pass(1s);
  EXPECT_EQ(give(world, "black-hole a b"), "");
  send("lost");
  answer("lost too");
  pass(1h);
  EXPECT_EQ(arrived(), 1u);
  EXPECT_EQ(a.received().size(), 0u);
  EXPECT_EQ(a.count<PeerDown>(), 0u);
  c.open("c", connecting(SocketType::dealer, endpoint));
  c.send({"c"}, frames_of({"by another connection"}));
  pass(1s);
  EXPECT_EQ(arrived(), 2u);
  heal_everything(world);
  pass(1s);
  EXPECT_EQ(a.count<PeerDown>(), 1u);
}

TEST_F(LinkFaults, AnErrorNamesWhatItSaw) {
  EXPECT_EQ(give(world, "bandwidth a -> b fast"),
            "column 18: 'fast' is no whole number: bytes a second, or 0 for no limit");
  EXPECT_EQ(give(world, "clog a b"), "column 8: 'b' where '->' or '--' should be");
  EXPECT_EQ(give(world, "flap a b 3"), "column 11: a duration is missing at the end of the line");
}

TEST_F(LinkFaults, HealingEndsThemAll) {
  connect();
  for (char const* fault : {"bandwidth a -- b 1", "clog a -- b", "refuse a -- b",
                            "slow-accept a -- b 1h", "slow-joiner a -- b 1h"}) {
    EXPECT_EQ(give(world, fault), "");
  }
  heal_everything(world);
  send("one");
  give(world, "disconnect a b");
  pass(1s);
  send("two");
  pass(1s);
  EXPECT_EQ(arrived(), 1u);
}

}  // namespace
}  // namespace drydock::simulator
