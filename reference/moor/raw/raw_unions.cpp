#include "reference/moor/raw/raw_unions.hpp"

#include "reference/moor/raw/raw_table.hpp"

namespace drydock::moor::raw {

Bytes message_without_union() {
  FlatBufferBuilder builder;
  return finish(builder, table(builder, {}));
}

Bytes message_with_tag(std::uint8_t tag) {
  FlatBufferBuilder builder;
  return finish(builder, tagged(builder, tag, table(builder, {})));
}

}  // namespace drydock::moor::raw
