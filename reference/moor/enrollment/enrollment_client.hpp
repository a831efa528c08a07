#pragma once

#include <optional>
#include <string>

#include "reference/machine/file_store.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/moor/enrollment/identity.hpp"

namespace drydock::moor::enrollment {

/// The mistakes that a client can be told to make; the defects of whoever enrolls name them.
struct Mistakes {
  bool enrolls_each_start = false;     // EN-20.
  bool ignores_missing_keys = false;   // EN-21: makes new keys and does not say so to the daemon.
  bool no_deadline = false;            // EN-23.
  bool retries_refusal = false;        // EN-24.
  bool takes_bad_identity = false;     // EN-25.
  bool ignores_pin = false;            // EN-27.
  bool splits_at_last_equals = false;  // EN-28.
  bool any_server_key = false;         // TS-15: asks at each start, and takes whatever key is told.
  bool renews_under_new_id = false;    // ST-07.
};

/// Gets a service its identity: the stored one where it is whole, else a new one from the daemon's
/// enrollment socket; and in the strict profile its service tokens. Source: workers 7.4, EN-20 to
/// EN-28; tokens ST-06 to ST-08, ST-11.
class EnrollmentClient {
 public:
  struct Settings {
    std::string address = "tcp://localhost:7900";
    std::string service_type;
    std::string hostname = "unknown";
    /// What the operator handed out; without one, only a stored identity will do.
    std::string enrollment_token;
    /// For a new identity. Handed in, so that real ones come from the system's entropy.
    CurveKeyPair fresh_keys;
    /// The daemon's key, if it is known in advance; no other is taken (EN-27).
    std::optional<CurvePublicKey> pinned_daemon_key;
    /// Says when the identity was got. Outlives the client.
    WallClock const* clock = nullptr;
    /// For one attempt; and between attempts, doubling from the first to the second.
    Duration attempt_max = std::chrono::seconds{10};
    Duration retry_min = std::chrono::milliseconds{100};
    Duration retry_max = std::chrono::seconds{5};
    int attempts_max = 30;
    /// Whom a service token is to name; set in the strict profile, and only there. Then every start
    /// asks, with the stored identity's keys where there is one, for what the daemon gives: a token
    /// if it is strict too.
    std::optional<Uuid> service_id;
    Mistakes mistakes;
  };

  /// When something was, by the clock of the steps and by the calendar's.
  struct Instant {
    VirtualTime at;
    WallTime wall;
  };

  EnrollmentClient(Settings settings, FileStore& files);

  /// Loads the identity, or begins to ask for one.
  void start(VirtualTime now, Outbox& out);
  /// Takes what concerns the enrollment socket and its timers.
  void step(VirtualTime now, Input const& input, Outbox& out);
  /// For a service that is nothing yet: starts with its `Started`, takes all else, and ends it
  /// where it is told to stop, with code 0, or where it gets no identity, with code 2 and the
  /// reason.
  void enroll(VirtualTime now, Input const& input, Outbox& out);
  /// Whether that input is for `step`.
  static bool concerns(Input const& input);

  /// Asks for another service token, as often as it takes to be answered, each attempt bounded by
  /// `attempt_max`: a renewal of `service_token`; without one, or when that is refused for good,
  /// with the enrollment token (ST-08). Only once there is an identity and nothing is being asked.
  void ask_again(VirtualTime now, std::optional<std::string> service_token, Duration attempt_max,
                 Outbox& out);
  /// From a start or `ask_again` to its end.
  bool asking() const { return asking_; }

  /// Once there is one.
  std::optional<Identity> const& identity() const { return identity_; }
  /// What the last answer brought; nothing where the daemon gives none (ST-11).
  std::optional<std::string> const& service_token() const { return service_token_; }
  /// When that was asked for, so that it cannot have been issued earlier.
  Instant const& asked() const { return asked_; }
  /// Once there will be none: why, in the server's own words where it had some.
  std::optional<std::string> const& failure() const { return failure_; }

  static constexpr SocketName socket{"enrollment"};

 private:
  void begin(VirtualTime now, Outbox& out);
  void attempt(VirtualTime now, Outbox& out);
  void ask(VirtualTime now, Outbox& out);
  void on_reply(VirtualTime now, Frames const& frames, Outbox& out);
  void on_refusal(VirtualTime now, std::string const& why, Outbox& out);
  /// Why that response is no identity; nothing if it was one.
  Result<void> accept(VirtualTime now, EnrollmentResponse const& response, Outbox& out);
  Result<Identity> identity_of(VirtualTime now, EnrollmentResponse const& response) const;
  Result<void> check_daemon_key(CurvePublicKey const& key) const;
  Result<void> keep(Identity identity, Outbox& out);
  CurveKeyPair const& keys() const;
  void retry(VirtualTime now, std::string const& why, Outbox& out);
  void give_up(std::string why, Outbox& out);
  void close(Outbox& out);

  Settings const settings_;
  FileStore& files_;
  std::optional<Identity> stored_;  // As the files have it; the strict profile asks all the same.
  bool asking_ = false;
  std::optional<std::string> renewing_;  // The token that is to be renewed.
  Instant asked_{};
  int attempts_ = 0;
  Duration attempt_max_;
  Duration next_delay_;
  bool open_ = false;
  std::optional<Identity> identity_;
  std::optional<std::string> service_token_;
  std::optional<std::string> failure_;
};

}  // namespace drydock::moor::enrollment
