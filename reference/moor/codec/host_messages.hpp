#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/session.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"
#include "reference/moor/codec/var.hpp"

// Daemon and hosts, the processes that listen for players (schema/moor/host.fbs). Names and fields
// are the schema's; the alternatives of each variant stand in the order of their tags, the first
// having tag 1. A field is optional exactly where the schema lets it be absent.

namespace drydock::moor {

struct Listener {
  Obj handler_object;
  std::string socket_addr;
  friend bool operator==(Listener const&, Listener const&) = default;
};
// HostToDaemonMessageUnion.
struct RegisterHost {
  Uuid host_id;
  std::uint64_t timestamp = 0;
  HostType host_type{};
  std::vector<Listener> listeners;
  friend bool operator==(RegisterHost const&, RegisterHost const&) = default;
};
struct DetachHost {
  Uuid host_id;
  friend bool operator==(DetachHost const&, DetachHost const&) = default;
};
struct RequestPerformanceCounters {
  friend bool operator==(RequestPerformanceCounters const&,
                         RequestPerformanceCounters const&) = default;
};
struct HostPong {
  Uuid host_id;
  std::uint64_t timestamp = 0;
  HostType host_type{};
  std::vector<Listener> listeners;
  friend bool operator==(HostPong const&, HostPong const&) = default;
};
struct GetServerFeatures {
  friend bool operator==(GetServerFeatures const&, GetServerFeatures const&) = default;
};
struct HostToDaemonMessageMembers {
  using Members = std::variant<RegisterHost, DetachHost, RequestPerformanceCounters, HostPong,
                               GetServerFeatures>;
};
using HostToDaemonMessageUnion = Union<HostToDaemonMessageMembers>;
extern template class Union<HostToDaemonMessageMembers>;

/// Root table `HostToDaemonMessage`.
struct HostToDaemonMessage {
  HostToDaemonMessageUnion message;
  friend bool operator==(HostToDaemonMessage const&, HostToDaemonMessage const&) = default;
};
// DaemonToHostReplyUnion.
struct DaemonToHostAck {
  friend bool operator==(DaemonToHostAck const&, DaemonToHostAck const&) = default;
};
struct DaemonToHostReject {
  std::string reason;
  friend bool operator==(DaemonToHostReject const&, DaemonToHostReject const&) = default;
};
struct Counter {
  Symbol name;
  std::int64_t count = 0;
  std::int64_t total_cumulative_ns = 0;
  friend bool operator==(Counter const&, Counter const&) = default;
};
struct CounterCategory {
  Symbol category;
  std::vector<Counter> counters;
  friend bool operator==(CounterCategory const&, CounterCategory const&) = default;
};
// timestamp: nanoseconds since 1970.
struct DaemonToHostPerfCounters {
  std::uint64_t timestamp = 0;
  std::vector<CounterCategory> counters;
  friend bool operator==(DaemonToHostPerfCounters const&,
                         DaemonToHostPerfCounters const&) = default;
};
struct ServerFeatures {
  bool persistent_tasks = false;
  bool rich_notify = false;
  bool lexical_scopes = false;
  bool type_dispatch = false;
  bool flyweight_type = false;
  bool list_comprehensions = false;
  bool bool_type = false;
  bool use_boolean_returns = false;
  bool symbol_type = false;
  bool use_symbols_in_builtins = false;
  bool custom_errors = false;
  bool use_uuobjids = false;
  bool enable_eventlog = false;
  bool anonymous_objects = false;
  friend bool operator==(ServerFeatures const&, ServerFeatures const&) = default;
};
struct DaemonToHostReplyMembers {
  using Members =
      std::variant<DaemonToHostAck, DaemonToHostReject, DaemonToHostPerfCounters, ServerFeatures>;
};
using DaemonToHostReply = Union<DaemonToHostReplyMembers>;
extern template class Union<DaemonToHostReplyMembers>;

/// A key and its value; of a listener's options the key is a symbol.
struct VarMapPair {
  Var key;
  Var value;
  friend bool operator==(VarMapPair const&, VarMapPair const&) = default;
};

// HostBroadcastEventUnion.
// Asks the hosts to open, or to close, a port.
struct HostBroadcastListen {
  Obj handler_object;
  HostType host_type{};
  std::uint16_t port = 0;
  std::optional<std::vector<VarMapPair>> options{};
  friend bool operator==(HostBroadcastListen const&, HostBroadcastListen const&) = default;
};
struct HostBroadcastUnlisten {
  HostType host_type{};
  std::uint16_t port = 0;
  friend bool operator==(HostBroadcastUnlisten const&, HostBroadcastUnlisten const&) = default;
};
struct HostBroadcastPingPong {
  std::uint64_t timestamp = 0;
  friend bool operator==(HostBroadcastPingPong const&, HostBroadcastPingPong const&) = default;
};
using HostBroadcastEventUnion =
    std::variant<HostBroadcastListen, HostBroadcastUnlisten, HostBroadcastPingPong>;

/// Root table `HostBroadcastEvent`.
struct HostBroadcastEvent {
  HostBroadcastEventUnion event;
  friend bool operator==(HostBroadcastEvent const&, HostBroadcastEvent const&) = default;
};

}  // namespace drydock::moor
