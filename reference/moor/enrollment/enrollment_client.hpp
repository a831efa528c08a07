#pragma once

#include <optional>
#include <string>

#include "reference/machine/file_store.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/moor/enrollment/identity.hpp"

namespace drydock::moor::enrollment {

/// Gets a service its identity: the stored one where it is whole, else a new one from the daemon's
/// enrollment socket. Source: workers 7.4, EN-20 to EN-27.
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
  };

  EnrollmentClient(Settings settings, FileStore& files);

  /// Loads the identity, or begins to ask for one.
  void start(VirtualTime now, Outbox& out);
  /// Takes what concerns the enrollment socket and its timers.
  void step(VirtualTime now, Input const& input, Outbox& out);

  /// Once there is one; the socket is closed then.
  std::optional<Identity> const& identity() const { return identity_; }
  /// Once there will be none: why, in the server's own words where it had some.
  std::optional<std::string> const& failure() const { return failure_; }

  static constexpr SocketName socket{"enrollment"};

 private:
  void attempt(VirtualTime now, Outbox& out);
  void ask(Outbox& out);
  void on_reply(VirtualTime now, Frames const& frames, Outbox& out);
  /// Why that response is no identity; nothing if it was one.
  Result<void> accept(VirtualTime now, EnrollmentResponse const& response, Outbox& out);
  void retry(VirtualTime now, std::string const& why, Outbox& out);
  void give_up(std::string why, Outbox& out);
  void close(Outbox& out);

  Settings const settings_;
  FileStore& files_;
  int attempts_ = 0;
  Duration next_delay_;
  bool open_ = false;
  std::optional<Identity> identity_;
  std::optional<std::string> failure_;
};

}  // namespace drydock::moor::enrollment
