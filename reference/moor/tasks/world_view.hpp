#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/moo/access.hpp"
#include "reference/moo/world.hpp"
#include "reference/moor/codec/batch.hpp"
#include "reference/moor/codec/client_replies.hpp"
#include "reference/moor/codec/rpc_errors.hpp"

// The world as clients look at it, with the rights of `who`. Source: hosts 3.3, 3.5.

namespace drydock::moor::tasks {

inline constexpr ObjId system_object{0};

template <class T>
using Seen = tl::expected<T, WorldStateError>;

/// Bits: 0 player, 1 programmer, 2 wizard, 4 read, 5 write, 7 fertile.
std::uint16_t flags_of(moo::Object const& object);

/// The object that is meant; one that is not there is none.
Seen<ObjId> resolve(moo::World const& world, ObjId who, ObjectRef const& ref);

Seen<std::vector<VerbInfo>> verbs(moo::World const& world, ObjId who, ObjectRef const& ref,
                                  bool inherited);
Seen<std::vector<PropInfo>> properties(moo::World const& world, ObjId who, ObjectRef const& ref,
                                       bool inherited);
Seen<PropertyValue> property(moo::World const& world, ObjId who, ObjectRef const& ref,
                             Symbol const& name);
Seen<VerbValue> verb(moo::World const& world, ObjId who, ObjectRef const& ref, Symbol const& name);
/// Every object whose data `who` may list.
std::vector<ObjectInfo> objects(moo::World const& world, ObjId who);
std::vector<Obj> query(moo::World const& world, ObjId who, WsQueryObjects const& wanted);

// Changes, which are still to be committed.

Seen<void> update_property(moo::World& world, ObjId who, ObjectRef const& ref, Symbol const& name,
                           Var const& value);
tl::expected<ObjId, SchedulerError> program(moo::World& world, ObjId who, ObjectRef const& ref,
                                            Symbol const& verb,
                                            std::vector<std::string> const& code);

/// Does all of it in order, up to the first that fails, whose error it gives (DC-53 to DC-55).
tl::expected<std::vector<WorldStateResultEntry>, SchedulerError> run_batch(
    moo::World& world, ObjId who, std::vector<WorldStateActionEntry> const& actions);

/// The world of a store; with the starting core, if it holds none yet.
Result<moo::World> open_world(RecordStore& store);

}  // namespace drydock::moor::tasks
