#pragma once

#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/builder.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "schema/moor/worker_generated.h"

namespace drydock::moor {

// What follows writes what an EncodeCheck let pass: it cannot fail. Maps, slots and packed ids go
// out as they stand, so that a test can send what a well-behaved peer would not.

flatbuffers::Offset<MoorCommon::Uuid> write_uuid(Builder& out, Uuid const& uuid);
flatbuffers::Offset<MoorCommon::Symbol> write_symbol(Builder& out, Symbol const& symbol);
flatbuffers::Offset<MoorCommon::Obj> write_obj(Builder& out, Obj const& obj);
flatbuffers::Offset<MoorCommon::Error> write_error(Builder& out, ErrorValue const& error);
flatbuffers::Offset<MoorVar::VarMap> write_map(Builder& out, Map const& map);
flatbuffers::Offset<MoorVar::Var> write_var(Builder& out, Var const& value);
flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<MoorVar::Var>>> write_vars(
    Builder& out, std::vector<Var> const& values);
flatbuffers::Offset<MoorRpc::WorkerError> write_worker_error(Builder& out,
                                                             WorkerError const& error);

}  // namespace drydock::moor
