#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/codec/caller_messages.hpp"

namespace drydock::moor::caller {

/// Why the daemon itself told the caller nothing: it was not there, went away, or took too long.
struct Unanswered {
  std::string reason;
  friend bool operator==(Unanswered const&, Unanswered const&) = default;
};

using Outcome = std::variant<Var, WorkerError, Unanswered>;

struct Settings {
  std::string callers_address = "ipc:///tmp/drydock_callers.sock";
  /// Asked once the daemon is there.
  std::vector<CallerRequest> requests;
  /// How long a request waits for a daemon; and for an answer, beyond the request's own
  /// timeout or, where it has none, beyond what a daemon grants such a request.
  Duration daemon_wait_max = std::chrono::seconds{10};
  Duration answer_wait_max = std::chrono::seconds{30};
  Duration no_timeout_wait_max = std::chrono::minutes{6};
  /// Whether to end once every request is settled.
  bool exit_when_settled = true;
};

/// Whoever wants worker requests made: asks the daemon over the callers' socket, and knows for each
/// request how it ended. Each ends exactly once, also when the daemon goes away.
class Caller : public Machine {
 public:
  struct Settled {
    Uuid request_id;
    CallerRequest request;
    VirtualTime asked_at;
    VirtualTime settled_at;
    Outcome outcome;
  };

  Caller(Settings settings, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;

  /// Asks the daemon, or will as soon as it is there; the id is the caller's own for the request.
  Uuid ask(VirtualTime now, CallerRequest request, Outbox& out);

  /// In the order in which they were settled.
  std::vector<Settled> const& settled() const { return settled_; }
  /// The same, which it then forgets: for who asks for long.
  std::vector<Settled> take_settled() { return std::exchange(settled_, {}); }
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiting {
    CallerRequest request;
    VirtualTime asked_at;
    bool sent = false;
  };

  void send(VirtualTime now, Uuid const& id, Waiting& waiting, Outbox& out);
  void on_up(VirtualTime now, Outbox& out);
  void on_down(VirtualTime now, Outbox& out);
  void on_reply(VirtualTime now, Frames const& frames, Outbox& out);
  void on_timer(VirtualTime now, TimerId const& timer, Outbox& out);
  void settle(VirtualTime now, Uuid const& id, Outcome outcome, Outbox& out);
  void stop(VirtualTime now, Outbox& out);
  Duration wait_max(CallerRequest const& request) const;

  Settings const settings_;
  Rng rng_;
  bool connected_ = false;
  bool ended_ = false;
  std::map<Uuid, Waiting> waiting_;
  std::vector<Settled> settled_;
};

}  // namespace drydock::moor::caller
