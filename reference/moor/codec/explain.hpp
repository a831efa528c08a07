#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/wire_schema.hpp"

namespace drydock::moor {

/// The first field, by name and place, for which the generated verifier refuses `buffer` as a
/// `table` of `schema`; absent where it accepts. The verifier only ever says no, so this walks the
/// buffer again with the schema in hand. Bounded in time as the verifier is: by `depth_max` and
/// `tables_max`.
std::optional<DecodeError> explain(WireSchema const& schema, std::string_view table,
                                   ByteView buffer, std::size_t depth_max, std::size_t tables_max);

/// The same walk in place of the generated verifier, which counts tables only: here each string of
/// a vector counts too. Without that, tables that share one long vector of strings would keep the
/// verifier busy for hours. What this accepts, the generated verifier accepts.
std::optional<DecodeError> verify(WireSchema const& schema, std::size_t table, ByteView buffer,
                                  std::size_t depth_max, std::size_t tables_max);

}  // namespace drydock::moor
