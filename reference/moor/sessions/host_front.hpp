#pragma once

#include "reference/moor/sessions/authority.hpp"
#include "reference/moor/sessions/desks.hpp"
#include "reference/moor/sessions/front_desk.hpp"
#include "reference/moor/sessions/hosts.hpp"
#include "reference/moor/sessions/rpc_port.hpp"
#include "reference/moor/sessions/settings.hpp"

namespace drydock::moor::sessions {

/// Answers the messages of hosts. Nothing depends on a host being registered. Source: hosts 3.2;
/// tokens ST-04.
class HostFront {
 public:
  struct Parts {
    Authority& authority;
    RpcPort const& port;
    Hosts& hosts;
    FrontDesk& desk;
    TaskDesk& tasks;
  };

  HostFront(Settings const& settings, Parts const& parts) : settings_(settings), parts_(parts) {}

  /// Takes the address out of the request, for the answer.
  void on_request(VirtualTime now, HostRequest const& request, Outbox& out);

 private:
  token::Accepted<void> check(VirtualTime now, HostRequest const& request) const;
  DaemonToHostReply on(VirtualTime now, Uuid const& id, RegisterHost const& message, Outbox& out);
  DaemonToHostReply on(VirtualTime now, Uuid const& id, HostPong const& message, Outbox& out);
  DaemonToHostReply on(VirtualTime now, Uuid const& id, DetachHost const& message, Outbox& out);
  DaemonToHostReply on(VirtualTime now, Uuid const& id, RequestPerformanceCounters const& message,
                       Outbox& out);
  DaemonToHostReply on(VirtualTime now, Uuid const& id, GetServerFeatures const& message,
                       Outbox& out);

  Settings const& settings_;
  Parts parts_;
};

}  // namespace drydock::moor::sessions
