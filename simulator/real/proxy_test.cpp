#include "simulator/real/proxy.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <functional>
#include <set>

#include "reference/transport/transport_testing.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;
using transport::Descriptor;

constexpr NodeId client{0};
constexpr NodeId server{1};

struct FakeLinks final : Links {
  bool is_blocked(NodeId from, NodeId to) override { return blocked.contains({from, to}); }
  LinkTrouble trouble(NodeId, NodeId) override { return troubles; }
  Duration delay(NodeId, NodeId) override { return latency; }
  bool is_silent(NodeId node) override { return silent.contains(node); }

  std::set<std::pair<NodeId, NodeId>> blocked;
  std::set<NodeId> silent;
  LinkTrouble troubles;
  Duration latency{0};
};

sockaddr_un address_of(std::string const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

/// A server and a client by plain sockets, and the proxy between them. What is read waits for
/// nothing: the kernel hands bytes over at once.
class ProxyTest : public testing::Test {
 protected:
  void SetUp() override {
    listener_ = Descriptor{socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    sockaddr_un const address = address_of(proxy_.bind({server, "rep"}, "tcp://server"));
    ASSERT_EQ(bind(listener_.number(), reinterpret_cast<sockaddr const*>(&address), sizeof address),
              0);
    ASSERT_EQ(listen(listener_.number(), 8), 0);
    path_ = proxy_.connect({client, "req"}, "tcp://server").value();
  }
  Descriptor call() {
    Descriptor descriptor{socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    sockaddr_un const address = address_of(path_);
    EXPECT_EQ(
        connect(descriptor.number(), reinterpret_cast<sockaddr const*>(&address), sizeof address),
        0);
    return descriptor;
  }
  Descriptor take() {
    return Descriptor{accept4(listener_.number(), nullptr, nullptr, SOCK_NONBLOCK)};
  }
  void meet() {
    caller_ = call();
    pump();
    callee_ = take();
    ASSERT_GE(callee_.number(), 0);
  }
  /// Twice, as what comes in may have to go out again.
  void pump() {
    proxy_.pump(now_);
    proxy_.pump(now_);
  }
  static void say(Descriptor const& to, std::string const& text) {
    EXPECT_EQ(send(to.number(), text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  /// What is there: `(nothing)` or `(end)` where that is it.
  static std::string hear(Descriptor const& at) {
    char buffer[256];
    ssize_t const count = recv(at.number(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (count < 0) return "(nothing)";
    return count == 0 ? "(end)" : std::string(buffer, static_cast<std::size_t>(count));
  }
  /// As libzmq does, both hang up when they hear the end, and nothing else is heard.
  bool disconnect(std::function<void()> const& meanwhile = [] {}) {
    return proxy_.disconnect([](Proxy::End const&, Proxy::End const&) { return true; },
                             [this, meanwhile] {
                               meanwhile();
                               hang_up(caller_);
                               hang_up(callee_);
                               return now_;
                             });
  }
  static void hang_up(Descriptor& descriptor) {
    if (descriptor.number() < 0) return;
    std::string const heard = hear(descriptor);
    if (heard == "(end)") descriptor = {};
    EXPECT_TRUE(heard == "(end)" || heard == "(nothing)") << heard;
  }
  bool both_hung_up() const { return caller_.number() < 0 && callee_.number() < 0; }

  transport::TemporaryDirectory directory_;
  FakeLinks links_;
  Proxy proxy_{links_, directory_.path("")};
  VirtualTime now_{};
  Descriptor listener_;
  std::string path_;
  Descriptor caller_;
  Descriptor callee_;
};

TEST_F(ProxyTest, BytesPassBothWays) {
  meet();
  say(caller_, "question");
  say(callee_, "answer");
  pump();
  EXPECT_EQ(hear(callee_), "question");
  EXPECT_EQ(hear(caller_), "answer");
}

TEST_F(ProxyTest, TheEndPassesBehindTheLastBytes) {
  meet();
  say(caller_, "last words");
  caller_ = {};
  pump();
  EXPECT_EQ(hear(callee_), "last words");
  EXPECT_EQ(hear(callee_), "(end)");
}

TEST_F(ProxyTest, WhatIsOnItsWayIsLostWithItsConnection) {
  meet();
  say(caller_, "question");
  EXPECT_TRUE(disconnect());
  EXPECT_TRUE(both_hung_up());
  EXPECT_FALSE(disconnect());
  meet();
  say(caller_, "again");
  pump();
  EXPECT_EQ(hear(callee_), "again");
}

TEST_F(ProxyTest, ADisconnectWaitsForWhatIsExpected) {
  meet();
  proxy_.expect([](auto const&, auto const&) { return true; }, true, 8);
  int turns = 0;
  disconnect([&] {
    EXPECT_EQ(turns < 3 && both_hung_up(), false);
    if (++turns == 3) say(caller_, "question");
  });
  EXPECT_GE(turns, 3);
  EXPECT_TRUE(both_hung_up());
}

TEST_F(ProxyTest, ADisconnectWaitsForWhatNeverComesOnlySoLong) {
  meet();
  proxy_.expect([](auto const&, auto const&) { return true; }, true, 8);
  EXPECT_TRUE(disconnect([this] { now_ += 499ms; }));
  EXPECT_TRUE(both_hung_up());
}

TEST_F(ProxyTest, ACutHoldsBackUntilItIsMended) {
  meet();
  links_.blocked = {{client, server}};
  say(caller_, "question");
  say(callee_, "answer");
  pump();
  EXPECT_EQ(hear(callee_), "(nothing)");
  EXPECT_EQ(hear(caller_), "answer");
  links_.blocked.clear();
  pump();
  EXPECT_EQ(hear(callee_), "question");
}

TEST_F(ProxyTest, ACutHidesTheEndOfADeadPeer) {
  meet();
  links_.blocked = {{client, server}, {server, client}};
  proxy_.lose(server);
  callee_ = {};
  pump();
  EXPECT_EQ(hear(caller_), "(nothing)");
  links_.blocked.clear();
  pump();
  EXPECT_EQ(hear(caller_), "(end)");
}

TEST_F(ProxyTest, TheLastWordsOfACrashAreLost) {
  meet();
  say(callee_, "answer");
  proxy_.lose(server);
  callee_ = {};
  pump();
  EXPECT_EQ(hear(caller_), "(end)");
}

TEST_F(ProxyTest, ADelayHoldsBackForItsTimeAndKeepsTheOrder) {
  meet();
  links_.latency = 50ms;
  say(caller_, "one");
  pump();
  links_.latency = 10ms;
  say(caller_, "two");
  pump();
  now_ += 49ms;
  pump();
  EXPECT_EQ(hear(callee_), "(nothing)");
  EXPECT_EQ(proxy_.next_pump(now_), VirtualTime{50ms});
  now_ += 1ms;
  pump();
  EXPECT_EQ(hear(callee_), "onetwo");
}

TEST_F(ProxyTest, WhatIsLateIsOvertakenByNothingAndHoldsUpNothingBeforeIt) {
  meet();
  auto const all = [](auto const&, auto const&) { return true; };
  proxy_.expect(all, true, 6);
  proxy_.expect(all, true, 4);
  proxy_.delay_expected(all, true, now_ + 1s);
  say(caller_, "beforelate");
  pump();
  say(caller_, "behind");
  say(callee_, "other way");
  pump();
  EXPECT_EQ(hear(callee_), "before");
  EXPECT_EQ(hear(callee_), "(nothing)");
  EXPECT_EQ(hear(caller_), "other way");
  now_ += 1s;
  pump();
  EXPECT_EQ(hear(callee_), "latebehind");
}

TEST_F(ProxyTest, ANarrowLineLetsAFewBytesThroughAtATime) {
  meet();
  links_.troubles.bytes_per_second = 100;
  say(caller_, std::string(150, 'x'));
  pump();
  EXPECT_EQ(hear(callee_), "(nothing)");
  now_ += 1s;
  pump();
  std::size_t const first = hear(callee_).size();
  EXPECT_GT(first, 50u);
  EXPECT_LE(first, 100u);
  now_ += 500ms;
  pump();
  EXPECT_EQ(hear(callee_).size(), 150 - first);
}

TEST_F(ProxyTest, WhoeverIsAcceptedSlowlyIsPutThroughLater) {
  links_.troubles.accept_delay = 2s;
  caller_ = call();
  pump();
  links_.troubles.accept_delay = 0s;  // Not for whoever waits already.
  now_ += 1999ms;
  pump();
  EXPECT_LT(take().number(), 0);
  now_ += 1ms;
  pump();
  EXPECT_GE(take().number(), 0);
}

TEST_F(ProxyTest, NobodyIsPutThroughToWhoKeepsSilent) {
  links_.silent = {server};
  caller_ = call();
  pump();
  EXPECT_LT(take().number(), 0);
  EXPECT_EQ(hear(caller_), "(nothing)");
  links_.silent.clear();
  pump();
  EXPECT_GE(take().number(), 0);
}

TEST_F(ProxyTest, OnlyWhoNoticesKnowsThatAConnectionIsForgotten) {
  meet();
  say(callee_, "lost");
  EXPECT_TRUE(proxy_.forget([](auto const&, auto const&) { return true; }, client));
  say(callee_, "lost as well");
  pump();
  EXPECT_EQ(hear(caller_), "(end)");
  EXPECT_EQ(hear(callee_), "(nothing)");
  proxy_.break_forgotten();
  pump();
  EXPECT_EQ(hear(callee_), "(end)");
}

TEST_F(ProxyTest, NobodyIsPutThroughAcrossACut) {
  links_.blocked = {{server, client}};
  caller_ = call();
  pump();
  EXPECT_LT(take().number(), 0);
  EXPECT_EQ(hear(caller_), "(nothing)");
  links_.blocked.clear();
  pump();
  EXPECT_GE(take().number(), 0);
}

TEST_F(ProxyTest, WhoeverIsRefusedIsHungUpOn) {
  links_.troubles.refuses = true;
  caller_ = call();
  pump();
  EXPECT_EQ(hear(caller_), "(end)");
}

TEST_F(ProxyTest, WhereNobodyIsBoundAnyMoreNobodyIsPutThrough) {
  proxy_.close({server, "rep"});
  caller_ = call();
  pump();
  EXPECT_EQ(hear(caller_), "(end)");
  EXPECT_LT(take().number(), 0);
}

}  // namespace
}  // namespace drydock::simulator
