#pragma once

#include <flatbuffers/flatbuffers.h>

#include <cstdint>
#include <variant>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/symbol.hpp"

// Ids and names, which most messages hold, as a Builder or a Filler writes them.

namespace drydock::moor {

template <class Out>
flatbuffers::Offset<void> write_uuid_table(Out& out, Uuid const& uuid) {
  return out.write_references(out.write_bytes(uuid.bytes));
}

template <class Out>
flatbuffers::Offset<void> write_symbol_table(Out& out, Symbol const& symbol) {
  return out.write_references(out.write_string(symbol.text));
}

template <class Out>
flatbuffers::Offset<void> write_obj_table(Out& out, Obj const& obj) {
  auto const id = std::visit(
      [&](auto const& one) {
        if constexpr (requires { one.id; }) return out.write_number(one.id);
        if constexpr (requires { one.packed; }) {
          return out.write_number(one.packed);
        }
      },
      obj);
  // The alternatives stand in the order of their tags, of which 0 is none.
  return out.write_union(static_cast<std::uint8_t>(obj.index() + 1), id);
}

}  // namespace drydock::moor
