#pragma once

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "reference/moor/daemon/dispatcher.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/daemon/worker_registry.hpp"

namespace drydock::moor::daemon {

inline constexpr SocketName control_socket = "control";

/// Answers every control message of a worker with exactly one reply, and does what it says.
/// Source: workers 2.5 for what is malformed, 3.1 for the rest.
class ControlFront {
 public:
  ControlFront(Settings const& settings, WorkerRegistry& registry, Dispatcher& dispatcher)
      : settings_(settings), registry_(registry), dispatcher_(dispatcher) {}

  void open(Outbox& out) const;
  void on_message(VirtualTime now, PeerId const& from, Frames const& frames, Outbox& out);
  /// A worker's lease ran out.
  void on_silent(Uuid const& worker_id, Outbox& out);

 private:
  DaemonToWorkerReplyUnion answer(VirtualTime now, Frames const& frames, Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Uuid const& id, AttachWorker const& attach,
                              Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Uuid const& id, WorkerPong const& pong, Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Uuid const& id, DetachWorker const&, Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Uuid const& id, RequestResult const& result,
                              Outbox& out);
  DaemonToWorkerReplyUnion on(VirtualTime now, Uuid const& id, RequestError const& error,
                              Outbox& out);
  DaemonToWorkerReplyUnion settled(Uuid const& id, Uuid const& request_id, Outcome outcome,
                                   Outbox& out);
  DaemonToWorkerReplyUnion registered(VirtualTime now, Uuid const& id, Symbol const& type,
                                      Outbox& out);

  Settings const& settings_;
  WorkerRegistry& registry_;
  Dispatcher& dispatcher_;
};

}  // namespace drydock::moor::daemon
