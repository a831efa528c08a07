#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/rpc_errors.hpp"
#include "reference/moor/codec/session.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/world.hpp"

// Many questions and changes in one transaction (schema/moor/batch.fbs).

namespace drydock::moor {

struct WsRequestProperty {
  ObjectRef object;
  Symbol property;
  friend bool operator==(WsRequestProperty const&, WsRequestProperty const&) = default;
};
struct WsRequestProperties {
  ObjectRef object;
  bool inherited = false;
  friend bool operator==(WsRequestProperties const&, WsRequestProperties const&) = default;
};
struct WsRequestSystemProperty {
  ObjectRef object;
  Symbol property;
  friend bool operator==(WsRequestSystemProperty const&, WsRequestSystemProperty const&) = default;
};
struct WsRequestVerbs {
  ObjectRef object;
  bool inherited = false;
  friend bool operator==(WsRequestVerbs const&, WsRequestVerbs const&) = default;
};
struct WsRequestVerbCode {
  ObjectRef object;
  Symbol verb;
  friend bool operator==(WsRequestVerbCode const&, WsRequestVerbCode const&) = default;
};
struct WsResolveObject {
  ObjectRef objref;
  friend bool operator==(WsResolveObject const&, WsResolveObject const&) = default;
};
struct WsListObjects {
  friend bool operator==(WsListObjects const&, WsListObjects const&) = default;
};
struct WsRequestAllObjects {
  friend bool operator==(WsRequestAllObjects const&, WsRequestAllObjects const&) = default;
};
struct WsUpdateProperty {
  ObjectRef object;
  Symbol property;
  Var value;
  friend bool operator==(WsUpdateProperty const&, WsUpdateProperty const&) = default;
};
struct WsProgramVerb {
  ObjectRef object;
  Symbol verb_name;
  std::vector<std::string> code;
  friend bool operator==(WsProgramVerb const&, WsProgramVerb const&) = default;
};
struct WsGetObjectFlags {
  Obj obj;
  friend bool operator==(WsGetObjectFlags const&, WsGetObjectFlags const&) = default;
};
// Objects that meet every condition given. flags_all and flags_any are masks, 0 is no condition.
struct WsQueryObjects {
  std::optional<Obj> parent{};
  std::optional<Obj> location{};
  std::optional<Obj> owner{};
  std::uint16_t flags_all = 0;
  std::uint16_t flags_any = 0;
  friend bool operator==(WsQueryObjects const&, WsQueryObjects const&) = default;
};
struct WorldStateActionMembers {
  using Members =
      std::variant<WsRequestProperty, WsRequestProperties, WsRequestSystemProperty, WsRequestVerbs,
                   WsRequestVerbCode, WsResolveObject, WsListObjects, WsRequestAllObjects,
                   WsUpdateProperty, WsProgramVerb, WsGetObjectFlags, WsQueryObjects>;
};
using WorldStateActionUnion = Union<WorldStateActionMembers>;
extern template class Union<WorldStateActionMembers>;

// id is the asker's, and comes back with the result.
struct WorldStateActionEntry {
  std::string id;
  WorldStateActionUnion action;
  friend bool operator==(WorldStateActionEntry const&, WorldStateActionEntry const&) = default;
};
struct BatchWorldState {
  AuthToken auth_token;
  std::vector<WorldStateActionEntry> actions;
  bool rollback = false;
  friend bool operator==(BatchWorldState const&, BatchWorldState const&) = default;
};
struct ObjectInfo {
  Obj obj;
  std::optional<Symbol> name{};
  std::optional<Obj> parent{};
  Obj owner;
  std::uint16_t flags = 0;
  std::optional<Obj> location{};
  std::uint32_t contents_count = 0;
  std::uint32_t verbs_count = 0;
  std::uint32_t properties_count = 0;
  friend bool operator==(ObjectInfo const&, ObjectInfo const&) = default;
};
struct WsPropertyResult {
  PropInfo prop_info;
  Var value;
  friend bool operator==(WsPropertyResult const&, WsPropertyResult const&) = default;
};
struct WsPropertiesResult {
  std::vector<PropInfo> properties;
  friend bool operator==(WsPropertiesResult const&, WsPropertiesResult const&) = default;
};
struct WsSystemPropertyResult {
  Var value;
  friend bool operator==(WsSystemPropertyResult const&, WsSystemPropertyResult const&) = default;
};
struct WsVerbsResult {
  std::vector<VerbInfo> verbs;
  friend bool operator==(WsVerbsResult const&, WsVerbsResult const&) = default;
};
struct WsVerbCodeResult {
  VerbInfo verb_info;
  std::vector<std::string> code;
  friend bool operator==(WsVerbCodeResult const&, WsVerbCodeResult const&) = default;
};
struct WsResolveResult {
  Var result;
  friend bool operator==(WsResolveResult const&, WsResolveResult const&) = default;
};
struct WsObjectsListResult {
  std::vector<ObjectInfo> objects;
  friend bool operator==(WsObjectsListResult const&, WsObjectsListResult const&) = default;
};
struct WsAllObjectsResult {
  std::vector<Obj> objects;
  friend bool operator==(WsAllObjectsResult const&, WsAllObjectsResult const&) = default;
};
struct WsPropertyUpdatedResult {
  friend bool operator==(WsPropertyUpdatedResult const&, WsPropertyUpdatedResult const&) = default;
};
struct WsVerbProgrammedResult {
  Obj obj;
  Symbol verb_name;
  friend bool operator==(WsVerbProgrammedResult const&, WsVerbProgrammedResult const&) = default;
};
struct WsObjectFlagsResult {
  std::uint16_t flags = 0;
  friend bool operator==(WsObjectFlagsResult const&, WsObjectFlagsResult const&) = default;
};
struct WsQueryObjectsResult {
  std::vector<Obj> objects;
  friend bool operator==(WsQueryObjectsResult const&, WsQueryObjectsResult const&) = default;
};
struct WsActionError {
  RpcMessageError error;
  friend bool operator==(WsActionError const&, WsActionError const&) = default;
};
struct WorldStateResultMembers {
  using Members =
      std::variant<WsPropertyResult, WsPropertiesResult, WsSystemPropertyResult, WsVerbsResult,
                   WsVerbCodeResult, WsResolveResult, WsObjectsListResult, WsAllObjectsResult,
                   WsPropertyUpdatedResult, WsVerbProgrammedResult, WsObjectFlagsResult,
                   WsQueryObjectsResult, WsActionError>;
};
using WorldStateResultUnion = Union<WorldStateResultMembers>;
extern template class Union<WorldStateResultMembers>;

struct WorldStateResultEntry {
  std::string id;
  WorldStateResultUnion result;
  friend bool operator==(WorldStateResultEntry const&, WorldStateResultEntry const&) = default;
};
struct BatchWorldStateReply {
  std::vector<WorldStateResultEntry> results;
  friend bool operator==(BatchWorldStateReply const&, BatchWorldStateReply const&) = default;
};

}  // namespace drydock::moor
