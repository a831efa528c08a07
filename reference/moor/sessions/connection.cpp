#include "reference/moor/sessions/connection.hpp"

#include <fmt/format.h>

#include <limits>

#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor::sessions {
namespace {

/// The value under that name in a map whose keys are strings; null where there is none.
Var const* find(Map const& map, std::string_view name) {
  for (auto const& [key, value] : map.pairs) {
    auto const* text = key.as<std::string>();
    if (text != nullptr && *text == name) return &value;
  }
  return nullptr;
}

template <class T>
T const* find_as(Map const& map, std::string_view name) {
  Var const* const value = find(map, name);
  return value == nullptr ? nullptr : value->as<T>();
}

Result<std::uint16_t> port(Map const& map, std::string_view name) {
  auto const* value = find_as<std::int64_t>(map, name);
  if (value == nullptr || *value < 0 || *value > std::numeric_limits<std::uint16_t>::max()) {
    return fail(fmt::format("a connection's record has no good {}", name));
  }
  return static_cast<std::uint16_t>(*value);
}

List symbols(std::vector<Symbol> const& from) {
  List list;
  for (Symbol const& symbol : from) list.elements.emplace_back(symbol);
  return list;
}

List pairs(std::vector<Attribute> const& from) {
  List list;
  for (Attribute const& one : from) list.elements.push_back(list_of({one.key, one.value}));
  return list;
}

}  // namespace

std::string name_of(Connection const& connection) {
  Origin const& origin = connection.origin;
  return fmt::format("port {} from {}, port {}", origin.local_port, origin.peer_addr,
                     origin.remote_port);
}

Bytes record_of(Connection const& connection) {
  Origin const& origin = connection.origin;
  Map map;
  auto const add = [&map](char const* name, Var value) {
    map.pairs.emplace_back(name, std::move(value));
  };
  add("client_id", connection.client_id.text());
  add("object", Obj{connection.object});
  if (connection.player) add("player", *connection.player);
  add("peer_addr", origin.peer_addr);
  add("local_port", int{origin.local_port});
  add("remote_port", int{origin.remote_port});
  add("content_types", symbols(origin.content_types));
  add("attributes", pairs(connection.attributes));
  add("connected_at", connection.connected_at.text());
  return bytes_of(to_literal(map));
}

Result<Connection> connection_of(ByteView record) {
  auto const value = parse_literal(drydock::text_of(record));
  if (!value) return tl::make_unexpected(value.error());
  auto const* map = value->as<Map>();
  if (map == nullptr) return fail("a connection's record is no map");
  auto const* id = find_as<std::string>(*map, "client_id");
  auto const* object = find_as<Obj>(*map, "object");
  auto const* peer_addr = find_as<std::string>(*map, "peer_addr");
  auto const* types = find_as<List>(*map, "content_types");
  auto const* attributes = find_as<List>(*map, "attributes");
  auto const* connected_at = find_as<std::string>(*map, "connected_at");
  auto const local_port = port(*map, "local_port");
  auto const remote_port = port(*map, "remote_port");
  if (id == nullptr || object == nullptr || !std::holds_alternative<ObjId>(*object) ||
      peer_addr == nullptr || types == nullptr || attributes == nullptr ||
      connected_at == nullptr || !local_port || !remote_port) {
    return fail("a connection's record lacks a member, or has one of another type");
  }
  auto const client_id = Uuid::parse(*id);
  if (!client_id) return tl::make_unexpected(client_id.error());
  auto const at = WallTime::parse(*connected_at);
  if (!at) return tl::make_unexpected(at.error());

  Connection connection{*client_id, std::get<ObjId>(*object)};
  if (auto const* player = find_as<Obj>(*map, "player")) connection.player = *player;
  connection.origin = Origin{*peer_addr, *local_port, *remote_port, {}};
  for (Var const& type : types->elements) {
    if (auto const* symbol = type.as<Symbol>()) connection.origin.content_types.push_back(*symbol);
  }
  for (Var const& one : attributes->elements) {
    auto const* pair = one.as<List>();
    if (pair == nullptr || pair->elements.size() != 2) continue;
    if (auto const* key = pair->elements[0].as<Symbol>()) {
      connection.attributes.push_back({*key, pair->elements[1]});
    }
  }
  connection.connected_at = *at;
  return connection;
}

std::optional<Arrival> arrival_of(ConnectType type, Obj const& handler, Obj const& player) {
  if (type == ConnectType::no_connect || !std::holds_alternative<ObjId>(player))
    return std::nullopt;
  return Arrival{type, handler};
}

Bytes record_of(Arrival const& arrival) {
  return bytes_of(to_literal(list_of({static_cast<int>(arrival.type), arrival.handler})));
}

Result<Arrival> arrival_of(ByteView record) {
  auto const value = parse_literal(drydock::text_of(record));
  auto const* list = value ? value->as<List>() : nullptr;
  bool const is_pair = list != nullptr && list->elements.size() == 2;
  auto const* type = is_pair ? list->elements[0].as<std::int64_t>() : nullptr;
  auto const* handler = is_pair ? list->elements[1].as<Obj>() : nullptr;
  bool const is_known =
      type != nullptr && *type >= 0 && *type <= static_cast<std::int64_t>(ConnectType::created);
  if (!is_known || handler == nullptr) return fail("it is no arrival");
  return Arrival{static_cast<ConnectType>(*type), *handler};
}

}  // namespace drydock::moor::sessions
