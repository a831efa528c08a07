#include "simulator/world/world.hpp"

#include <gtest/gtest.h>

#include "simulator/network/test_frames.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// Counts, and says so once a second.
class Clockwork final : public Machine {
 public:
  explicit Clockwork(Rng rng) : rng_(rng) {}
  void step(VirtualTime now, Input const& input, Outbox& out) override {
    if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{3, "told to"});
      return;
    }
    out.emplace_back(Log{LogLevel::info, std::to_string(rng_.below(1000))});
    out.emplace_back(SetTimer{{"tick"}, now + 1s});
  }

 private:
  Rng rng_;
};

MachineFactory clockwork() {
  return [](Rng rng, std::uint64_t) { return std::make_unique<Clockwork>(rng); };
}

struct Recorder final : Observer {
  std::vector<VirtualTime> ticks;
  std::vector<NodeEvent> events;
  std::vector<std::string> logs;
  void on_input(VirtualTime now, NodeId, Input const& input) override {
    if (std::holds_alternative<TimerFired>(input)) ticks.push_back(now);
  }
  void on_output(VirtualTime, NodeId, Output const& output) override {
    if (auto const* log = std::get_if<Log>(&output)) logs.push_back(log->text);
  }
  void on_node(VirtualTime, NodeId, NodeEvent event) override { events.push_back(event); }
};

TEST(World, ATimerFiresAtItsInstant) {
  World world{WorldSettings{}};
  Recorder recorder;
  world.watch(recorder);
  NodeId const node = world.add_node("n", clockwork());
  world.start(node);
  world.run_until(VirtualTime{3s});
  EXPECT_EQ(recorder.ticks, (std::vector{VirtualTime{1s}, VirtualTime{2s}, VirtualTime{3s}}));
  EXPECT_EQ(world.now(), VirtualTime{3s});
}

TEST(World, ATimerSetAnewFiresOnlyOnce) {
  World world{WorldSettings{}};
  Player player(world, "p");
  player.perform(SetTimer{{"a"}, VirtualTime{1s}});
  player.perform(SetTimer{{"a"}, VirtualTime{2s}});
  player.perform(SetTimer{{"b"}, VirtualTime{1s}});
  player.perform(CancelTimer{{"b"}});
  world.run_until(VirtualTime{5s});
  ASSERT_EQ(player.count<TimerFired>(), 1u);
  EXPECT_EQ(player.seen().back().at, VirtualTime{2s});
}

TEST(World, ACrashLosesTimersAndARestartIsAnotherMachine) {
  World world{WorldSettings{}};
  Recorder recorder;
  world.watch(recorder);
  NodeId const node = world.add_node("n", clockwork());
  world.start(node);
  world.run_until(VirtualTime{500ms});
  EXPECT_TRUE(world.crash(node));
  EXPECT_FALSE(world.crash(node));
  world.run_until(VirtualTime{10s});
  EXPECT_TRUE(recorder.ticks.empty());
  EXPECT_TRUE(world.restart(node));
  world.run_until(VirtualTime{11s});
  EXPECT_EQ(recorder.ticks, (std::vector{VirtualTime{11s}}));
  EXPECT_EQ(recorder.events,
            (std::vector{NodeEvent::started, NodeEvent::crashed, NodeEvent::restarted}));
  ASSERT_EQ(recorder.logs.size(), 3u);
  EXPECT_NE(recorder.logs[0], recorder.logs[1]);  // Each start draws numbers of its own.
}

TEST(World, APausedNodeMissesNothingAndHurriesNothing) {
  World world{WorldSettings{}};
  Recorder recorder;
  world.watch(recorder);
  NodeId const node = world.add_node("n", clockwork());
  world.start(node);
  world.run_until(VirtualTime{1500ms});
  world.pause(node);
  world.run_until(VirtualTime{5s});
  EXPECT_EQ(recorder.ticks.size(), 1u);
  world.resume(node);
  world.run_until(VirtualTime{6s});
  EXPECT_EQ(recorder.ticks, (std::vector{VirtualTime{1s}, VirtualTime{5s}, VirtualTime{6s}}));
}

TEST(World, ASlowNodeTakesOneStepAtATime) {
  World world{WorldSettings{}};
  Player player(world, "p");
  world.run_until(VirtualTime{1s});
  world.slow(player.node(), 100ms);
  for (std::string_view const name : {"a", "b", "c"}) {
    player.perform(SetTimer{{name}, VirtualTime{2s}});
  }
  world.run_until(VirtualTime{5s});
  ASSERT_EQ(player.seen().size(), 4u);
  EXPECT_EQ(player.seen()[1].at, VirtualTime{2s});
  EXPECT_EQ(player.seen()[2].at, VirtualTime{2100ms});
  EXPECT_EQ(player.seen()[3].at, VirtualTime{2200ms});
}

TEST(World, StopIsAnInputAndExitAnEnd) {
  World world{WorldSettings{}};
  NodeId const node = world.add_node("n", clockwork());
  world.start(node);
  world.run_until(VirtualTime{1s});
  world.stop(node);
  EXPECT_TRUE(world.run_until_quiet(VirtualTime{9s}));
  EXPECT_FALSE(world.running(node));
  EXPECT_EQ(world.exit_of(node), (Exit{3, "told to"}));
}

TEST(World, ASecondBinderOfATcpEndpointEnds) {
  World world{WorldSettings{}};
  Player first(world, "first");
  Player second(world, "second");
  first.open("s", binding(SocketType::rep, "tcp://127.0.0.1:7897"));
  second.open("s", binding(SocketType::rep, "tcp://127.0.0.1:7897"));
  EXPECT_TRUE(world.running(first.node()));
  EXPECT_FALSE(world.running(second.node()));
  EXPECT_EQ(world.exit_of(second.node())->code, 2);
}

TEST(World, ActionsOfOneInstantRunInTheirOrder) {
  World world{WorldSettings{}};
  std::string order;
  world.at(VirtualTime{2s}, [&] { order += "b"; });
  world.at(VirtualTime{1s}, [&] { order += "a"; });
  world.at(VirtualTime{2s}, [&] { order += "c"; });
  EXPECT_TRUE(world.run_until_quiet(VirtualTime{9s}));
  EXPECT_EQ(order, "abc");
}

std::string digest_of(Seed seed) {
  World world{WorldSettings{.seed = seed, .network = {}}};
  NodeId const node = world.add_node("n", clockwork());
  world.start(node);
  world.run_until(VirtualTime{20s});
  return world.digest();
}

TEST(World, TheDigestIsAFunctionOfTheSeed) {
  EXPECT_EQ(digest_of(Seed{1}), digest_of(Seed{1}));
  EXPECT_NE(digest_of(Seed{1}), digest_of(Seed{2}));
}

TEST(World, CountsTheMessagesThatMachinesTook) {
  World world{WorldSettings{}};
  Player asker(world, "asker");
  Player answerer(world, "answerer");
  asker.open("a", connecting(SocketType::dealer, service));
  answerer.open("b", binding(SocketType::dealer, service));
  world.run_until(VirtualTime{1s});
  EXPECT_EQ(world.messages(), 0u);
  asker.send({"a"}, frames_of({"one"}));
  asker.send({"a"}, frames_of({"two"}));
  answerer.send({"b"}, frames_of({"three"}));
  world.pause(answerer.node());
  world.run_until(VirtualTime{2s});
  EXPECT_EQ(world.messages(), 1u);
  world.resume(answerer.node());
  world.run_until(VirtualTime{3s});
  EXPECT_EQ(world.messages(), 3u);
}

TEST(World, TheDigestFeelsARemark) {
  World one{WorldSettings{}};
  World two{WorldSettings{}};
  one.note(no_node, "heal", "");
  EXPECT_NE(one.digest(), two.digest());
}

TEST(World, RecordsNameTheEventsOfTheDigest) {
  World world{WorldSettings{}};
  world.run_digest().keep_records();
  NodeId const node = world.add_node("n", clockwork());
  world.start(node);
  world.run_until(VirtualTime{1s});
  std::vector<EventRecord> const& records = world.run_digest().records();
  ASSERT_GT(records.size(), 4u);
  EXPECT_EQ(records[4].what, "timer");
  EXPECT_TRUE(to_text(records[4]).starts_with("1.000000000 node 0 timer tick #"))
      << to_text(records[4]);
}

}  // namespace
}  // namespace drydock::simulator
