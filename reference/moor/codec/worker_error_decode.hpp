#pragma once

#include "reference/moor/codec/decoding.hpp"
#include "schema/moor/worker_generated.h"

namespace drydock::moor {

/// Like `Decoding`'s readers, for a table that both protocols carry.
bool read_worker_error(Decoding& decoding, MoorRpc::WorkerError const& from, Place const& place,
                       WorkerError& out);

}  // namespace drydock::moor
