#pragma once

#include <cstdint>

#include "reference/core/bytes.hpp"

// Messages that are a table with a union, as nearly all of mooR's are, and nothing in it.

namespace drydock::moor::raw {

Bytes message_without_union();
/// Whose union has that tag, and an empty table.
Bytes message_with_tag(std::uint8_t tag);

}  // namespace drydock::moor::raw
