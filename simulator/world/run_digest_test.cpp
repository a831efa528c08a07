#include "simulator/world/run_digest.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <set>
#include <string>

#include "simulator/network/test_frames.hpp"
#include "simulator/world/player.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr char service[] = "ipc:///tmp/service";

/// Told all that a world's own digest is, which it has to hash for itself.
class Shadow final : public Observer {
 public:
  std::string hex() const { return digest_.hex(); }

  void on_input(VirtualTime now, NodeId node, Input const& input) override {
    digest_.on_input(now, node, input);
  }
  void on_output(VirtualTime now, NodeId node, Output const& output) override {
    digest_.on_output(now, node, output);
  }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override {
    digest_.on_node(now, node, event);
  }
  void on_network(VirtualTime now, NetworkEvent const& event) override {
    if (event.kind != NetworkEvent::Kind::delivered) digest_.on_network(now, event);
  }

 private:
  RunDigest digest_;
};

/// Some are empty, and some longer than what is hashed at once.
Frames frames_of_sizes(std::vector<std::uint8_t> const& sizes) {
  Frames frames;
  for (std::uint8_t const size : sizes) {
    frames.emplace_back(size % 3 == 0 ? 0 : std::size_t{size} * 5, size);
  }
  return frames;
}

/// Whoever binds says each message again to whom it came from; now and then another one arrives.
void talk(World& world, SocketType binder, SocketType connector,
          std::vector<std::vector<std::uint8_t>> const& messages) {
  Player server(world, "server");
  Player client(world, "client");
  server.open("s", binding(binder, service));
  client.open(
      "c", binder == SocketType::pub ? subscribing(service, "") : connecting(connector, service));
  world.run_until(world.now() + 1s);
  std::size_t answered = 0;
  for (std::vector<std::uint8_t> const& sizes : messages) {
    if (sizes.size() == 3) {
      Frames instead = frames_of_sizes({3, sizes[2], sizes[1]});
      world.network().arm({.node = server.node(), .socket = "s", .instead = std::move(instead)});
    }
    if (binder == SocketType::pub) {
      server.send({"s"}, frames_of_sizes(sizes));
    } else {
      client.send({"c"}, frames_of_sizes(sizes));
    }
    world.run_until(world.now() + 1s);
    std::vector<Received> const received = server.received();
    for (; answered < received.size(); ++answered) {
      server.send(received[answered].from, received[answered].frames);
    }
    world.run_until(world.now() + 1s);
  }
  client.close("c");
  server.close("s");
}

RC_GTEST_PROP(RunDigest, IsTheSameWhetherAHashTravelledOrIsTakenAnew, ()) {
  using enum SocketType;
  auto const messages = *rc::gen::scale(0.4, rc::gen::arbitrary<Frames>());
  std::pair<SocketType, SocketType> const pairs[] = {
      {rep, req}, {router, req}, {rep, dealer}, {router, dealer}, {dealer, dealer}, {pub, sub}};
  for (auto const& [binder, connector] : pairs) {
    World world{WorldSettings{}};
    Shadow shadow;
    world.watch(shadow);
    talk(world, binder, connector, messages);
    RC_ASSERT(shadow.hex() == world.digest());
  }
}

std::string digest_of(Input const& input) {
  RunDigest digest;
  digest.on_input({}, NodeId{1}, input);
  return digest.hex();
}

TEST(RunDigest, FeelsAllOfANameWhateverItsSize) {
  std::set<std::string> digests;
  std::size_t names = 0;
  for (std::size_t size = 0; size <= 20; ++size) {
    for (std::size_t changed = 0; changed <= size; ++changed) {
      std::string name(size + 1, 'a');
      name[changed] = 'b';
      name.resize(size);  // The last time nothing of it is changed.
      digests.insert(digest_of(TimerFired{{name}}));
      ++names;
    }
  }
  EXPECT_EQ(digests.size(), names);
}

TEST(RunDigest, FeelsWhatAMessageIsAndWhoSentIt) {
  std::set<std::string> const digests = {
      digest_of(Received{{"a"}, frames_of({"", "x"})}),
      digest_of(Received{{"a"}, frames_of({"x"})}),
      digest_of(Received{{"a"}, frames_of({"", "", "x"})}),
      digest_of(Received{{"a"}, frames_of({""})}),
      digest_of(Received{{"a"}, frames_of({"x"}), "u"}),
      digest_of(Received{{"a", Route{1}}, frames_of({"x"})}),
      digest_of(Received{{"b"}, frames_of({"x"})}),
      digest_of(PeerDown{{"a"}}),
      digest_of(PeerDown{{"a"}, true}),
      digest_of(PeerUp{{"a"}}),
  };
  EXPECT_EQ(digests.size(), 10u);
}

/// More than it keeps before it rolls.
TEST(RunDigest, FeelsTheOrderOfManyEvents) {
  auto const digest_of_order = [](int swapped) {
    RunDigest digest;
    for (int k = 0; k < 1000; ++k) {
      int const number = k == swapped ? k + 1 : k == swapped + 1 ? k - 1 : k;
      digest.on_note({}, no_node, "number", std::to_string(number));
    }
    return digest.hex();
  };
  std::set<std::string> digests;
  for (int swapped = -2; swapped < 999; swapped += 7) digests.insert(digest_of_order(swapped));
  EXPECT_EQ(digests.size(), 143u);
}

}  // namespace
}  // namespace drydock::simulator
