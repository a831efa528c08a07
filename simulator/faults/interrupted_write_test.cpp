#include "simulator/faults/interrupted_write.hpp"

#include "simulator/faults/fault_testing.hpp"
#include "simulator/world/player.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// Writes two files and commits a record whenever a timer fires, and says so on a socket.
class Writer final : public Machine {
 public:
  Writer(Disk& disk, Records& records) : disk_(disk), records_(records) {}
  void step(VirtualTime now, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) out.emplace_back(SetTimer{{"write"}, now + 1s});
    if (!std::holds_alternative<TimerFired>(input)) return;
    static_cast<void>(disk_.write("one", "first and second half"));
    static_cast<void>(records_.commit({{"two", Bytes{2}}}));
    static_cast<void>(disk_.write("three", "x"));
    out.emplace_back(Log{LogLevel::info, "written"});
  }

 private:
  Disk& disk_;
  Records& records_;
};

struct InterruptedWrites : testing::Test {
  struct Heard final : Observer {
    void on_output(VirtualTime, NodeId, Output const& output) override {
      logs += std::holds_alternative<Log>(output) ? 1 : 0;
    }
    int logs = 0;
  };
  World world{WorldSettings{}};
  NodeId a = world.add_node("a", [this](Rng, std::uint64_t) {
    return std::make_unique<Writer>(world.disk(NodeId{0}), world.records(NodeId{0}));
  });
  Heard heard;

  InterruptedWrites() {
    world.watch(heard);
    world.start(a);
  }
  void pass(Duration time) { world.run_until(world.now() + time); }
};

TEST_F(InterruptedWrites, AProcessDiesBetweenTwoWritesAndNothingElseComesOfTheStep) {
  EXPECT_EQ(give(world, "kill-at-write a 2"), "");
  pass(2s);
  EXPECT_FALSE(world.running(a));
  EXPECT_TRUE(world.was_killed(a));
  EXPECT_EQ(world.disk(a).files().size(), 1u);
  EXPECT_EQ(world.records(a).content().size(), 0u);
  EXPECT_EQ(heard.logs, 0);
  EXPECT_EQ(give(world, "restart a"), "");
  pass(2s);
  EXPECT_TRUE(world.running(a));
  EXPECT_EQ(world.disk(a).files().size(), 2u);
  EXPECT_EQ(heard.logs, 1);
}

TEST_F(InterruptedWrites, AWriteBySomebodyElseKillsTheProcessJustTheSame) {
  give(world, "kill-at-write a 1");
  EXPECT_FALSE(world.disk(a).write("by an operator", "x"));
  EXPECT_FALSE(world.prod(a, [](VirtualTime, Machine&, Outbox&) { FAIL(); }));
  pass(0s);
  EXPECT_FALSE(world.running(a));
  EXPECT_TRUE(world.disk(a).write("by an operator", "x"));
}

TEST_F(InterruptedWrites, APowerCutTakesWhatWasNotSynced) {
  ASSERT_TRUE(world.disk(a).write("zero", "x"));
  EXPECT_EQ(give(world, "unsync a"), "");
  pass(2s);
  EXPECT_EQ(world.disk(a).files().size(), 3u);
  EXPECT_EQ(give(world, "power-cut a"), "");
  EXPECT_EQ(world.disk(a).files().size(), 1u);
  EXPECT_EQ(world.records(a).content().size(), 0u);
  EXPECT_FALSE(world.running(a));
  world.start(a);
  pass(2s);
  EXPECT_EQ(give(world, "power-cut a"), "");
  EXPECT_EQ(world.disk(a).files().size(), 3u);
}

TEST_F(InterruptedWrites, ATornFileHasHalfOfItsContent) {
  pass(2s);
  EXPECT_EQ(give(world, "tear-file a one"), "");
  EXPECT_EQ(world.disk(a).files().at("one"), "first and ");
  EXPECT_EQ(give(world, "tear-file a none"), "");
}

TEST_F(InterruptedWrites, ABusyDatabaseTakesNothing) {
  EXPECT_EQ(give(world, "database-busy a"), "");
  EXPECT_EQ(world.records(a).commit({{"x", Bytes{1}}}).error().message,
            "cannot commit: database is locked");
  EXPECT_EQ(give(world, "database-free a"), "");
  EXPECT_TRUE(world.records(a).commit({{"x", Bytes{1}}}));
}

TEST_F(InterruptedWrites, AnErrorNamesWhatItSaw) {
  EXPECT_EQ(give(world, "kill-at-write a 0"), "column 17: '0' where 1, 2, 3 and so on should be");
  EXPECT_EQ(give(world, "tear-file a"),
            "column 12: the name of a file is missing at the end of the line");
}

}  // namespace
}  // namespace drydock::simulator
