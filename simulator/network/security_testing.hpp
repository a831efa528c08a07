#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "reference/machine/zap.hpp"
#include "simulator/network/test_frames.hpp"

// For the tests of CURVE and ZAP.

namespace drydock::simulator {

inline Rng key_rng{Seed{1}};
inline CurveKeyPair const server_keys = CurveKeyPair::generate(key_rng);
inline CurveKeyPair const client_keys = CurveKeyPair::generate(key_rng);
inline CurveKeyPair const other_keys = CurveKeyPair::generate(key_rng);

inline Security curve(CurveKeyPair const& keys) {
  return CurveClient{keys, server_keys.public_key};
}

struct SecurityTest : testing::Test {
  explicit SecurityTest(Seed seed = Seed{1}) : world(WorldSettings{.seed = seed, .network = {}}) {}

  World world;
  Player server{world, "server"};
  Player client{world, "client"};

  static constexpr char endpoint[] = "tcp://127.0.0.1:7897";

  void serve(SocketType type, Security security) {
    SocketSpec spec = binding(type, endpoint);
    spec.security = std::move(security);
    server.open("s", spec);
  }
  void serve(bool enforce_domain = true) {
    serve(SocketType::router, CurveServer{server_keys.secret_key, "moor", enforce_domain});
  }
  void authenticate() {
    server.open("zap", binding(SocketType::router, std::string(zap_endpoint)));
  }
  void connect(Player& who, Security security, SocketType type = SocketType::dealer) {
    SocketSpec spec = connecting(type, endpoint);
    spec.security = std::move(security);
    if (type == SocketType::sub) spec.subscriptions = {""};
    who.open("c", spec);
  }
  void pass(Duration time) { world.run_until(world.now() + time); }
  /// What `socket` of `player` got.
  static std::vector<Received> received(Player const& player, SocketName socket) {
    std::vector<Received> messages = player.received();
    std::erase_if(messages, [&](Received const& one) { return one.from.socket != socket; });
    return messages;
  }
  std::vector<Received> requests() const { return received(server, "zap"); }
  void reply(Received const& request, std::string_view status, std::string_view user_id = "") {
    server.send(request.from, frames_of({"", "1.0", "1", status, "because", user_id, ""}));
  }
  bool refused() const {
    for (Player::Seen const& seen : client.seen()) {
      if (seen.input == Input{PeerDown{{"c"}, true}}) return true;
    }
    return false;
  }
};

}  // namespace drydock::simulator
