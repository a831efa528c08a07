#include <gtest/gtest.h>

#include "simulator/world/player.hpp"
#include "simulator/world/trace.hpp"

// What a node's machines are handed and what outlives them: its clock and its disk.

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// Each time it starts, writes what time it is to the next file.
class Diarist final : public Machine {
 public:
  Diarist(WallClock const& clock, FileStore& files) : clock_(clock), files_(files) {}
  void step(VirtualTime now, Input const& input, Outbox&) override {
    if (!std::holds_alternative<Started>(input)) return;
    std::size_t const number = files_.list("diary")->size() + 1;
    EXPECT_TRUE(files_.write("diary/" + std::to_string(number), clock_.wall_time(now).text()));
  }

 private:
  WallClock const& clock_;
  FileStore& files_;
};

/// Adds the node as a play does: clock and disk are asked for before there is a node.
NodeId add_diarist(World& world, std::string name) {
  NodeId const node{static_cast<std::uint32_t>(world.node_count())};
  NodeClock const& clock = world.clock(node);
  FileStore& files = world.disk(node).directory("data");
  return world.add_node(std::move(name), [&clock, &files](Rng, std::uint64_t) {
    return std::make_unique<Diarist>(clock, files);
  });
}

TEST(Durable, ADiskOutlivesCrashesAndAClockGoesOn) {
  World world{WorldSettings{}};
  NodeId const one = add_diarist(world, "one");
  NodeId const two = add_diarist(world, "two");
  world.start(one);
  world.run_until(VirtualTime{10s});
  world.clock(one).step(world.now(), 1h);
  world.restart(one);
  world.start(two);
  world.run_until(VirtualTime{20s});
  EXPECT_EQ(world.disk(one).read("data/diary/1").value(), "2026-01-01T00:00:00Z");
  EXPECT_EQ(world.disk(one).read("data/diary/2").value(), "2026-01-01T01:00:10Z");
  EXPECT_EQ(world.disk(two).read("data/diary/1").value(), "2026-01-01T00:00:10Z");
}

std::string digest_after(std::string_view name, std::string_view content) {
  World world{WorldSettings{}};
  Player player(world, "n");
  EXPECT_TRUE(world.disk(player.node()).write(name, content));
  return world.digest();
}

TEST(Durable, TheDigestFeelsWhatIsWritten) {
  EXPECT_EQ(digest_after("key", "1"), digest_after("key", "1"));
  EXPECT_NE(digest_after("key", "1"), digest_after("key", "2"));
  EXPECT_NE(digest_after("key", "1"), digest_after("kez", "1"));
}

struct Nothing final : Describer {
  std::string describe(NodeId, SocketName, Direction, Frames const&) override { return ""; }
};

TEST(Durable, ATraceHasTheNamesOfFilesAndNothingElse) {
  World world{WorldSettings{}};
  Nothing describer;
  Trace trace(world, describer, Trace::Detail::full);
  world.watch(trace);
  Player player(world, "n");
  ASSERT_TRUE(world.disk(player.node()).write("key", "hush"));
  ASSERT_TRUE(world.disk(player.node()).remove("key"));
  EXPECT_EQ(trace.text(), "0.000  n  start\n0.000  n  write  key\n0.000  n  remove  key\n");
}

}  // namespace
}  // namespace drydock::simulator
