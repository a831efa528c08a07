#include "simulator/moor/checkers/pongs_once.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void PongsOnce::on_hosts_told(VirtualTime, NodeId host,
                              moor::HostBroadcastEventUnion const& event) {
  if (std::holds_alternative<moor::HostBroadcastPingPong>(event)) ++hosts_[host].pings;
}

void PongsOnce::on_refused(VirtualTime, NodeId host) { ++hosts_[host].pings; }

void PongsOnce::on_said(VirtualTime, NodeId host, moor::HostToDaemonMessageUnion const& message) {
  if (!std::holds_alternative<moor::HostPong>(message)) return;
  Host& one = hosts_[host];
  if (++one.pongs <= one.pings) return;
  fail(fmt::format("a host said {} times that it is there, and was asked {} times", one.pongs,
                   one.pings));
}

void PongsOnce::on_clients_pinged(VirtualTime, NodeId host) { ++hosts_[host].client_pings; }

void PongsOnce::on_asked(VirtualTime, NodeId host, ClientCall const& call) {
  if (call.as<moor::ClientPong>() == nullptr) return;
  Host& one = hosts_[host];
  if (++one.client_pongs[call.client] <= one.client_pings) return;
  fail(fmt::format("client {} was said to be there {} times, and {} times that was asked",
                   call.client.text(), one.client_pongs[call.client], one.client_pings));
}

void PongsOnce::on_host(VirtualTime, NodeId host, NodeEvent event) {
  if (event == NodeEvent::crashed || event == NodeEvent::exited) hosts_.erase(host);
}

}  // namespace drydock::simulator
