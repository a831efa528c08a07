#include "conformance/moor/daemon/raw_requests.hpp"

#include <algorithm>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/raw_buffer.hpp"
#include "reference/moor/codec/wire_schema.hpp"
#include "reference/moor/raw/raw_table.hpp"
#include "schema/moor/client_request_generated.h"
#include "schema/moor/host_generated.h"
#include "schema/moor/rpc_generated.h"
#include "schema/moor/value_generated.h"

namespace drydock::conformance::daemon {
namespace {

using namespace moor::raw;
using moor::RawBuffer;
using moor::RawTable;
using moor::WireSchema;

constexpr auto lambda_tag = static_cast<std::uint8_t>(MoorVar::VarUnion::VarLambda);
constexpr unsigned union_slot = 1;  // Behind its tag.

moor::TableLayout const& layout_of(std::string_view message) {
  WireSchema const& schema = WireSchema::moor();
  return schema.table(schema.table_index("MoorRpc." + std::string(message)));
}

unsigned slot_of(std::string_view message, std::string_view field) {
  auto const& fields = layout_of(message).fields;
  auto const found = std::find_if(fields.begin(), fields.end(),
                                  [&](moor::FieldLayout const& one) { return one.name == field; });
  ENSURE(found != fields.end());
  return found->slot;
}

/// The table behind the offset in a field.
RawTable table_in(RawBuffer const& buffer, RawTable const& parent, unsigned slot) {
  auto const field = buffer.field(parent, slot);
  ENSURE(field.has_value());
  auto const table = buffer.table(*buffer.follow(*field));
  ENSURE(table.has_value());
  return *table;
}

/// The message's own table, in the union of the root.
RawTable message_in(RawBuffer const& buffer) {
  auto const root = buffer.root();
  ENSURE(root.has_value());
  return table_in(buffer, *root, union_slot);
}

Bytes as_lambda(Bytes body, RawTable const& var) {
  auto const tag = RawBuffer{body}.field(var, 0);
  ENSURE(tag.has_value());
  body[*tag] = lambda_tag;
  return body;
}

template <class Union>
Bytes finish_envelope(FlatBufferBuilder& builder, Union kind, Table message) {
  return finish(builder, tagged(builder, static_cast<std::uint8_t>(kind), message));
}

}  // namespace

Bytes client_envelope(ByteView client_id) {
  using Messages = MoorRpc::HostClientToDaemonMessageUnion;
  FlatBufferBuilder builder;
  Table const token = text_table(builder, "none");
  Table const detach = table(builder, {{0, token}});
  Table const message = tagged(builder, static_cast<std::uint8_t>(Messages::Detach), detach);
  Table const id = builder.CreateVector(client_id.data(), client_id.size()).Union();
  Table const envelope = table(builder, {{0, id}, {1, message}});
  return finish_envelope(builder, MoorRpc::MessageTypeUnion::HostClientToDaemonMsg, envelope);
}

Bytes host_envelope(ByteView host_id) {
  using Messages = MoorRpc::HostToDaemonMessageUnion;
  FlatBufferBuilder builder;
  Table const id = bytes_table(builder, host_id);
  Table const detach = table(builder, {{0, id}});
  Table const message = tagged(builder, static_cast<std::uint8_t>(Messages::DetachHost), detach);
  Table const envelope = table(builder, {{0, id}, {1, message}});
  return finish_envelope(builder, MoorRpc::MessageTypeUnion::HostToDaemonMsg, envelope);
}

Bytes root_with_tag(std::uint8_t tag) {
  FlatBufferBuilder builder;
  Table const nothing = table(builder, {});
  return finish(builder, tagged(builder, tag, nothing));
}

Bytes root_without_union() {
  FlatBufferBuilder builder;
  return finish(builder, table(builder, {}));
}

std::vector<std::string> required_fields(std::string_view message) {
  std::vector<std::string> names;
  for (moor::FieldLayout const& field : layout_of(message).fields) {
    if (field.required) names.push_back(field.name);
  }
  return names;
}

Bytes without_field(Bytes body, std::string_view message, std::string_view field) {
  RawTable const table = message_in(RawBuffer{body});
  std::size_t const entry =
      table.vtable + 2 * sizeof(std::uint16_t) + sizeof(std::uint16_t) * slot_of(message, field);
  ENSURE(entry + sizeof(std::uint16_t) <= table.vtable + table.vtable_size);
  body[entry] = body[entry + 1] = 0;
  return body;
}

Bytes with_byte(Bytes body, std::string_view message, std::string_view field, std::uint8_t value) {
  RawBuffer const buffer{body};
  auto const place = buffer.field(message_in(buffer), slot_of(message, field));
  ENSURE(place.has_value());
  body[*place] = value;
  return body;
}

Bytes with_lambda(Bytes body, std::string_view message, std::string_view field) {
  RawBuffer const buffer{body};
  RawTable const var = table_in(buffer, message_in(buffer), slot_of(message, field));
  return as_lambda(std::move(body), var);
}

Bytes with_lambda(Bytes body, std::string_view message, std::string_view field,
                  std::size_t element) {
  RawBuffer const buffer{body};
  auto const place = buffer.field(message_in(buffer), slot_of(message, field));
  ENSURE(place.has_value());
  std::size_t const elements = *buffer.follow(*place) + sizeof(std::uint32_t);
  auto const var = buffer.table(*buffer.follow(elements + element * sizeof(std::uint32_t)));
  ENSURE(var.has_value());
  return as_lambda(std::move(body), *var);
}

Bytes sys_prop_with_hollow_token(std::string_view name) {
  using Messages = MoorRpc::HostClientToDaemonMessageUnion;
  FlatBufferBuilder builder;
  Table const token = table(builder, {});
  auto const no_symbols = builder.CreateVector(std::vector<Table>{});
  Table const path = table(builder, {{0, no_symbols.Union()}});
  Table const object =
      tagged(builder, static_cast<std::uint8_t>(MoorCommon::ObjectRefUnion::ObjectRefSysObj), path);
  Table const property = text_table(builder, name);
  Table const message = table(builder, {{0, token}, {1, object}, {2, property}});
  return finish(builder,
                tagged(builder, static_cast<std::uint8_t>(Messages::RequestSysProp), message));
}

}  // namespace drydock::conformance::daemon
