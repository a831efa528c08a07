#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/curve_key.hpp"
#include "reference/core/time.hpp"

namespace drydock {

/// The ZeroMQ socket types that a machine can ask for.
///
/// A `sub` takes the messages of an XSUB: one frame of a byte 1 and a topic subscribes, of 0 and
/// the topic takes that subscription back.
///
/// A `stream` is a tcp port for peers that do not speak ZeroMQ, and binds. Each connection is a
/// route of its own, never used again. Its messages have one frame: an empty one when it was
/// opened, then the bytes as they come, cut anywhere, and at last an empty one when it was closed.
/// An empty frame that is sent closes it once all that was sent before has left, and nothing more
/// is heard of it; so does the world when a peer does not read and `send_high_water_mark` messages
/// wait for it, but then it says so like a close of the peer's. `user_id` is the peer's address and
/// port.
enum class SocketType : std::uint8_t { req, rep, pub, sub, xpub, router, dealer, stream };

/// Neither encrypted nor authenticated.
struct Plain {
  /// Whether it has to be so, since the protocol knows no other way; then tcp needs no further
  /// leave.
  bool by_protocol = false;
  friend bool operator==(Plain const&, Plain const&) = default;
};
/// CURVE for a socket that binds: it has the long-term key, and asks for each client at the ZAP
/// endpoint in this domain. Source: zmq_curve(7), ZeroMQ RFC 26 and 27.
struct CurveServer {
  CurveSecretKey secret_key;
  std::string zap_domain;
  /// Whether nobody is let in while no authenticator answers. Without it everybody is who knows the
  /// server's key, which is libzmq's default. Source: zmq_setsockopt(3), ZMQ_ZAP_ENFORCE_DOMAIN.
  bool enforce_domain = true;
  friend bool operator==(CurveServer const&, CurveServer const&) = default;
};
/// CURVE for a socket that connects: its own keys, and the one that the server must have.
struct CurveClient {
  CurveKeyPair keys;
  CurvePublicKey server_key;
  friend bool operator==(CurveClient const&, CurveClient const&) = default;
};
using Security = std::variant<Plain, CurveServer, CurveClient>;

/// What a machine asks of a socket when it opens it. Defaults are libzmq's, but for `linger` and
/// `frame_bytes_max`.
/// Source: zmq_socket(3), zmq_setsockopt(3).
struct SocketSpec {
  SocketType type = SocketType::req;
  /// Endpoints in ZeroMQ's spelling (`ipc:///tmp/x.sock`, `tcp://127.0.0.1:7897`). In the simulator
  /// an endpoint is a name like any other.
  std::vector<std::string> bind;
  std::vector<std::string> connect;
  /// Topics by prefix, for `sub`.
  std::vector<std::string> subscriptions;
  /// Messages, per connection.
  int send_high_water_mark = 1000;
  int receive_high_water_mark = 1000;
  /// How long what was sent may outlive its socket.
  Duration linger{0};
  Duration reconnect_min{std::chrono::milliseconds{100}};
  /// Reconnect delays double up to here; without it they stay at the minimum.
  std::optional<Duration> reconnect_max;
  /// A frame above this ends its connection; without it frames have no limit, and a peer that
  /// promises 2 to the 62 bytes is believed.
  std::optional<std::int64_t> frame_bytes_max = std::int64_t{128} << 20;
  Security security;
  /// Whether the machine cannot be without it: then the world ends when it cannot be had. Otherwise
  /// the machine is told PeerDown, and the name is free again.
  bool required = true;

  friend bool operator==(SocketSpec const&, SocketSpec const&) = default;
};

}  // namespace drydock
