#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/worker/backoff.hpp"
#include "reference/moor/worker/broadcast.hpp"
#include "reference/moor/worker/control_channel.hpp"
#include "reference/moor/worker/jobs.hpp"
#include "reference/moor/worker/service.hpp"
#include "reference/moor/worker/settings.hpp"
#include "reference/moor/worker/subscription.hpp"

namespace drydock::moor::worker {

/// A worker of the robust profile: subscribes, attaches, answers pings and requests, comes back
/// after whatever befalls its daemon, and leaves in good order. Source: workers 3.10, W-01 to W-43.
class Worker : public Machine {
 public:
  Worker(Settings settings, std::unique_ptr<Service> service, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;

  Uuid const& id() const { return id_; }
  /// The id that a worker of these settings and that stream will have.
  static Uuid id_of(Settings const& settings, Rng const& rng);
  bool ended() const { return state_ == State::ended; }

  /// Whether the daemon refused a message for its token, and no other token was given since.
  bool wants_token() const { return control_.wants_token(); }
  /// The WorkerToken that messages carry from now on; none where the daemon gives none.
  void use_token(VirtualTime now, std::optional<std::string> token, Outbox& out);

 private:
  enum class State : std::uint8_t {
    subscribing,  // Until the subscription is live.
    attaching,    // Until the daemon says WorkerAttached.
    unanswered,   // Between two attempts to attach: nobody replied to the last one,
    refused,      // or the daemon said no to it.
    ready,
    stopping,   // Answers what it has, then detaches.
    detaching,  // Until the reply to its last message.
    ended,
  };

  void on(VirtualTime now, Started const&, Outbox& out);
  void on(VirtualTime now, Received const& received, Outbox& out);
  void on(VirtualTime now, TimerFired const& fired, Outbox& out);
  void on(VirtualTime now, PeerUp const& up, Outbox& out);
  void on(VirtualTime now, PeerDown const& down, Outbox& out);
  void on(VirtualTime now, StopRequested const&, Outbox& out);

  void on_refused(VirtualTime now, SocketName socket, Outbox& out);
  void on_broadcast(VirtualTime now, Broadcast const& broadcast, Outbox& out);
  void on_ping(VirtualTime now, Outbox& out);
  void on_request(VirtualTime now, WorkerRequest const& request, Outbox& out);
  void on_unreadable(Unreadable const& unreadable, Outbox& out);

  void on_exchanged(VirtualTime now, Exchanged const& exchanged, Outbox& out);
  void on_attach_reply(VirtualTime now, Exchanged const& exchanged, Outbox& out);
  void on_pong_reply(VirtualTime now, Exchanged const& exchanged, Outbox& out);
  void on_answer_reply(VirtualTime now, Exchanged const& exchanged, Outbox& out);

  void register_again(VirtualTime now, Outbox& out);
  void attach_when_live(VirtualTime now, Outbox& out);
  void attach(VirtualTime now, Outbox& out);
  void pong(VirtualTime now, Outbox& out);
  void answer(VirtualTime now, std::vector<Finished> const& finished, Outbox& out);
  void post_answer(VirtualTime now, Finished const& finished, Outbox& out);
  void post_error(VirtualTime now, Uuid const& request_id, WorkerError error, Outbox& out);
  void stop(VirtualTime now, Outbox& out);
  void detach_when_done(VirtualTime now, Outbox& out);
  void end(int code, std::string reason, Outbox& out);
  bool waits_to_attach() const { return state_ == State::unanswered || state_ == State::refused; }
  bool attached() const { return state_ == State::ready || state_ == State::stopping; }
  /// The daemon may dispatch from the instant of the attach, and its request overtake the reply;
  /// and it does so until it hears our detach, which waits for the answers before it.
  bool known_to_daemon() const {
    return attached() || state_ == State::attaching ||
           (state_ == State::detaching && control_.holds_back(Kind::detach));
  }
  bool has(Defect defect) const { return settings_.defects.has(defect); }

  Settings const settings_;
  std::unique_ptr<Service> service_;
  Rng rng_;
  Uuid id_;
  State state_ = State::subscribing;
  Backoff attach_backoff_;
  Subscription subscription_;
  ControlChannel control_;
  Jobs jobs_;
  std::size_t answers_ = 0;  // Given so far; Defect::loses_answers counts by it.
};

}  // namespace drydock::moor::worker
