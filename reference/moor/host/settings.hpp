#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/machine/socket_spec.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/session.hpp"
#include "reference/moor/host/defects.hpp"

namespace drydock::moor::host {

enum class Profile : std::uint8_t { compatible, robust, strict };

/// A port where people arrive, and the object that handles them.
struct ListeningAt {
  std::uint16_t port = 0;
  Obj handler_object = ObjId{0};
  friend bool operator==(ListeningAt const&, ListeningAt const&) = default;
};

/// How a host is set up. The defaults are what `drydock host` has.
struct Settings {
  /// The daemon's RPC socket (ROUTER) and events socket (PUB).
  std::string rpc_address = "ipc:///tmp/moor_rpc.sock";
  std::string events_address = "ipc:///tmp/moor_events.sock";
  Profile profile = Profile::robust;
  HostType type = HostType::tcp;
  /// Drawn, unless something else has to know it first.
  std::optional<Uuid> id;
  /// Listeners from the start on, and the address at which all are, as the daemon is told it.
  std::vector<ListeningAt> listeners;
  std::string listen_address = "0.0.0.0";
  std::size_t listeners_max = 16;
  /// Used on each address that is tcp, and on no other; without it tcp is in the clear, which the
  /// world has to allow.
  std::optional<CurveClient> curve;

  /// From the handshake of the events socket, or from a new subscription, until that is live
  /// (H-07).
  Duration subscription_settles = std::chrono::milliseconds{100};
  /// Without any broadcast for so long the events socket is made anew.
  Duration silence_max = std::chrono::seconds{30};
  /// How long a request may go unanswered (H-09): one that the daemon answers when a task has
  /// ended, and any other.
  Duration task_reply_wait_max = std::chrono::seconds{59};
  Duration reply_wait_max = std::chrono::seconds{5};
  /// Sockets for requests, made as they are needed, at most 64. So many of them are never lent to
  /// requests that wait for a task.
  std::size_t rpc_sockets_max = 64;
  std::size_t rpc_sockets_kept = 8;
  /// How long lines wait for a task's end (H-15).
  Duration task_wait_max = std::chrono::seconds{10};
  /// In the strict profile: how long a refused message waits for newer credentials (ST-06).
  Duration fresh_token_wait = std::chrono::seconds{1};
  /// Between attempts to register, and to be connected: doubling from the first to the second, each
  /// with up to as much again of jitter (H-04).
  Duration retry_min = std::chrono::milliseconds{250};
  Duration retry_max = std::chrono::seconds{10};
  /// How long a leaving connection waits for the reply to what it asked last, before it detaches.
  Duration leave_grace = std::chrono::seconds{2};
  /// When told to stop: how long connections get to detach, and the host itself (H-31).
  Duration stop_connections_max = std::chrono::seconds{5};
  Duration stop_host_max = std::chrono::seconds{2};
  /// Whether a connection that the daemon has forgotten is attached anew (H-30), or ends.
  bool attaches_again = true;
  /// Whether a line that begins with `;` is evaluated, and is no command.
  bool evaluates = false;
  /// Lines that may wait in one connection.
  std::size_t lines_max = 1000;

  Defects defects;

  bool has(Defect defect) const { return defects.has(defect); }
  Security security_of(std::string const& address) const {
    if (curve && address.starts_with("tcp://")) return *curve;
    return Plain{};
  }
};

}  // namespace drydock::moor::host
