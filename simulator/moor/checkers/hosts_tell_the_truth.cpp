#include "simulator/moor/checkers/hosts_tell_the_truth.hpp"

#include <fmt/format.h>

#include <charconv>

#include "simulator/moor/people/host_door.hpp"

namespace drydock::simulator {
namespace {

/// How long a message may wait in a host.
constexpr Duration waits_max = std::chrono::seconds{10};

std::uint16_t port_of(std::string const& address) {
  std::uint16_t port = 0;
  char const* const last = address.data() + address.size();
  std::from_chars(address.data() + address.rfind(':') + 1, last, port);
  return port;
}

template <class Ports>
std::string text_of(Ports const& ports) {
  std::string text;
  for (std::uint16_t const port : ports) text += (text.empty() ? "" : ", ") + std::to_string(port);
  return text.empty() ? "none" : text;
}

}  // namespace

void HostsTellTheTruth::on_said(VirtualTime now, NodeId host,
                                moor::HostToDaemonMessageUnion const& message) {
  if (auto const* pong = std::get_if<moor::HostPong>(&message)) {
    check_type(pong->host_type);
    compare(now, host, pong->listeners);
  } else if (auto const* registers = std::get_if<moor::RegisterHost>(&message)) {
    check_type(registers->host_type);
    compare(now, host, registers->listeners);
  }
}

void HostsTellTheTruth::on_asked(VirtualTime, NodeId, ClientCall const& call) {
  if (auto const* pong = call.as<moor::ClientPong>()) check_type(pong->host_type);
}

void HostsTellTheTruth::check_type(moor::HostType type) {
  if (type != moor::HostType::tcp) fail("a tcp host says that it is of another type");
}

void HostsTellTheTruth::compare(VirtualTime now, NodeId host,
                                std::vector<moor::Listener> const& told) {
  Machine const* const machine = world_.machine(host);
  auto const* const door = machine == nullptr ? nullptr : host_of(*machine);
  Pace const& pace = paces_[host];
  bool const is_hampered = pace.is_hampered() || now <= pace.at_full_speed_since() + waits_max;
  auto const changed = changed_.find(host);
  bool const is_new = changed != changed_.end() && now <= changed->second + waits_max;
  if (door == nullptr || is_hampered || is_new) return;
  std::set<std::uint16_t> said;
  for (moor::Listener const& one : told) said.insert(port_of(one.socket_addr));
  std::set<std::uint16_t> real;
  for (moor::host::ListeningAt const& one : door->listening()) real.insert(one.port);
  if (said == real) return;
  fail(fmt::format("{} listens at {}, and says: {}", world_.name(host), text_of(real),
                   text_of(said)));
}

void HostsTellTheTruth::on_hosts_told(VirtualTime now, NodeId host,
                                      moor::HostBroadcastEventUnion const& event) {
  if (!std::holds_alternative<moor::HostBroadcastPingPong>(event)) changed_[host] = now;
}

void HostsTellTheTruth::on_host(VirtualTime now, NodeId host, NodeEvent event) {
  paces_[host].on_node(now, event);
}

}  // namespace drydock::simulator
