#include "simulator/real/proxy.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace drydock::simulator {
namespace {

transport::Descriptor stream_socket() {
  return transport::Descriptor{socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
}

sockaddr_un address_of(std::string const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

bool reach(int descriptor, std::string const& path) {
  sockaddr_un const address = address_of(path);
  return connect(descriptor, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

constexpr int backlog = 64;
/// How soon is tried again what nothing tells of.
constexpr Duration look_period = std::chrono::milliseconds{2};

}  // namespace

std::string Proxy::fresh_path() { return fmt::format("{}/{}", directory_, ++paths_); }

std::string Proxy::bind(End const& end, std::string const& endpoint) {
  Bound& bound = bound_[endpoint];
  bound = {end, fresh_path(), true};
  return bound.path;
}

Result<std::string> Proxy::connect(End const& end, std::string const& endpoint) {
  std::string path = fresh_path();
  sockaddr_un const address = address_of(path);
  transport::Descriptor listener = stream_socket();
  bool const listens =
      ::bind(listener.number(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 &&
      listen(listener.number(), backlog) == 0;
  if (!listens) return fail(fmt::format("cannot listen at '{}': {}", path, std::strerror(errno)));
  listeners_.push_back({end, endpoint, std::move(listener)});
  return path;
}

void Proxy::close(End const& end) {
  listeners_.remove_if([&](Listener const& listener) { return listener.end == end; });
  callers_.remove_if([&](Caller const& caller) { return caller.end == end; });
  for (auto& [endpoint, bound] : bound_) {
    if (bound.end == end) bound.is_open = false;
  }
}

void Proxy::lose(NodeId node) {
  for (Connection& connection : connections_) {
    if (connection.connecting.node == node) connection.relay.lose(true);
    if (connection.binding.node == node) connection.relay.lose(false);
  }
}

std::optional<Proxy::End> Proxy::binder(std::string const& endpoint) const {
  auto const place = bound_.find(endpoint);
  if (place == bound_.end()) return std::nullopt;
  return place->second.end;
}

bool Proxy::is_bound(std::string const& endpoint) const {
  auto const place = bound_.find(endpoint);
  return place != bound_.end() && place->second.is_open;
}

std::optional<Proxy::End> Proxy::reached_by(End const& connecting) const {
  auto const place = reached_.find(connecting);
  if (place == reached_.end()) return std::nullopt;
  return place->second;
}

void Proxy::expect(Which const& which, bool from_connecting, std::size_t bytes) {
  for (Connection& connection : connections_) {
    if (connection.relay.severed() || !which(connection.connecting, connection.binding)) continue;
    (from_connecting ? connection.relay.there() : connection.relay.back()).expect(bytes);
  }
}

void Proxy::delay_expected(Which const& which, bool from_connecting, VirtualTime until) {
  for (Connection& connection : connections_) {
    if (connection.relay.severed() || !which(connection.connecting, connection.binding)) continue;
    Relay& relay = connection.relay;
    (from_connecting ? relay.there() : relay.back()).delay_expected(until);
  }
}

bool Proxy::forget(Which const& which, std::optional<NodeId> noticed_by) {
  bool any = false;
  for (Connection& connection : connections_) {
    if (connection.relay.severed() || !which(connection.connecting, connection.binding)) continue;
    any = true;
    connection.relay.forget(connection.connecting.node == noticed_by,
                            connection.binding.node == noticed_by);
  }
  return any;
}

void Proxy::break_forgotten() {
  for (Connection& connection : connections_) {
    if (connection.relay.forgotten()) connection.relay.sever();
  }
}

bool Proxy::disconnect(Which const& which, std::function<VirtualTime()> const& clock) {
  std::vector<Connection*> meant;
  for (Connection& connection : connections_) {
    if (connection.relay.severed() || !which(connection.connecting, connection.binding)) continue;
    meant.push_back(&connection);
  }
  // It reads what is on its way, and lets nothing out.
  wait_for(meant, clock, [&](Connection& one) {
    if (one.relay.forgotten()) return true;
    bool const there = links_.is_blocked(one.connecting.node, one.binding.node);
    bool const back = links_.is_blocked(one.binding.node, one.connecting.node);
    return (there || one.relay.there().has_expected()) && (back || one.relay.back().has_expected());
  });
  for (Connection* const connection : meant) connection->relay.sever();
  wait_for(meant, clock, [](Connection& one) { return one.relay.over(); });
  connections_.remove_if([](Connection const& connection) {
    return connection.relay.severed() && connection.relay.over();
  });
  return !meant.empty();
}

/// Lets those connections read, and nothing else happen, until all are done.
bool Proxy::wait_for(std::vector<Connection*> const& some,
                     std::function<VirtualTime()> const& clock,
                     std::function<bool(Connection&)> const& done) {
  VirtualTime const end = clock() + patience;
  auto const held = [] { return Duration{std::chrono::hours{24}}; };
  for (;;) {
    bool all = true;
    std::vector<pollfd> items;
    for (Connection* const connection : some) {
      Relay::State const still{false, {held}};
      connection->relay.pump(VirtualTime::min(), still, still);
      all = all && done(*connection);
      connection->relay.watch(items, VirtualTime::min(), false, false);
    }
    VirtualTime const now = clock();
    if (all || now >= end) return all;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - now).count();
    poll(items.data(), items.size(), static_cast<int>(left));
  }
}

Relay::State Proxy::state(NodeId from, NodeId to) {
  return {links_.is_blocked(from, to),
          {[this, from, to] { return links_.delay(from, to); },
           links_.trouble(from, to).bytes_per_second}};
}

void Proxy::pump(VirtualTime now) {
  accept_all(now);
  for (auto connection = connections_.begin(); connection != connections_.end();) {
    NodeId const a = connection->connecting.node;
    NodeId const b = connection->binding.node;
    connection->relay.pump(now, state(a, b), state(b, a));
    connection = connection->relay.over() ? connections_.erase(connection) : std::next(connection);
  }
}

void Proxy::accept_all(VirtualTime now) {
  for (Listener& listener : listeners_) {
    for (;;) {
      transport::Descriptor accepted{
          accept4(listener.descriptor.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
      if (accepted.number() < 0) break;
      callers_.push_back(
          {listener.end, listener.endpoint, std::move(accepted), due(listener, now)});
    }
  }
  for (auto caller = callers_.begin(); caller != callers_.end();) {
    caller = put_through(*caller, now) ? callers_.erase(caller) : std::next(caller);
  }
}

/// When whoever calls there now is taken up, at the earliest.
VirtualTime Proxy::due(Listener const& listener, VirtualTime now) {
  std::optional<End> const binding = binder(listener.endpoint);
  if (!binding) return now;
  return now + links_.trouble(listener.end.node, binding->node).accept_delay;
}

/// Whether nobody waits any more: because there is a connection, or none can be had.
bool Proxy::put_through(Caller& caller, VirtualTime now) {
  auto const bound = bound_.find(caller.endpoint);
  if (bound == bound_.end() || !bound->second.is_open) return true;
  End const& binding = bound->second.end;
  if (links_.trouble(caller.end.node, binding.node).refuses) return true;
  bool const is_stuck = links_.is_blocked(caller.end.node, binding.node) ||
                        links_.is_blocked(binding.node, caller.end.node) ||
                        links_.is_silent(binding.node) || caller.due > now;
  if (is_stuck) return false;
  transport::Descriptor dialled = stream_socket();
  if (!reach(dialled.number(), bound->second.path)) return errno != EAGAIN;
  reached_.insert_or_assign(caller.end, binding);
  connections_.push_back(
      {caller.end, binding, Relay{std::move(caller.descriptor), std::move(dialled)}});
  return true;
}

void Proxy::watch(std::vector<pollfd>& items, VirtualTime now) {
  for (Listener const& listener : listeners_) {
    items.push_back({listener.descriptor.number(), POLLIN, 0});
  }
  for (Connection& connection : connections_) {
    NodeId const a = connection.connecting.node;
    NodeId const b = connection.binding.node;
    connection.relay.watch(items, now, links_.is_blocked(a, b), links_.is_blocked(b, a));
  }
}

std::optional<VirtualTime> Proxy::next_pump(VirtualTime now) {
  std::optional<VirtualTime> next;
  auto const sooner = [&](std::optional<VirtualTime> at) {
    if (at && *at > now && (!next || *at < *next)) next = at;
  };
  for (Caller const& caller : callers_) {
    auto const binder_of = binder(caller.endpoint);
    if (binder_of) sooner(now + look_period);
  }
  for (Connection& connection : connections_) {
    sooner(connection.relay.there().next_release());
    sooner(connection.relay.back().next_release());
  }
  return next;
}

}  // namespace drydock::simulator
