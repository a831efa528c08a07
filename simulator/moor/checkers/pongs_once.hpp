#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "simulator/moor/people/host_wire.hpp"

namespace drydock::simulator {

/// A host answers each ping of the hosts once, and for each of its clients each ping of the
/// clients. In the strict profile it may say once more what was refused. Source: H-05, H-06.
class PongsOnce final : public HostChecker {
 public:
  using HostChecker::HostChecker;
  std::string_view name() const override { return "pongs_once"; }

  void on_hosts_told(VirtualTime now, NodeId host,
                     moor::HostBroadcastEventUnion const& event) override;
  void on_clients_pinged(VirtualTime now, NodeId host) override;
  void on_said(VirtualTime now, NodeId host,
               moor::HostToDaemonMessageUnion const& message) override;
  void on_refused(VirtualTime now, NodeId host) override;
  void on_asked(VirtualTime now, NodeId host, ClientCall const& call) override;
  void on_host(VirtualTime now, NodeId host, NodeEvent event) override;

 private:
  struct Host {
    std::uint64_t pings = 0;  // And refusals.
    std::uint64_t pongs = 0;
    std::uint64_t client_pings = 0;
    std::map<Uuid, std::uint64_t> client_pongs;
  };
  std::map<NodeId, Host> hosts_;
};

}  // namespace drydock::simulator
