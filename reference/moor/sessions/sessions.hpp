#pragma once

#include <functional>
#include <memory>

#include "reference/machine/machine.hpp"
#include "reference/machine/record_store.hpp"
#include "reference/machine/thorough.hpp"
#include "reference/moor/sessions/authority.hpp"
#include "reference/moor/sessions/client_front.hpp"
#include "reference/moor/sessions/host_front.hpp"
#include "reference/moor/sessions/liveness.hpp"
#include "reference/moor/sessions/settings.hpp"

namespace drydock::moor::sessions {

/// A daemon's client side: it only joins the small machines beside it. Source: hosts 1 to 7, 10.
class Sessions : public Machine, public Thorough {
 public:
  /// What runs the programs. Port and desk outlive it.
  using MakeTaskDesk =
      std::function<std::unique_ptr<TaskDesk>(RpcPort const& port, ConnectionDesk& desk)>;

  /// `authority` and `store` outlive it. An event log that is on needs entropy.
  Sessions(Settings const& settings, Authority& authority, RecordStore& store,
           MakeTaskDesk const& make_tasks, age::Entropy entropy = {});
  Sessions(Sessions const&) = delete;
  Sessions& operator=(Sessions const&) = delete;

  /// Exits with code 2 at its start where the records in the store are none.
  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;
  void check_everything() const override;

  // The same, for a daemon that has other sides too.

  /// Fails where the records in the store are none.
  Result<void> start(VirtualTime now, Outbox& out);
  static bool owns(SocketName socket) {
    return RpcPort::owns(socket) || socket == EventChannel::socket;
  }
  void on_received(VirtualTime now, Received const& received, Outbox& out);
  /// False where the timer is not of this side.
  bool on_timer(VirtualTime now, TimerId const& timer, Outbox& out);
  /// A socket cannot end one connection alone: the one for events is made anew, so that whoever is
  /// not allowed any more hears nothing.
  void end_subscriptions(Outbox& out);
  void stop(VirtualTime now, Outbox& out) {
    tasks_->stop(now, out);
    desk_.store_owed(out);
  }

  TaskDesk& tasks() { return *tasks_; }
  Connections const& connections() const { return connections_; }

 private:
  Settings const settings_;
  Authority& authority_;
  RpcPort port_;
  RequestReader requests_;
  EventChannel events_;
  Connections connections_;
  Hosts hosts_;
  TokenLedger tokens_;
  EventLog log_;
  FrontDesk desk_;
  std::unique_ptr<TaskDesk> tasks_;
  ClientFront clients_;
  HostFront host_front_;
  Liveness liveness_;
};

}  // namespace drydock::moor::sessions
