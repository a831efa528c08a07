#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/time.hpp"

namespace drydock {

/// The ZeroMQ socket types that a machine can ask for.
enum class SocketType : std::uint8_t { req, rep, pub, sub, xpub, router, dealer };

/// What a machine asks of a socket when it opens it. Defaults are libzmq's, but for `linger`.
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
  /// A frame above this ends its connection; without it frames have no limit.
  std::optional<std::int64_t> frame_bytes_max;

  friend bool operator==(SocketSpec const&, SocketSpec const&) = default;
};

}  // namespace drydock
