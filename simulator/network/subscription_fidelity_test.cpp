#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/network/security_scripts.hpp"

// Subscriptions that change while their socket is open, and sockets that can be done without,
// played over libzmq and in the simulator: machines have to be told the same in both.

namespace drydock::simulator {
namespace {

using transport::Script;
using Lines = std::vector<std::string>;

Frame changing(char what, std::string const& topic) {
  return bytes_of(std::string(1, what) + topic);
}

SocketSpec quick_spec_of(SocketType type) {
  SocketSpec spec;
  spec.type = type;
  spec.reconnect_min = std::chrono::milliseconds{10};
  return spec;
}

/// Publishes at each change of the subscriptions. At its cue it opens its socket anew, and again
/// until somebody subscribes: libzmq removes the path of a closed socket in its own time.
class Publisher {
 public:
  explicit Publisher(std::string endpoint) : endpoint_(std::move(endpoint)) {}

  void operator()(VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) open(out);
    if (std::holds_alternative<StopRequested>(input)) open_anew(now, out);
    if (std::holds_alternative<TimerFired>(input) && unheard_) open_anew(now, out);
    if (auto const* received = std::get_if<Received>(&input)) {
      unheard_ = false;
      std::string const text{text_of(received->frames.front())};
      out.emplace_back(Send{{"p"}, {bytes_of(text.substr(1)), bytes_of(text.substr(1))}});
    }
  }

 private:
  void open(Outbox& out) {
    SocketSpec spec = quick_spec_of(SocketType::xpub);
    spec.bind = {endpoint_};
    out.emplace_back(OpenSocket{"p", spec});
  }
  void open_anew(VirtualTime now, Outbox& out) {
    unheard_ = true;
    out.emplace_back(CloseSocket{"p"});
    open(out);
    out.emplace_back(SetTimer{{"unheard"}, now + std::chrono::milliseconds{500}});
  }

  std::string endpoint_;
  bool unheard_ = false;
};

/// Subscribes to `a` twice, and at what it hears of that to `b` instead.
Script::Handler subscriber_that_changes_its_mind(std::string endpoint) {
  return [endpoint = std::move(endpoint)](VirtualTime, Input const& input, Outbox& out) {
    auto const change = [&](char what, std::string const& topic) {
      out.emplace_back(Send{{"s"}, {changing(what, topic)}});
    };
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec = quick_spec_of(SocketType::sub);
      spec.connect = {endpoint};
      out.emplace_back(OpenSocket{"s", spec});
      change(1, "a");
      change(1, "a");
    }
    auto const* received = std::get_if<Received>(&input);
    if (received == nullptr || text_of(received->frames.front()) != "a") return;
    change(0, "a");
    change(2, "nonsense");
    change(0, "a");
    change(1, "b");
  };
}

/// Each test runs over libzmq and in simulations of some seeds.
class SubscriptionFidelity : public testing::TestWithParam<std::uint64_t> {
 protected:
  std::unique_ptr<Theatre> theatre() {
    if (GetParam() == 0) return std::make_unique<RealTheatre>();
    return std::make_unique<SimulatedTheatre>(Seed{GetParam()});
  }
};
INSTANTIATE_TEST_SUITE_P(Worlds, SubscriptionFidelity, testing::Range<std::uint64_t>(0, 6),
                         [](auto const& world) {
                           std::string const seed = std::to_string(world.param);
                           return world.param == 0 ? std::string("Libzmq") : "Seed" + seed;
                         });

TEST_P(SubscriptionFidelity, WhatIsSubscribedToChangesWithMessagesAndOutlivesConnections) {
  std::unique_ptr<Theatre> theatre = this->theatre();
  std::string const endpoint = theatre->endpoint("events");
  Script server{Publisher(endpoint)};
  Script client{subscriber_that_changes_its_mind(endpoint)};
  theatre->enter(server);
  theatre->enter(client);
  Lines const heard{"up", "received a", "received b"};
  auto const has_heard = [&](auto const& told) { return lines_of(told, "s") == heard; };
  EXPECT_TRUE(theatre->wait(client, has_heard)) << testing::PrintToString(client.told());
  Lines const shown{"received \1a", "received " + std::string("\0a", 2), "received \1b"};
  EXPECT_EQ(lines_of(server.told(), "p"), shown);
  theatre->cue(server);
  auto const hears_again = [&](auto const& told) {
    Lines const lines = lines_of(told, "s");
    return lines.size() > heard.size() && lines.back() == "received b";
  };
  EXPECT_TRUE(theatre->wait(client, hears_again)) << testing::PrintToString(client.told());
  Lines const shown_in_all = lines_of(server.told(), "p");
  EXPECT_EQ(shown_in_all.back(), "received \1b");
  EXPECT_EQ(std::count(shown_in_all.begin(), shown_in_all.end(), "received \1a"), 1);
  theatre.reset();  // Before those who play in it.
}

TEST_P(SubscriptionFidelity, WhoCanBeWithoutAnAddressIsToldThatItIsTaken) {
  std::unique_ptr<Theatre> theatre = this->theatre();
  std::string const endpoint = transport::free_tcp_endpoint();
  auto const binding = [endpoint](VirtualTime now, Input const& input, Outbox& out) {
    if (!std::holds_alternative<Started>(input)) return;
    SocketSpec spec = quick_spec_of(SocketType::pub);
    spec.bind = {endpoint};
    spec.required = false;
    out.emplace_back(OpenSocket{"p", spec});
    out.emplace_back(SetTimer{{"later"}, now + std::chrono::milliseconds{1}});
  };
  Script first{binding};
  Script second{binding};
  auto const serves = [](auto const& told) { return told.size() >= 2; };
  theatre->enter(first);
  EXPECT_TRUE(theatre->wait(first, serves));
  theatre->enter(second);
  auto const has_both = [](auto const& told) { return told.size() >= 3; };
  EXPECT_TRUE(theatre->wait(second, has_both));
  EXPECT_EQ(lines_of(first.told(), "p"), Lines{});
  EXPECT_EQ(lines_of(second.told(), "p"), Lines{"down"});
  theatre.reset();
}

}  // namespace
}  // namespace drydock::simulator
