#pragma once

#include <cstddef>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/wire_schema.hpp"

namespace drydock::moor {

/// Whether `verify` of explain.hpp finds nothing to refuse, by the same walk without a word on
/// where it is: several times as fast, for buffers that are mostly sound.
bool is_sound(WireSchema const& schema, std::size_t table, ByteView buffer, std::size_t depth_max,
              std::size_t tables_max);

/// Whether moreover `open_union` of opening.hpp finds nothing to refuse but the size; `open_root`,
/// where `tag_max` is 0.
bool opens_and_is_sound(WireSchema const& schema, std::size_t table, std::uint8_t tag_max,
                        ByteView buffer, std::size_t depth_max, std::size_t tables_max);

}  // namespace drydock::moor
