#pragma once

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/host_messages.hpp"
#include "reference/moor/codec/session_fields.hpp"

// The tables of host_messages.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<Listener>) {
  return table<Listener>("Listener", field("handler_object", &Listener::handler_object),
                         field("socket_addr", &Listener::socket_addr));
}
constexpr auto table_of(Type<RegisterHost>) {
  return table<RegisterHost>("RegisterHost", field("host_id", &RegisterHost::host_id),
                             field("timestamp", &RegisterHost::timestamp),
                             field("host_type", &RegisterHost::host_type),
                             field("listeners", &RegisterHost::listeners));
}
constexpr auto table_of(Type<DetachHost>) {
  return table<DetachHost>("DetachHost", field("host_id", &DetachHost::host_id));
}
constexpr auto table_of(Type<RequestPerformanceCounters>) {
  return table<RequestPerformanceCounters>("RequestPerformanceCounters");
}
constexpr auto table_of(Type<HostPong>) {
  return table<HostPong>(
      "HostPong", field("host_id", &HostPong::host_id), field("timestamp", &HostPong::timestamp),
      field("host_type", &HostPong::host_type), field("listeners", &HostPong::listeners));
}
constexpr auto table_of(Type<GetServerFeatures>) {
  return table<GetServerFeatures>("GetServerFeatures");
}
constexpr auto table_of(Type<HostToDaemonMessage>) {
  return table<HostToDaemonMessage>("HostToDaemonMessage",
                                    union_field("message", &HostToDaemonMessage::message));
}
constexpr auto table_of(Type<DaemonToHostAck>) { return table<DaemonToHostAck>("DaemonToHostAck"); }
constexpr auto table_of(Type<DaemonToHostReject>) {
  return table<DaemonToHostReject>("DaemonToHostReject",
                                   field("reason", &DaemonToHostReject::reason));
}
constexpr auto table_of(Type<Counter>) {
  return table<Counter>("Counter", field("name", &Counter::name), field("count", &Counter::count),
                        field("total_cumulative_ns", &Counter::total_cumulative_ns));
}
constexpr auto table_of(Type<CounterCategory>) {
  return table<CounterCategory>("CounterCategory", field("category", &CounterCategory::category),
                                field("counters", &CounterCategory::counters));
}
constexpr auto table_of(Type<DaemonToHostPerfCounters>) {
  return table<DaemonToHostPerfCounters>("DaemonToHostPerfCounters",
                                         field("timestamp", &DaemonToHostPerfCounters::timestamp),
                                         field("counters", &DaemonToHostPerfCounters::counters));
}
constexpr auto table_of(Type<ServerFeatures>) {
  return table<ServerFeatures>(
      "ServerFeatures", field("persistent_tasks", &ServerFeatures::persistent_tasks),
      field("rich_notify", &ServerFeatures::rich_notify),
      field("lexical_scopes", &ServerFeatures::lexical_scopes),
      field("type_dispatch", &ServerFeatures::type_dispatch),
      field("flyweight_type", &ServerFeatures::flyweight_type),
      field("list_comprehensions", &ServerFeatures::list_comprehensions),
      field("bool_type", &ServerFeatures::bool_type),
      field("use_boolean_returns", &ServerFeatures::use_boolean_returns),
      field("symbol_type", &ServerFeatures::symbol_type),
      field("use_symbols_in_builtins", &ServerFeatures::use_symbols_in_builtins),
      field("custom_errors", &ServerFeatures::custom_errors),
      field("use_uuobjids", &ServerFeatures::use_uuobjids),
      field("enable_eventlog", &ServerFeatures::enable_eventlog),
      field("anonymous_objects", &ServerFeatures::anonymous_objects));
}
constexpr auto table_of(Type<VarMapPair>) {
  return table<VarMapPair>("VarMapPair", field("key", &VarMapPair::key),
                           field("value", &VarMapPair::value));
}
constexpr auto table_of(Type<HostBroadcastListen>) {
  return table<HostBroadcastListen>(
      "HostBroadcastListen", field("handler_object", &HostBroadcastListen::handler_object),
      field("host_type", &HostBroadcastListen::host_type),
      field("port", &HostBroadcastListen::port), field("options", &HostBroadcastListen::options));
}
constexpr auto table_of(Type<HostBroadcastUnlisten>) {
  return table<HostBroadcastUnlisten>("HostBroadcastUnlisten",
                                      field("host_type", &HostBroadcastUnlisten::host_type),
                                      field("port", &HostBroadcastUnlisten::port));
}
constexpr auto table_of(Type<HostBroadcastPingPong>) {
  return table<HostBroadcastPingPong>("HostBroadcastPingPong",
                                      field("timestamp", &HostBroadcastPingPong::timestamp));
}
constexpr auto table_of(Type<HostBroadcastEvent>) {
  return table<HostBroadcastEvent>("HostBroadcastEvent",
                                   union_field("event", &HostBroadcastEvent::event));
}

}  // namespace drydock::moor
