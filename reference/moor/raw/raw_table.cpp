#include "reference/moor/raw/raw_table.hpp"

#include "schema/moor/worker_generated.h"

namespace drydock::moor::raw {
namespace {

using flatbuffers::voffset_t;

voffset_t place_of(unsigned slot) { return static_cast<voffset_t>((slot + 2) * sizeof(voffset_t)); }

}  // namespace

Table table(FlatBufferBuilder& builder, std::initializer_list<Field> fields,
            std::optional<std::uint8_t> tag) {
  auto const start = builder.StartTable();
  for (Field const& field : fields) {
    if (field.value) builder.AddOffset(place_of(field.slot), *field.value);
  }
  if (tag) builder.AddElement<std::uint8_t>(place_of(0), *tag, 0);
  return {builder.EndTable(start)};
}

Table tagged(FlatBufferBuilder& builder, std::uint8_t tag, Table value) {
  return table(builder, {{1, value}}, tag);
}

Table bytes_table(FlatBufferBuilder& builder, ByteView bytes) {
  auto const data = builder.CreateVector(bytes.data(), bytes.size());
  return table(builder, {{0, data.Union()}});
}

Table text(FlatBufferBuilder& builder, std::string_view text) {
  return builder.CreateString(text.data(), text.size()).Union();
}

Table text_table(FlatBufferBuilder& builder, std::string_view words) {
  Table const string = text(builder, words);
  return table(builder, {{0, string}});
}

Table list_value(FlatBufferBuilder& builder, std::vector<Table> const& elements) {
  auto const vector = builder.CreateVector(elements.data(), elements.size());
  return tagged(builder, static_cast<std::uint8_t>(MoorVar::VarUnion::VarList),
                table(builder, {{0, vector.Union()}}));
}

Bytes finish(FlatBufferBuilder& builder, Table root) {
  builder.Finish(root);
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace drydock::moor::raw
