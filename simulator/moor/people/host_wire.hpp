#pragma once

#include <map>
#include <string>
#include <utility>

#include "reference/moor/codec/host_messages.hpp"
#include "simulator/moor/people/client_wire.hpp"
#include "simulator/moor/wire.hpp"

namespace drydock::simulator {

/// Is told what hosts and daemon say to each other, where a host says and hears it.
class HostWatcher {
 public:
  virtual ~HostWatcher() = default;
  // For one of its clients.
  virtual void on_asked(VirtualTime, NodeId, ClientCall const&) {}
  virtual void on_told(VirtualTime, NodeId, ClientCall const&, moor::ReplyResultUnion const&) {}
  virtual void on_heard(VirtualTime, NodeId, Uuid const& /*client*/,
                        moor::ClientEventUnion const&) {}
  /// All clients are asked whether they are there.
  virtual void on_clients_pinged(VirtualTime, NodeId) {}
  // Of its own.
  virtual void on_said(VirtualTime, NodeId, moor::HostToDaemonMessageUnion const&) {}
  virtual void on_refused(VirtualTime, NodeId) {}
  virtual void on_hosts_told(VirtualTime, NodeId, moor::HostBroadcastEventUnion const&) {}
  virtual void on_host(VirtualTime, NodeId, NodeEvent) {}
};

/// A property of what hosts do.
class HostChecker : public Checker, public HostWatcher {
 public:
  using Checker::Checker;
};

/// Reads the sockets of the hosts, once for all who watch. What does not decode is nobody's
/// message.
class HostWire final : public Wire<HostWatcher> {
 public:
  using Wire::Wire;
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  using Line = std::pair<NodeId, SocketName>;  // A REQ: one request at a time.

  void on_request(VirtualTime now, NodeId host, Send const& send);
  void on_reply(VirtualTime now, NodeId host, Received const& received);
  void on_event(VirtualTime now, NodeId host, Frames const& frames);

  std::map<Line, ClientCall> calls_;  // Unanswered.
};

}  // namespace drydock::simulator
