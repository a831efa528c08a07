#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "reference/core/time.hpp"
#include "reference/moor/daemon/defects.hpp"
#include "reference/moor/sessions/settings.hpp"

namespace drydock::moor::daemon {

/// How a daemon is set up. The defaults are the robust profile's.
struct Settings {
  /// Where the dispatch (PUB), control (REP) and callers' (ROUTER, our own) sockets are bound.
  std::string workers_request_listen = "ipc:///tmp/moor_workers_request.sock";
  std::string workers_response_listen = "ipc:///tmp/moor_workers_response.sock";
  std::string callers_listen = "ipc:///tmp/drydock_callers.sock";
  /// Where newcomers enroll (REP, in the clear), bound when a worker endpoint is tcp or the profile
  /// is strict; and how often the files of the allowed hosts and of the keys are looked at (TS-16).
  std::string enrollment_listen = "tcp://0.0.0.0:7900";
  Duration allowed_hosts_period = std::chrono::seconds{5};

  Duration ping_period = std::chrono::seconds{5};
  /// A worker silent for longer than this has expired. Three pings and a little, so that two
  /// lost pongs are survived (DW-17 to DW-19); stock mooR has 10 s.
  Duration silence_max = std::chrono::seconds{16};
  /// On top of a request's own timeout, before the daemon fails it itself (DW-31).
  Duration timeout_grace = std::chrono::seconds{2};
  /// For requests without a timeout: when the daemon fails them (UQ-02), and for how long they
  /// count as load of their worker (DW-47).
  Duration request_age_max = std::chrono::minutes{5};
  Duration load_age_max = std::chrono::seconds{60};

  /// Bytes of one control message; records of workers; requests pending at one time.
  std::size_t message_bytes_max = std::size_t{64} << 20;
  std::size_t workers_max = 10'000;
  std::size_t pending_max = 100'000;

  /// The strict profile: every worker message has to bring a WorkerToken, which enrollment issues
  /// and renews (tokens ST-01 to ST-13). Needs a `Trust` with signing keys.
  bool strict = false;
  Duration client_token_lifetime = std::chrono::hours{1};
  Duration auth_token_lifetime = std::chrono::hours{24};
  Duration host_token_lifetime = std::chrono::hours{1};
  Duration worker_token_lifetime = std::chrono::hours{1};
  /// How far the clocks of who signs and who checks may differ.
  Duration leeway{0};
  /// Tokens whose signature need not be verified again.
  std::size_t token_cache_entries = 20'000;

  /// The client side, where there is one. `strict` and `message_bytes_max` above hold there too.
  sessions::Settings sessions;

  Defects defects;

  /// What stock mooR does where peers can see it: expiry after 10 s, body ids unread, calls as `#0`
  /// for anyone.
  static Settings compatible() {
    Settings settings;
    settings.silence_max = std::chrono::seconds{10};
    settings.defects.add(Defect::body_id_ignored);
    settings.sessions.anonymous.everything = true;
    return settings;
  }
};

}  // namespace drydock::moor::daemon
