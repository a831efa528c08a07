#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/codec/caller_messages.hpp"
#include "reference/moor/daemon/caller_port.hpp"
#include "reference/moor/daemon/pending_requests.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/daemon/worker_registry.hpp"

namespace drydock::moor::daemon {

inline constexpr SocketName dispatch_socket = "dispatch";

/// A payload as it is published: under the topic that all workers subscribe to.
Frames broadcast(Bytes payload);

/// Requests on their way from a caller to the least loaded worker and back. Each ends in exactly
/// one word to its caller: the worker's answer, or why there will be none. Source: workers 5.
class Dispatcher {
 public:
  /// `clock` says when the tokens of workers end; null where they have none.
  Dispatcher(Settings const& settings, WorkerRegistry& registry, CallerPort const& callers,
             WallClock const* clock, Rng rng)
      : settings_(settings), registry_(registry), callers_(callers), clock_(clock), rng_(rng) {}

  /// Chooses a worker, publishes the request and registers it, or tells the caller why not. A
  /// worker whose token has ended is none (ST-05): where all of the type are such, the caller hears
  /// at once that no worker is available, as it does while they reconnect, and not when one renews.
  void issue(VirtualTime now, Caller const& caller, CallerRequest request, Outbox& out);
  /// What came of the requests of tasks since this was last asked, in order.
  struct Answer {
    Uuid request_id;
    Outcome outcome;
  };
  bool has_answers() const { return !answers_.empty(); }
  std::vector<Answer> take_answers() { return std::exchange(answers_, {}); }
  /// How many requests are pending at a worker.
  std::size_t pending_at(Uuid const& worker_id) const { return pending_.load_of(worker_id); }
  /// Passes the answer on, if the request is pending at that worker; false if it is not.
  bool settle(Uuid const& worker_id, Uuid const& request_id, Outcome outcome, Outbox& out);
  /// Tells the callers of all requests pending at a worker that it is gone. `type` is the worker's.
  void fail_all_of(Uuid const& worker_id, Symbol const& type, Outbox& out);
  /// Tells every caller that the daemon ends.
  void fail_all(Outbox& out);
  /// Forgets what is pending at a worker without telling anybody: what some defects do.
  void forget_all_of(Uuid const& worker_id, Outbox& out);
  void forget(Uuid const& request_id, Outbox& out);
  /// A `request_deadline` or `load_ends` timer fired.
  void on_timer(TimerId const& timer, Outbox& out);

  /// Workers that still get requests though they have no record (Defect::dispatches_to_detached).
  void keep_dispatching_to(Uuid const& worker_id, WorkerRecord const& record);

  void check_invariants() const { pending_.check_invariants(); }
  void check_everything() const { pending_.check_everything(); }

  static constexpr std::string_view deadline_timer = "request_deadline";
  static constexpr std::string_view load_timer = "load_ends";

 private:
  std::optional<Uuid> choose(VirtualTime now, Symbol const& type) const;
  bool may_get(WorkerRecord const& record, VirtualTime now) const;
  bool better(Uuid const& candidate, Uuid const& best) const;
  void publish(VirtualTime now, Uuid const& worker_id, Caller const& caller,
               CallerRequest&& request, Outbox& out);
  void set_timers(VirtualTime now, Uuid const& id, std::optional<Duration> timeout,
                  Outbox& out) const;
  void close(Pending const& pending, Outbox& out) const;
  void tell(Caller const& caller, Outcome outcome, Outbox& out);

  Settings const& settings_;
  WorkerRegistry& registry_;
  CallerPort const& callers_;
  WallClock const* clock_;
  Rng rng_;
  PendingRequests pending_;
  std::vector<Answer> answers_;
  std::map<Uuid, WorkerRecord> ghosts_;
  std::map<Uuid, Caller> settled_;  // Kept only for Defect::settles_twice.
};

}  // namespace drydock::moor::daemon
