#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/batch.hpp"
#include "reference/moor/codec/history.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/session.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/world.hpp"

// What a host asks for one of its connections (schema/moor/client_request.fbs).

namespace drydock::moor {

// Connections.
struct ConnectionAttribute {
  Symbol key;
  Var value;
  friend bool operator==(ConnectionAttribute const&, ConnectionAttribute const&) = default;
};
struct ConnectionEstablish {
  std::string peer_addr;
  std::uint16_t local_port = 0;
  std::uint16_t remote_port = 0;
  std::optional<std::vector<Symbol>> acceptable_content_types{};
  std::optional<std::vector<ConnectionAttribute>> connection_attributes{};
  friend bool operator==(ConnectionEstablish const&, ConnectionEstablish const&) = default;
};
struct Reattach {
  ClientToken client_token;
  AuthToken auth_token;
  std::optional<std::string> peer_addr{};
  std::uint16_t local_port = 0;
  std::uint16_t remote_port = 0;
  std::optional<std::vector<Symbol>> acceptable_content_types{};
  std::optional<std::vector<ConnectionAttribute>> connection_attributes{};
  friend bool operator==(Reattach const&, Reattach const&) = default;
};
// connect_args empty and do_attach false ask for the welcome text.
struct LoginCommand {
  ClientToken client_token;
  Obj handler_object;
  std::vector<std::string> connect_args;
  bool do_attach = false;
  std::optional<std::string> event_log_pubkey{};
  std::optional<Map> registration_data{};
  friend bool operator==(LoginCommand const&, LoginCommand const&) = default;
};
struct Attach {
  AuthToken auth_token;
  ConnectType connect_type{};
  Obj handler_object;
  std::string peer_addr;
  std::uint16_t local_port = 0;
  std::uint16_t remote_port = 0;
  std::optional<std::vector<Symbol>> acceptable_content_types{};
  friend bool operator==(Attach const&, Attach const&) = default;
};
struct ClientPong {
  ClientToken client_token;
  std::uint64_t client_sys_time = 0;
  Obj player;
  HostType host_type{};
  std::string socket_addr;
  friend bool operator==(ClientPong const&, ClientPong const&) = default;
};
struct SetClientAttribute {
  ClientToken client_token;
  AuthToken auth_token;
  Symbol key;
  std::optional<Var> value{};
  friend bool operator==(SetClientAttribute const&, SetClientAttribute const&) = default;
};
// disconnected false: the client left, its connection stays.
struct Detach {
  ClientToken client_token;
  bool disconnected = false;
  friend bool operator==(Detach const&, Detach const&) = default;
};
// Tasks.
struct Command {
  ClientToken client_token;
  AuthToken auth_token;
  Obj handler_object;
  std::string command;
  friend bool operator==(Command const&, Command const&) = default;
};
struct InvokeVerb {
  ClientToken client_token;
  AuthToken auth_token;
  ObjectRef object;
  Symbol verb;
  std::vector<Var> args;
  friend bool operator==(InvokeVerb const&, InvokeVerb const&) = default;
};
struct RequestedInput {
  ClientToken client_token;
  AuthToken auth_token;
  Uuid request_id;
  Var input;
  friend bool operator==(RequestedInput const&, RequestedInput const&) = default;
};
struct OutOfBand {
  ClientToken client_token;
  AuthToken auth_token;
  Obj handler_object;
  Var args;
  Var argstr;
  friend bool operator==(OutOfBand const&, OutOfBand const&) = default;
};
struct Eval {
  ClientToken client_token;
  AuthToken auth_token;
  std::string expression;
  friend bool operator==(Eval const&, Eval const&) = default;
};
struct InvokeSystemHandler {
  Uuid host_id;
  std::string handler_type;
  std::vector<Var> args;
  std::optional<AuthToken> auth_token{};
  friend bool operator==(InvokeSystemHandler const&, InvokeSystemHandler const&) = default;
};
struct CallSystemVerb {
  std::optional<AuthToken> auth_token{};
  Symbol verb;
  std::vector<Var> args;
  friend bool operator==(CallSystemVerb const&, CallSystemVerb const&) = default;
};
// The world.
struct RequestSysProp {
  std::optional<AuthToken> auth_token{};
  ObjectRef object;
  Symbol property;
  friend bool operator==(RequestSysProp const&, RequestSysProp const&) = default;
};
struct Verbs {
  AuthToken auth_token;
  ObjectRef object;
  bool inherited = false;
  friend bool operator==(Verbs const&, Verbs const&) = default;
};
struct Properties {
  AuthToken auth_token;
  ObjectRef object;
  bool inherited = false;
  friend bool operator==(Properties const&, Properties const&) = default;
};
enum class EntityType : std::uint8_t { property, verb };
struct Retrieve {
  AuthToken auth_token;
  ObjectRef object;
  EntityType entity_type{};
  Symbol name;
  friend bool operator==(Retrieve const&, Retrieve const&) = default;
};
struct Program {
  ClientToken client_token;
  AuthToken auth_token;
  ObjectRef object;
  Symbol verb;
  std::vector<std::string> code;
  friend bool operator==(Program const&, Program const&) = default;
};
struct Resolve {
  AuthToken auth_token;
  ObjectRef objref;
  friend bool operator==(Resolve const&, Resolve const&) = default;
};
struct ListObjects {
  AuthToken auth_token;
  friend bool operator==(ListObjects const&, ListObjects const&) = default;
};
struct UpdateProperty {
  AuthToken auth_token;
  ObjectRef object;
  Symbol property;
  Var value;
  friend bool operator==(UpdateProperty const&, UpdateProperty const&) = default;
};
struct HostClientToDaemonMessageMembers {
  using Members =
      std::variant<ConnectionEstablish, Reattach, RequestSysProp, LoginCommand, Attach, Command,
                   Verbs, InvokeVerb, Properties, Retrieve, Program, RequestedInput, OutOfBand,
                   Eval, Resolve, ClientPong, RequestHistory, RequestCurrentPresentations,
                   DismissPresentation, SetClientAttribute, Detach, GetEventLogPublicKey,
                   SetEventLogPublicKey, DeleteEventLogHistory, ListObjects, UpdateProperty,
                   InvokeSystemHandler, CallSystemVerb, BatchWorldState>;
};
using HostClientToDaemonMessageUnion = Union<HostClientToDaemonMessageMembers>;
extern template class Union<HostClientToDaemonMessageMembers>;

/// Root table `HostClientToDaemonMessage`.
struct HostClientToDaemonMessage {
  HostClientToDaemonMessageUnion message;
  friend bool operator==(HostClientToDaemonMessage const&,
                         HostClientToDaemonMessage const&) = default;
};

}  // namespace drydock::moor
