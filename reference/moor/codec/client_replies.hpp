#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/moor/codec/batch.hpp"
#include "reference/moor/codec/history.hpp"
#include "reference/moor/codec/narrative.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/rpc_errors.hpp"
#include "reference/moor/codec/session.hpp"
#include "reference/moor/codec/union.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/world.hpp"

// What the daemon answers to a client message (schema/moor/client_reply.fbs).

namespace drydock::moor {

struct NewConnection {
  ClientToken client_token;
  Obj connection_obj;
  friend bool operator==(NewConnection const&, NewConnection const&) = default;
};
// player_flags here and below, bits: 0 player, 1 programmer, 2 wizard, 4 read, 5 write, 7 fertile.
struct LoginResult {
  bool success = false;
  std::optional<AuthToken> auth_token{};
  ConnectType connect_type{};
  std::optional<Obj> player{};
  std::uint16_t player_flags = 0;
  friend bool operator==(LoginResult const&, LoginResult const&) = default;
};
struct AttachResult {
  bool success = false;
  std::optional<ClientToken> client_token{};
  std::optional<Obj> player{};
  std::uint16_t player_flags = 0;
  friend bool operator==(AttachResult const&, AttachResult const&) = default;
};
struct SysPropValue {
  std::optional<Var> value{};
  friend bool operator==(SysPropValue const&, SysPropValue const&) = default;
};
struct TaskSubmitted {
  std::uint64_t task_id = 0;
  friend bool operator==(TaskSubmitted const&, TaskSubmitted const&) = default;
};
struct InputThanks {
  friend bool operator==(InputThanks const&, InputThanks const&) = default;
};
struct EvalResult {
  Var result;
  friend bool operator==(EvalResult const&, EvalResult const&) = default;
};
// timestamp: the daemon's clock, nanoseconds since 1970.
struct ThanksPong {
  std::uint64_t timestamp = 0;
  friend bool operator==(ThanksPong const&, ThanksPong const&) = default;
};
struct VerbsReply {
  std::vector<VerbInfo> verbs;
  friend bool operator==(VerbsReply const&, VerbsReply const&) = default;
};
struct PropertiesReply {
  std::vector<PropInfo> properties;
  friend bool operator==(PropertiesReply const&, PropertiesReply const&) = default;
};
struct VerbProgramSuccess {
  Obj obj;
  std::string verb_name;
  friend bool operator==(VerbProgramSuccess const&, VerbProgramSuccess const&) = default;
};
struct VerbProgramFailure {
  VerbProgramError error;
  friend bool operator==(VerbProgramFailure const&, VerbProgramFailure const&) = default;
};
using VerbProgramResponse = std::variant<VerbProgramSuccess, VerbProgramFailure>;

struct VerbProgramResponseReply {
  VerbProgramResponse response;
  friend bool operator==(VerbProgramResponseReply const&,
                         VerbProgramResponseReply const&) = default;
};
struct PropertyValue {
  PropInfo prop_info;
  Var value;
  friend bool operator==(PropertyValue const&, PropertyValue const&) = default;
};
struct VerbValue {
  VerbInfo verb_info;
  std::vector<std::string> code;
  friend bool operator==(VerbValue const&, VerbValue const&) = default;
};
struct ResolveResult {
  Var result;
  friend bool operator==(ResolveResult const&, ResolveResult const&) = default;
};
struct ClientAttributeSet {
  friend bool operator==(ClientAttributeSet const&, ClientAttributeSet const&) = default;
};
struct Disconnected {
  friend bool operator==(Disconnected const&, Disconnected const&) = default;
};
struct ListObjectsReply {
  std::vector<ObjectInfo> objects;
  friend bool operator==(ListObjectsReply const&, ListObjectsReply const&) = default;
};
struct PropertyUpdated {
  friend bool operator==(PropertyUpdated const&, PropertyUpdated const&) = default;
};
struct SystemHandlerSuccess {
  Var result;
  friend bool operator==(SystemHandlerSuccess const&, SystemHandlerSuccess const&) = default;
};
struct SystemHandlerError {
  SchedulerError error;
  friend bool operator==(SystemHandlerError const&, SystemHandlerError const&) = default;
};
using SystemHandlerResponseUnion = std::variant<SystemHandlerSuccess, SystemHandlerError>;

struct SystemHandlerResponseReply {
  SystemHandlerResponseUnion response;
  friend bool operator==(SystemHandlerResponseReply const&,
                         SystemHandlerResponseReply const&) = default;
};
struct VerbCallSuccess {
  Var result;
  std::vector<NarrativeEvent> output;
  friend bool operator==(VerbCallSuccess const&, VerbCallSuccess const&) = default;
};
struct VerbCallError {
  SchedulerError error;
  friend bool operator==(VerbCallError const&, VerbCallError const&) = default;
};
using VerbCallResponseUnion = std::variant<VerbCallSuccess, VerbCallError>;

struct VerbCallResponse {
  VerbCallResponseUnion response;
  friend bool operator==(VerbCallResponse const&, VerbCallResponse const&) = default;
};
struct DaemonToClientReplyMembers {
  using Members = std::variant<
      NewConnection, LoginResult, AttachResult, SysPropValue, TaskSubmitted, InputThanks,
      EvalResult, ThanksPong, VerbsReply, PropertiesReply, VerbProgramResponseReply, PropertyValue,
      VerbValue, ResolveResult, HistoryResponseReply, CurrentPresentations, PresentationDismissed,
      ClientAttributeSet, Disconnected, EventLogPublicKey, EventLogHistoryDeleted, ListObjectsReply,
      PropertyUpdated, SystemHandlerResponseReply, VerbCallResponse, BatchWorldStateReply>;
};
using DaemonToClientReply = Union<DaemonToClientReplyMembers>;
extern template class Union<DaemonToClientReplyMembers>;

}  // namespace drydock::moor
