#pragma once

#include <optional>
#include <string>

#include "reference/machine/machine.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"

namespace drydock::simulator {

/// Somebody who wants in. An *insider* enrolled, and says what is not its to say: with tokens of
/// others, or for workers that are others'. A *stranger* has a key that nobody knows, and believes
/// that the door may be open. Both listen to what is broadcast.
class Intruder final : public Machine {
 public:
  struct Settings {
    std::string dispatch_address;
    std::string control_address;
    /// With these it enrolls; without, it is a stranger that knows the daemon's key.
    std::optional<moor::enrollment::EnrollmentClient::Settings> enrollment = {};
    CurveClient curve = {};
  };

  /// `files` outlives it.
  Intruder(Settings settings, FileStore& files);

  void step(VirtualTime now, Input const& input, Outbox& out) override;

  /// Attaches as that worker with that token, over a connection of its own; an attempt that is
  /// still under way is given up. Nothing happens before it is enrolled.
  void attempt(VirtualTime now, Uuid const& worker_id, std::optional<std::string> token,
               Outbox& out);
  bool is_ready() const { return listening_; }

 private:
  void enroll(VirtualTime now, Input const& input, Outbox& out);
  void listen(Outbox& out);

  Settings settings_;
  std::optional<moor::enrollment::EnrollmentClient> enrollment_;
  bool listening_ = false;
  bool asking_ = false;
  Frames message_;
};

}  // namespace drydock::simulator
