#pragma once

#include <cstddef>
#include <cstdint>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"

// Broadcasts that no encoder of ours would make.

namespace drydock::moor::raw {

/// A request to `worker` whose one argument is a lambda, complete and valid by the schema.
Bytes request_with_lambda(Uuid const& worker, Uuid const& request);
/// A request whose one argument has that tag for its type.
Bytes request_with_variant(Uuid const& worker, Uuid const& request, std::uint8_t tag);
/// A request whose one argument is a list nested `depth` deep.
Bytes request_with_nesting(Uuid const& worker, Uuid const& request, std::size_t depth);

/// A request that says not whose it is, and one whose `worker_id` is those bytes.
Bytes request_without_worker(Uuid const& request);
Bytes request_to(ByteView worker_id, Uuid const& request);

}  // namespace drydock::moor::raw
