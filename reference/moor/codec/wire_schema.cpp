#include "reference/moor/codec/wire_schema.hpp"

#include <flatbuffers/reflection_generated.h>

#include <algorithm>

#include "reference/core/ensure.hpp"

namespace drydock::moor {

// Generated at build time from the .bfbs files, see embed_schema.cmake.
extern unsigned char const moor_schema_data[];
extern std::size_t const moor_schema_size;
extern unsigned char const caller_schema_data[];
extern std::size_t const caller_schema_size;

namespace {

std::size_t size_of(reflection::BaseType type) {
  switch (type) {
    case reflection::UType:
    case reflection::Bool:
    case reflection::Byte:
    case reflection::UByte:
      return 1;
    case reflection::Short:
    case reflection::UShort:
      return 2;
    case reflection::Int:
    case reflection::UInt:
    case reflection::Float:
      return 4;
    case reflection::Long:
    case reflection::ULong:
    case reflection::Double:
      return 8;
    default:
      return 0;
  }
}

FieldKind kind_of(reflection::Type const& type) {
  switch (type.base_type()) {
    case reflection::String:
      return FieldKind::string;
    case reflection::Obj:
      return FieldKind::table;
    case reflection::UType:
      return FieldKind::union_tag;
    case reflection::Union:
      return FieldKind::union_value;
    case reflection::Vector:
      if (type.element() == reflection::String) return FieldKind::strings;
      if (type.element() == reflection::Obj) return FieldKind::tables;
      // The wire has no vectors of unions; a schema that gains one has to teach this and the
      // walker.
      ENSURE(size_of(type.element()) > 0 && type.element() != reflection::UType);
      return FieldKind::scalars;
    default:
      ENSURE(size_of(type.base_type()) > 0);
      return FieldKind::scalar;
  }
}

FieldLayout layout_of(reflection::Field const& field) {
  auto const& type = *field.type();
  auto const kind = kind_of(type);
  return {.name = field.name()->str(),
          .kind = kind,
          .slot = field.id(),
          .required = field.required(),
          .size = size_of(kind == FieldKind::scalars ? type.element() : type.base_type()),
          .target = type.index() < 0 ? 0 : static_cast<std::size_t>(type.index())};
}

TableLayout layout_of(reflection::Object const& object) {
  ENSURE(!object.is_struct());  // The wire has none.
  TableLayout table{.name = object.name()->str(), .fields = {}};
  for (auto const* field : *object.fields()) table.fields.push_back(layout_of(*field));
  std::sort(table.fields.begin(), table.fields.end(),
            [](auto const& a, auto const& b) { return a.slot < b.slot; });
  table.wraps_union = table.fields.size() == 2 && table.fields[1].kind == FieldKind::union_value;
  return table;
}

UnionLayout layout_of(reflection::Enum const& enumeration) {
  UnionLayout layout;
  if (!enumeration.is_union()) return layout;
  for (auto const* value : *enumeration.values()) {
    ENSURE(static_cast<std::size_t>(value->value()) == layout.names.size());
    auto const index = value->union_type()->index();
    layout.names.push_back(value->name()->str());
    layout.targets.push_back(index < 0 ? 0 : static_cast<std::size_t>(index));
  }
  return layout;
}

}  // namespace

WireSchema::WireSchema(ByteView bfbs) {
  auto const& schema = *reflection::GetSchema(bfbs.data());
  for (auto const* object : *schema.objects()) tables_.push_back(layout_of(*object));
  for (auto const* enumeration : *schema.enums()) unions_.push_back(layout_of(*enumeration));
}

std::size_t WireSchema::table_index(std::string_view name) const {
  auto const found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](TableLayout const& table) { return table.name == name; });
  ENSURE(found != tables_.end());
  return static_cast<std::size_t>(found - tables_.begin());
}

WireSchema const& WireSchema::moor() {
  static WireSchema const schema{ByteView(moor_schema_data, moor_schema_size)};
  return schema;
}

WireSchema const& WireSchema::caller() {
  static WireSchema const schema{ByteView(caller_schema_data, caller_schema_size)};
  return schema;
}

}  // namespace drydock::moor
