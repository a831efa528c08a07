#include <gtest/gtest.h>

#include <string>

#include "reference/moor/codec/events_fields.hpp"
#include "reference/moor/codec/rpc_messages_fields.hpp"
#include "reference/moor/codec/wire_schema.hpp"
#include "reference/moor/codec/worker_fields.hpp"
#include "schema/moor/rpc_generated.h"

// Every table that the code knows, from every root on, held against the schema: names, slots,
// kinds, what is required, members of unions and enumerators.

namespace drydock::moor {
namespace {

// What the templates below do is kept here, where it is compiled once.

void expect_same(std::string_view wire, std::string_view ours, std::string const& at) {
  EXPECT_EQ(wire, ours) << at;
}
void expect_kind(FieldLayout const& layout, FieldKind kind, std::string const& at) {
  EXPECT_EQ(layout.kind, kind) << at;
}
void expect_number(FieldLayout const& layout, FieldKind kind, std::size_t size,
                   std::string const& at) {
  EXPECT_EQ(layout.kind, kind) << at;
  EXPECT_EQ(layout.size, size) << at;
}
/// The table or the union that `layout` leads to, of which there is one.
std::size_t target_of(FieldLayout const& layout, FieldKind kind, std::string const& at) {
  EXPECT_EQ(layout.kind, kind) << at;
  return layout.target;
}
void expect_target(FieldLayout const& layout, std::string_view table, std::string const& at) {
  EXPECT_EQ(WireSchema::moor().table(target_of(layout, FieldKind::table, at)).name, table) << at;
}
TableLayout const& table_layout(std::size_t index, std::string_view name, std::size_t slots,
                                std::string const& at) {
  auto const& layout = WireSchema::moor().table(index);
  EXPECT_EQ(layout.name.substr(layout.name.find('.') + 1), name) << at;
  EXPECT_EQ(layout.fields.size(), slots) << at;
  return layout;
}
UnionLayout const& union_layout(std::size_t index, std::size_t members, std::string const& at) {
  auto const& layout = WireSchema::moor().union_of(index);
  EXPECT_EQ(layout.names.size(), members + 1) << at;
  return layout;
}
void expect_field(FieldLayout const& layout, std::string_view name, bool is_required, bool is_union,
                  std::string const& at) {
  EXPECT_EQ(layout.name, name) << at;
  EXPECT_EQ(layout.required, is_required) << at;
  EXPECT_EQ(layout.kind == FieldKind::union_value, is_union) << at;
}
std::size_t wrapped_union(FieldLayout const& layout, std::string const& at) {
  if (layout.kind == FieldKind::union_value) return layout.target;
  EXPECT_EQ(layout.kind, FieldKind::table) << at;
  auto const& table = WireSchema::moor().table(layout.target);
  EXPECT_TRUE(table.wraps_union) << at;
  EXPECT_TRUE(table.fields.at(1).required) << at;
  return table.fields.at(1).target;
}

template <class T>
void expect_value(FieldLayout const& layout, std::string const& at);

template <class T>
void expect_table(std::size_t index, std::string const& at) {
  constexpr auto table = table_of(Type<T>{});
  auto const& layout = table_layout(index, table.name, table.slots, at);
  all_fields<T>([&](auto const& field, unsigned slot) {
    using Here = std::decay_t<decltype(field)>;
    using Value = typename Here::Value;
    constexpr bool is_union = Here::role == FieldRole::tagged;
    auto const& wire = layout.fields.at(slot + (is_union ? 1 : 0));
    auto const here = at + "." + wire.name;
    constexpr bool is_required = !IsScalar<Value> && !IsEnum<Value> && !is_optional<Value>;
    expect_field(wire, field.name, is_required, is_union, here);
    if constexpr (Here::role == FieldRole::raw_uuid) {
      expect_number(wire, FieldKind::scalars, 1, here);
    } else {
      expect_value<Value>(wire, here);
    }
    return true;
  });
}

template <class... Member>
void expect_union(std::size_t index, std::string const& at, Type<std::variant<Member...>>) {
  auto const& layout = union_layout(index, sizeof...(Member), at);
  std::size_t tag = 0;
  auto const expect_member = [&]<class Body>(Type<Body>) {
    ++tag;
    auto const here = at + "." + layout.names.at(tag);
    expect_same(layout.names.at(tag), table_of(Type<Body>{}).name, here);
    expect_table<Body>(layout.targets.at(tag), here);
  };
  (expect_member(Type<Member>{}), ...);
}

template <class List>
void expect_union(std::size_t index, std::string const& at, Type<Union<List>>) {
  expect_union(index, at, Type<typename List::Members>{});
}

template <class T>
void expect_value(FieldLayout const& layout, std::string const& at) {
  if constexpr (is_optional<T>) {
    expect_value<typename T::value_type>(layout, at);
  } else if constexpr (IsEnum<T> || IsScalar<T>) {
    expect_number(layout, FieldKind::scalar, sizeof(T), at);
  } else if constexpr (std::is_same_v<T, std::string>) {
    expect_kind(layout, FieldKind::string, at);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    expect_number(layout, FieldKind::scalars, 1, at);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    expect_target(layout, "MoorCommon.Uuid", at);
  } else if constexpr (std::is_same_v<T, Symbol>) {
    expect_target(layout, "MoorCommon.Symbol", at);
  } else if constexpr (std::is_same_v<T, Obj>) {
    expect_target(layout, "MoorCommon.Obj", at);
  } else if constexpr (std::is_same_v<T, Var>) {
    expect_target(layout, "MoorVar.Var", at);
  } else if constexpr (std::is_same_v<T, Map>) {
    expect_target(layout, "MoorVar.VarMap", at);
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    expect_target(layout, "MoorCommon.Error", at);
    expect_same(layout.name, "error", at);  // Decoding::error_value takes that for granted.
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    expect_kind(layout, FieldKind::strings, at);
  } else if constexpr (is_vector<T>) {
    expect_kind(layout, FieldKind::tables, at);
    auto element = layout;
    element.kind = FieldKind::table;
    expect_value<typename T::value_type>(element, at);
  } else if constexpr (is_variant<T>) {
    expect_union(wrapped_union(layout, at), at, Type<T>{});
  } else {
    expect_table<T>(target_of(layout, FieldKind::table, at), at);
  }
}

template <class T>
void expect_root(char const* name) {
  expect_table<T>(WireSchema::moor().table_index(name), name);
}

TEST(Fields, AreTheSchemasInEveryTable) {
  expect_root<MessageType>("MoorRpc.MessageType");
  expect_root<HostToDaemonMessage>("MoorRpc.HostToDaemonMessage");
  expect_root<HostClientToDaemonMessage>("MoorRpc.HostClientToDaemonMessage");
  expect_root<ReplyResult>("MoorRpc.ReplyResult");
  expect_root<ClientEvent>("MoorRpc.ClientEvent");
  expect_root<ClientsBroadcastEvent>("MoorRpc.ClientsBroadcastEvent");
  expect_root<HostBroadcastEvent>("MoorRpc.HostBroadcastEvent");
  expect_root<NarrativeEvent>("MoorCommon.NarrativeEvent");
  expect_root<Presentation>("MoorCommon.Presentation");
  expect_root<WorkerToDaemonMessage>("MoorRpc.WorkerToDaemonMessage");
  expect_root<DaemonToWorkerMessage>("MoorRpc.DaemonToWorkerMessage");
  expect_root<DaemonToWorkerReply>("MoorRpc.DaemonToWorkerReply");
}

/// `theirs` lists the schema's, from 0 on or not.
template <class Ours, class Theirs, std::size_t count>
void expect_names(Theirs const (&theirs)[count], char const* (*name)(Theirs)) {
  constexpr auto ours = names_of(Type<Ours>{});
  ASSERT_EQ(ours.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(static_cast<int>(ours[i].value), static_cast<int>(theirs[i]));
    EXPECT_EQ(ours[i].text, name(theirs[i]));
  }
}

TEST(Fields, EnumeratorsAreTheSchemas) {
  expect_names<HostType>(MoorRpc::EnumValuesHostType(), MoorRpc::EnumNameHostType);
  expect_names<ConnectType>(MoorRpc::EnumValuesConnectType(), MoorRpc::EnumNameConnectType);
  expect_names<EntityType>(MoorRpc::EnumValuesEntityType(), MoorRpc::EnumNameEntityType);
  expect_names<AbortLimitReason>(MoorRpc::EnumValuesAbortLimitReason(),
                                 MoorRpc::EnumNameAbortLimitReason);
  expect_names<RpcMessageErrorCode>(MoorRpc::EnumValuesRpcMessageErrorCode(),
                                    MoorRpc::EnumNameRpcMessageErrorCode);
}

}  // namespace
}  // namespace drydock::moor
