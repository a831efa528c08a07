#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/host_messages.hpp"
#include "reference/moor/sessions/defects.hpp"

namespace drydock::moor::sessions {

/// What may be asked without an auth token, with the rights of `#0`: the least that stock hosts
/// need. Source: HQ-08, DC-58.
struct Anonymous {
  bool system_properties = true;
  std::vector<std::string> system_verbs = {"do_login_command"};
  std::vector<std::string> handler_types = {"http"};
  /// Whatever stands above: everything that stock mooR allows.
  bool everything = false;
};

/// What players were told and shown, encrypted to the keys that they gave. Source: hosts 10.
struct EventLogSettings {
  bool enabled = false;
  // Of one player.
  std::size_t events_max = 1'000;
  std::size_t bytes_max = std::size_t{4} << 20;
  std::size_t presentations_max = 100;
};

/// How the client side of a daemon is set up. The defaults are the robust profile's.
struct Settings {
  /// Where hosts ask (ROUTER) and where they hear what happens (XPUB).
  std::string rpc_listen = "ipc:///tmp/moor_rpc.sock";
  std::string events_listen = "ipc:///tmp/moor_events.sock";
  std::size_t message_bytes_max = std::size_t{64} << 20;
  std::size_t connections_max = 100'000;
  /// Attributes of one connection.
  std::size_t attributes_max = 1'000;

  Duration tick_period = std::chrono::seconds{5};
  /// A client silent for so long has expired, and a host silent for longer than that.
  Duration client_silence_max = std::chrono::seconds{30};
  Duration host_silence_max = std::chrono::seconds{10};
  /// How long a connection may stay without a player; for ever unless set (HQ-37).
  std::optional<Duration> login_max = {};
  /// How long a new client's events wait for its host's subscription (EV-18).
  Duration hold_max = std::chrono::seconds{1};
  /// The same after a restart, for the clients that were there before it (HQ-34).
  Duration return_hold_max = std::chrono::seconds{10};

  Anonymous anonymous = {};
  /// Hosts have to bring HostTokens, tokens are renewed before they end and taken back when they
  /// have served, and an authenticated user's client ids are its own (tokens ST-04, ST-09; HQ-20).
  bool strict = false;
  /// Whether a client that was never seen to renew may go on with an expired ClientToken for as
  /// long as its connection lives: for stock hosts, which never do. Source: tokens, "Stock hosts".
  bool spare_live_connections = false;

  EventLogSettings event_log = {};
  /// Whether the event log is on is not said here.
  ServerFeatures features = default_features();
  Defects defects = {};
  /// Of the client ids, which hosts choose; its key is nobody else's to know.
  Uuid::KeyedHash id_hash = {};

  /// What the world behind this daemon has of what stock mooR can be set up with.
  static ServerFeatures default_features() {
    ServerFeatures features;
    features.persistent_tasks = true;
    features.rich_notify = true;
    features.flyweight_type = true;
    features.bool_type = true;
    features.symbol_type = true;
    features.custom_errors = true;
    return features;
  }
};

}  // namespace drydock::moor::sessions
