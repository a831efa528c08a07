#pragma once

#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "schema/moor/worker_generated.h"

namespace drydock::moor {

// What follows writes what an EncodeCheck let pass: it cannot fail. Maps, slots and packed ids go
// out as they stand, so that a test can send what a well-behaved peer would not.

flatbuffers::Offset<MoorCommon::Uuid> write_uuid(flatbuffers::FlatBufferBuilder& out,
                                                 Uuid const& uuid);
flatbuffers::Offset<MoorCommon::Symbol> write_symbol(flatbuffers::FlatBufferBuilder& out,
                                                     Symbol const& symbol);
flatbuffers::Offset<MoorCommon::Obj> write_obj(flatbuffers::FlatBufferBuilder& out, Obj const& obj);
flatbuffers::Offset<MoorCommon::Error> write_error(flatbuffers::FlatBufferBuilder& out,
                                                   ErrorValue const& error);
flatbuffers::Offset<MoorVar::VarMap> write_map(flatbuffers::FlatBufferBuilder& out, Map const& map);
flatbuffers::Offset<MoorVar::Var> write_var(flatbuffers::FlatBufferBuilder& out, Var const& value);
flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<MoorVar::Var>>> write_vars(
    flatbuffers::FlatBufferBuilder& out, std::vector<Var> const& values);
flatbuffers::Offset<MoorRpc::WorkerError> write_worker_error(flatbuffers::FlatBufferBuilder& out,
                                                             WorkerError const& error);

}  // namespace drydock::moor
