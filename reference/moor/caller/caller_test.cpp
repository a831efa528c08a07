#include "reference/moor/caller/caller.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::caller {
namespace {

using namespace std::chrono_literals;

CallerRequest echo(std::optional<double> timeout = std::nullopt) {
  return {Symbol{"echo"}, {1}, ObjId{2}, timeout};
}

/// A caller whose daemon is played by a test.
struct TestCaller {
  explicit TestCaller(Settings settings)
      : caller(std::move(settings), Rng{Seed{1}}), driver(caller) {
    driver.input(Started{});
  }
  void up() { driver.input(PeerUp{{"callers"}}); }
  void down() { driver.input(PeerDown{{"callers"}}); }
  void reply(Frame const& id, CallerReply const& reply) {
    driver.receive("callers", {Frame{}, id, encode(reply).value()});
  }
  Outcome const& outcome(std::size_t at = 0) const { return caller.settled().at(at).outcome; }

  Caller caller;
  MachineDriver driver;
};

TEST(Caller, AsksOnceTheDaemonIsThereAndEndsWithItsAnswer) {
  Settings settings;
  settings.requests = {echo()};
  TestCaller test{settings};
  EXPECT_TRUE(test.driver.sent().empty());
  test.up();
  auto const sent = test.driver.take_sent();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(decode_caller_request(sent[0].frames.at(2)).value(), echo());
  test.reply(sent[0].frames[1], {Var{7}});
  EXPECT_EQ(test.outcome(), Outcome{Var{7}});
  ASSERT_TRUE(test.driver.exit());
  EXPECT_EQ(test.driver.exit()->code, 0);
}

TEST(Caller, WithoutADaemonItIsToldSo) {
  Settings settings;
  settings.requests = {echo()};
  TestCaller test{settings};
  test.driver.advance(10s);
  EXPECT_EQ(test.outcome(), Outcome{Unanswered{"no daemon answers"}});
}

// Found by the simulator: each later request used to put off the end of those before it.
TEST(Caller, EachRequestWaitsForADaemonOnItsOwn) {
  Settings settings;
  settings.exit_when_settled = false;
  TestCaller test{settings};
  for (int asked = 0; asked < 4; ++asked) {
    Outbox out;
    test.caller.ask(test.driver.now(), echo(), out);
    for (Output const& output : out) test.driver.apply(output);
    test.driver.advance(5s);
  }
  EXPECT_EQ(test.caller.settled().size(), 3u);
  EXPECT_EQ(test.outcome(), Outcome{Unanswered{"no daemon answers"}});
}

TEST(Caller, ADaemonThatGoesAwaySettlesWhatItWasAsked) {
  Settings settings;
  settings.requests = {echo(), echo()};
  TestCaller test{settings};
  test.up();
  test.down();
  ASSERT_EQ(test.caller.settled().size(), 2u);
  EXPECT_EQ(test.outcome(0), Outcome{Unanswered{"the daemon went away"}});
}

TEST(Caller, AnAnswerThatNeverComesIsWaitedForABoundedTime) {
  Settings settings;
  settings.requests = {echo(2.0)};
  TestCaller test{settings};
  test.up();
  test.driver.advance(2s + 30s - 1ns);
  EXPECT_TRUE(test.caller.settled().empty());
  test.driver.advance(1ns);
  EXPECT_EQ(test.outcome(), Outcome{Unanswered{"no answer in time"}});
}

TEST(Caller, AReplyToNothingAndASecondReplyChangeNothing) {
  Settings settings;
  settings.requests = {echo()};
  settings.exit_when_settled = false;
  TestCaller test{settings};
  test.up();
  Frame const id = test.driver.take_sent().at(0).frames.at(1);
  test.reply(Uuid{}.to_bytes(), {Var{1}});
  test.reply(id, {Var{2}});
  test.reply(id, {Var{3}});
  test.driver.receive("callers", {Frame{}, Frame(3), Frame{}});
  test.driver.receive("callers", {});
  ASSERT_EQ(test.caller.settled().size(), 1u);
  EXPECT_EQ(test.outcome(), Outcome{Var{2}});
}

TEST(Caller, AnUnreadableReplySettlesItsRequest) {
  Settings settings;
  settings.requests = {echo()};
  TestCaller test{settings};
  test.up();
  test.driver.receive("callers", {Frame{}, test.driver.take_sent().at(0).frames.at(1), Frame{1}});
  EXPECT_TRUE(std::holds_alternative<Unanswered>(test.outcome()));
}

}  // namespace
}  // namespace drydock::moor::caller
