#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/narrative.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/rpc_errors.hpp"
#include "reference/moor/codec/session.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"
#include "reference/moor/codec/var.hpp"

// What the daemon tells connections unasked (schema/moor/client_event.fbs).

namespace drydock::moor {

struct NarrativeEventMessage {
  Obj player;
  NarrativeEvent event;
  friend bool operator==(NarrativeEventMessage const&, NarrativeEventMessage const&) = default;
};
struct MetadataPair {
  Symbol key;
  Var value;
  friend bool operator==(MetadataPair const&, MetadataPair const&) = default;
};
// A task called read(); RequestedInput answers it.
struct RequestInputEvent {
  Uuid request_id;
  std::optional<std::vector<MetadataPair>> metadata{};
  friend bool operator==(RequestInputEvent const&, RequestInputEvent const&) = default;
};
struct SystemMessageEvent {
  Obj player;
  std::string message;
  friend bool operator==(SystemMessageEvent const&, SystemMessageEvent const&) = default;
};
struct DisconnectEvent {
  friend bool operator==(DisconnectEvent const&, DisconnectEvent const&) = default;
};
struct TaskErrorEvent {
  std::uint64_t task_id = 0;
  SchedulerError error;
  friend bool operator==(TaskErrorEvent const&, TaskErrorEvent const&) = default;
};
struct TaskSuccessEvent {
  std::uint64_t task_id = 0;
  Var result;
  friend bool operator==(TaskSuccessEvent const&, TaskSuccessEvent const&) = default;
};
struct TaskSuspendedEvent {
  std::uint64_t task_id = 0;
  friend bool operator==(TaskSuspendedEvent const&, TaskSuspendedEvent const&) = default;
};
// With the same player as before it carries a fresh token, nothing else.
struct PlayerSwitchedEvent {
  Obj new_player;
  AuthToken new_auth_token;
  friend bool operator==(PlayerSwitchedEvent const&, PlayerSwitchedEvent const&) = default;
};
struct SetConnectionOptionEvent {
  Obj connection_obj;
  Symbol option_name;
  Var value;
  friend bool operator==(SetConnectionOptionEvent const&,
                         SetConnectionOptionEvent const&) = default;
};
struct CredentialsUpdatedEvent {
  Uuid client_id;
  ClientToken client_token;
  friend bool operator==(CredentialsUpdatedEvent const&, CredentialsUpdatedEvent const&) = default;
};
struct ClientEventMembers {
  using Members =
      std::variant<NarrativeEventMessage, RequestInputEvent, SystemMessageEvent, DisconnectEvent,
                   TaskErrorEvent, TaskSuccessEvent, TaskSuspendedEvent, PlayerSwitchedEvent,
                   SetConnectionOptionEvent, CredentialsUpdatedEvent>;
};
using ClientEventUnion = Union<ClientEventMembers>;
extern template class Union<ClientEventMembers>;

/// Root table `ClientEvent`.
struct ClientEvent {
  ClientEventUnion event;
  friend bool operator==(ClientEvent const&, ClientEvent const&) = default;
};
// timestamp is always 0.
struct ClientsBroadcastPingPong {
  std::uint64_t timestamp = 0;
  friend bool operator==(ClientsBroadcastPingPong const&,
                         ClientsBroadcastPingPong const&) = default;
};
using ClientsBroadcastEventUnion = std::variant<ClientsBroadcastPingPong>;

/// Root table `ClientsBroadcastEvent`.
struct ClientsBroadcastEvent {
  ClientsBroadcastEventUnion event;
  friend bool operator==(ClientsBroadcastEvent const&, ClientsBroadcastEvent const&) = default;
};

}  // namespace drydock::moor
