#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "reference/moor/daemon/dispatcher.hpp"
#include "reference/moor/daemon/gatekeeper.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/daemon/worker_registry.hpp"

namespace drydock::moor::daemon {

inline constexpr SocketName control_socket = "control";

/// Answers every control message of a worker with exactly one reply, and does what it says.
/// Source: workers 2.5 for what is malformed, 3.1 for the rest.
class ControlFront {
 public:
  /// `gatekeeper` is null where nobody is authenticated.
  ControlFront(Settings const& settings, WorkerRegistry& registry, Dispatcher& dispatcher,
               Gatekeeper* gatekeeper)
      : settings_(settings),
        registry_(registry),
        dispatcher_(dispatcher),
        gatekeeper_(gatekeeper) {}

  void open(Security const& security, Outbox& out) const;
  void on_message(VirtualTime now, Received const& received, Outbox& out);
  /// Removes the workers of users that may speak no more.
  void expel(std::vector<std::string> const& users, Outbox& out);
  /// Removes the workers whose token was taken back. The connection stays: its key is allowed, and
  /// would be let in again.
  void expel_revoked(VirtualTime now, Outbox& out);
  /// A worker's lease ran out.
  void on_silent(Uuid const& worker_id, Outbox& out);

 private:
  /// Whose message it is: the worker id that it claims, and the user that its connection is of.
  struct Sender {
    Uuid id;
    std::string const& user_id;
  };

  DaemonToWorkerReplyUnion answer(VirtualTime now, Received const& received, Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Sender const& sender, AttachWorker const& attach,
                              Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Sender const& sender, WorkerPong const& pong,
                              Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Sender const& sender, DetachWorker const&,
                              Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Sender const& sender, RequestResult const& result,
                              Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Sender const& sender, RequestError const& error,
                              Outbox& out);
  DaemonToWorkerReplyUnion settled(Uuid const& id, Uuid const& request_id, Outcome outcome,
                                   Outbox& out);
  DaemonToWorkerReplyUnion registered(VirtualTime now, Sender const& sender, Symbol const& type,
                                      Outbox& out);
  DaemonToWorkerReplyUnion act(VirtualTime now, Sender const& sender,
                               WorkerToDaemonUnion const& message, Outbox& out);
  DaemonToWorkerReplyUnion act_on_token(VirtualTime now, Sender const& sender,
                                        WorkerToDaemonMessage const& message, Outbox& out);
  std::optional<WorkerAuthFailed> refusal_of(Sender const& sender) const;
  void expel(std::vector<Uuid> const& ids, Outbox& out);

  Settings const& settings_;
  WorkerRegistry& registry_;
  Dispatcher& dispatcher_;
  Gatekeeper* gatekeeper_;
};

}  // namespace drydock::moor::daemon
