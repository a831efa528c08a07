#pragma once

#include <flatbuffers/flatbuffers.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"

// FlatBuffers written slot by slot, for messages that the generated builders, which insist on what
// is required, would not make.

namespace drydock::moor::raw {

using flatbuffers::FlatBufferBuilder;
using Table = flatbuffers::Offset<void>;

struct Field {
  unsigned slot;
  std::optional<Table> value;
};

/// A table with `fields`; before it, if it is a union's parent, the tag in slot 0.
Table table(FlatBufferBuilder& builder, std::initializer_list<Field> fields,
            std::optional<std::uint8_t> tag = std::nullopt);
/// A table that holds a union in slots 0 and 1 and nothing else.
Table tagged(FlatBufferBuilder& builder, std::uint8_t tag, Table value);
/// A table with one vector of bytes: a Uuid, if they are 16.
Table bytes_table(FlatBufferBuilder& builder, ByteView bytes);
/// A string of any bytes, UTF-8 or not.
Table text(FlatBufferBuilder& builder, std::string_view text);
/// A table with one string: a Symbol, say.
Table text_table(FlatBufferBuilder& builder, std::string_view text);
/// A Var that is a list.
Table list_value(FlatBufferBuilder& builder, std::vector<Table> const& elements);

Bytes finish(FlatBufferBuilder& builder, Table root);

}  // namespace drydock::moor::raw
