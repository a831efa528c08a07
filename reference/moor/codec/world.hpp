#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"

// Objects, properties and verbs as clients see them, and what can be wrong with a question about
// them (schema/moor/world.fbs).

namespace drydock::moor {

// An object by number or id, by a path of properties from #0 ($a.b), or by words to match.
struct ObjectRefId {
  Obj obj;
  friend bool operator==(ObjectRefId const&, ObjectRefId const&) = default;
};
struct ObjectRefSysObj {
  std::vector<Symbol> symbols;
  friend bool operator==(ObjectRefSysObj const&, ObjectRefSysObj const&) = default;
};
struct ObjectRefMatch {
  std::string match_string;
  friend bool operator==(ObjectRefMatch const&, ObjectRefMatch const&) = default;
};
using ObjectRef = std::variant<ObjectRefId, ObjectRefSysObj, ObjectRefMatch>;

// r, w, chown: readable, writable, owned by who creates a child.
struct PropInfo {
  Obj definer;
  Obj location;
  Symbol name;
  Obj owner;
  bool r = false;
  bool w = false;
  bool chown = false;
  friend bool operator==(PropInfo const&, PropInfo const&) = default;
};
// r, w, x, d: readable, writable, callable from code, raises errors. arg_spec: direct object,
// preposition, indirect object.
struct VerbInfo {
  Obj location;
  Obj owner;
  std::vector<Symbol> names;
  bool r = false;
  bool w = false;
  bool x = false;
  bool d = false;
  std::vector<Symbol> arg_spec;
  friend bool operator==(VerbInfo const&, VerbInfo const&) = default;
};
// WorldStateErrorUnion.
struct ObjectNotFound {
  ObjectRef object_ref;
  friend bool operator==(ObjectNotFound const&, ObjectNotFound const&) = default;
};
struct ObjectAlreadyExists {
  Obj obj;
  friend bool operator==(ObjectAlreadyExists const&, ObjectAlreadyExists const&) = default;
};
struct RecursiveMove {
  Obj from_obj;
  Obj to_obj;
  friend bool operator==(RecursiveMove const&, RecursiveMove const&) = default;
};
struct ObjectPermissionDenied {
  friend bool operator==(ObjectPermissionDenied const&, ObjectPermissionDenied const&) = default;
};
struct PropertyNotFound {
  Obj obj;
  std::string property;
  friend bool operator==(PropertyNotFound const&, PropertyNotFound const&) = default;
};
struct PropertyPermissionDenied {
  friend bool operator==(PropertyPermissionDenied const&,
                         PropertyPermissionDenied const&) = default;
};
struct PropertyDefinitionNotFound {
  Obj obj;
  std::string property;
  friend bool operator==(PropertyDefinitionNotFound const&,
                         PropertyDefinitionNotFound const&) = default;
};
struct DuplicatePropertyDefinition {
  Obj obj;
  std::string property;
  friend bool operator==(DuplicatePropertyDefinition const&,
                         DuplicatePropertyDefinition const&) = default;
};
struct ChparentPropertyNameConflict {
  Obj descendant;
  Obj ancestor;
  std::string property;
  friend bool operator==(ChparentPropertyNameConflict const&,
                         ChparentPropertyNameConflict const&) = default;
};
struct PropertyTypeMismatch {
  friend bool operator==(PropertyTypeMismatch const&, PropertyTypeMismatch const&) = default;
};
struct VerbNotFound {
  Obj obj;
  std::string verb;
  friend bool operator==(VerbNotFound const&, VerbNotFound const&) = default;
};
struct InvalidVerb {
  std::int64_t vid = 0;
  friend bool operator==(InvalidVerb const&, InvalidVerb const&) = default;
};
struct VerbDecodeError {
  Obj obj;
  Symbol verb;
  friend bool operator==(VerbDecodeError const&, VerbDecodeError const&) = default;
};
// Also a member of VerbProgramErrorUnion (rpc_errors.hpp): the schema has two empty tables of this
// name.
struct VerbPermissionDenied {
  friend bool operator==(VerbPermissionDenied const&, VerbPermissionDenied const&) = default;
};
struct DuplicateVerb {
  Obj obj;
  Symbol verb;
  friend bool operator==(DuplicateVerb const&, DuplicateVerb const&) = default;
};
struct FailedMatch {
  std::string match_string;
  friend bool operator==(FailedMatch const&, FailedMatch const&) = default;
};
struct AmbiguousMatch {
  std::string match_string;
  friend bool operator==(AmbiguousMatch const&, AmbiguousMatch const&) = default;
};
struct InvalidRenumber {
  std::string message;
  friend bool operator==(InvalidRenumber const&, InvalidRenumber const&) = default;
};
struct WorldStateDatabaseError {
  std::string message;
  friend bool operator==(WorldStateDatabaseError const&, WorldStateDatabaseError const&) = default;
};
struct RollbackRetry {
  friend bool operator==(RollbackRetry const&, RollbackRetry const&) = default;
};
struct WorldStateErrorMembers {
  using Members =
      std::variant<ObjectNotFound, ObjectAlreadyExists, RecursiveMove, ObjectPermissionDenied,
                   PropertyNotFound, PropertyPermissionDenied, PropertyDefinitionNotFound,
                   DuplicatePropertyDefinition, ChparentPropertyNameConflict, PropertyTypeMismatch,
                   VerbNotFound, InvalidVerb, VerbDecodeError, VerbPermissionDenied, DuplicateVerb,
                   FailedMatch, AmbiguousMatch, InvalidRenumber, WorldStateDatabaseError,
                   RollbackRetry>;
};
using WorldStateError = Union<WorldStateErrorMembers>;
extern template class Union<WorldStateErrorMembers>;

}  // namespace drydock::moor
