#include <array>

#include "reference/moo/builtin.hpp"

// Functions of whoever runs the world: players' connections, listeners, workers.

namespace drydock::moo {
namespace {

/// Whether the caller may do things to the player or connection of the first argument.
std::optional<ErrorValue> refusal(Call& call) {
  auto const* player = call.obj(0);
  if (player == nullptr) return raised(ErrorCode::e_type).value();
  if (*player != Obj(call.permissions()) && !call.is_wizard())
    return raised(ErrorCode::e_perm).value();
  return std::nullopt;
}

/// The pairs of a map whose keys can be names; absent where one cannot, or for what is no map.
std::optional<std::vector<std::pair<Symbol, Var>>> pairs_in(Var const& value) {
  auto const* map = value.as<Map>();
  if (map == nullptr) return std::nullopt;
  std::vector<std::pair<Symbol, Var>> pairs;
  for (auto const& [key, of_key] : map->pairs) {
    auto const name = name_in(key);
    if (!name) return std::nullopt;
    pairs.emplace_back(Symbol{*name->as<std::string>()}, of_key);
  }
  return pairs;
}

/// `notify(player, content [, no_flush [, no_newline [, content_type [, metadata]]]])`.
CallResult notify(Call& call) {
  if (auto refused = refusal(call)) return *refused;
  Notify told;
  told.player = *call.obj(0);
  auto const* author = call.frame().this_.as<Obj>();
  told.author = author != nullptr ? *author : object(nothing_id);
  told.content = call.args[1];
  told.no_flush = call.count() > 2 && truthy(call.args[2]);
  told.no_newline = call.count() > 3 && truthy(call.args[3]);
  if (call.count() > 4 && truthy(call.args[4])) {
    if (call.text(4) == nullptr) return error(ErrorCode::e_type);
    told.content_type = Symbol{*call.text(4)};
  }
  if (call.count() > 5) {
    auto metadata = pairs_in(call.args[5]);
    if (!metadata) return error(ErrorCode::e_type);
    told.metadata = std::move(*metadata);
  }
  call.around.effects.emplace_back(std::move(told));
  return Var(1);
}

/// `present(player, id)` takes back; with content type, target, content [, attributes] it shows.
CallResult present(Call& call) {
  if (auto refused = refusal(call)) return *refused;
  auto const* id = call.text(1);
  if (id == nullptr) return error(ErrorCode::e_type);
  if (call.count() == 2) {
    call.around.effects.emplace_back(Unpresent{*call.obj(0), *id});
    return Var(1);
  }
  if (call.count() < 5) return error(ErrorCode::e_args);
  if (call.text(2) == nullptr || call.text(3) == nullptr || call.text(4) == nullptr)
    return error(ErrorCode::e_type);
  Present shown{*call.obj(0), *id, Symbol{*call.text(2)}, *call.text(3), *call.text(4), {}};
  if (call.count() > 5) {
    auto const attributes = pairs_in(call.args[5]);
    if (!attributes) return error(ErrorCode::e_type);
    for (auto const& [name, value] : *attributes)
      shown.attributes.emplace_back(name, display(value));
  }
  call.around.effects.emplace_back(std::move(shown));
  return Var(1);
}

CallResult boot_player(Call& call) {
  if (auto refused = refusal(call)) return *refused;
  call.around.effects.emplace_back(BootPlayer{*call.obj(0)});
  return Var(0);
}

CallResult switch_player(Call& call) {
  auto const player = call.object_at(0);
  if (!player) return player.error();
  if (!call.is_wizard()) return error(ErrorCode::e_perm);
  if (!(*player)->player) return error(ErrorCode::e_invarg);
  call.around.effects.emplace_back(SwitchPlayer{(*player)->id});
  return Var(0);
}

CallResult set_connection_option(Call& call) {
  if (auto refused = refusal(call)) return *refused;
  if (call.text(1) == nullptr) return error(ErrorCode::e_type);
  if (!call.around.host.connection_options(*call.obj(0))) return error(ErrorCode::e_invarg);
  call.around.effects.emplace_back(
      SetConnectionOption{*call.obj(0), Symbol{*call.text(1)}, call.args[2]});
  return Var(0);
}

CallResult connection_options(Call& call) {
  if (auto refused = refusal(call)) return *refused;
  auto options = call.around.host.connection_options(*call.obj(0));
  if (!options) return error(ErrorCode::e_invarg);
  return Var(std::move(*options));
}

std::optional<std::uint16_t> port_in(Call& call, std::size_t at) {
  auto const* port = call.integer(at);
  if (port == nullptr || *port < 0 || *port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

/// `listen(handler, port [, options or print_messages])`.
CallResult listen(Call& call) {
  auto const handler = call.object_at(0);
  if (!handler) return handler.error();
  if (!call.is_wizard()) return error(ErrorCode::e_perm);
  if (call.integer(1) == nullptr) return error(ErrorCode::e_type);
  auto const port = port_in(call, 1);
  if (!port) return error(ErrorCode::e_invarg);
  StartListening listening{(*handler)->id, *port, {}};
  if (call.count() == 3 && call.map(2) != nullptr) {
    auto options = pairs_in(call.args[2]);
    if (!options) return error(ErrorCode::e_type);
    listening.options = std::move(*options);
  } else if (call.count() == 3) {
    listening.options.emplace_back(Symbol{"print_messages"}, truthy(call.args[2]));
  }
  call.around.effects.emplace_back(std::move(listening));
  return call.args[1];
}

CallResult unlisten(Call& call) {
  if (!call.is_wizard()) return error(ErrorCode::e_perm);
  if (call.integer(0) == nullptr) return error(ErrorCode::e_type);
  auto const port = port_in(call, 0);
  if (!port) return error(ErrorCode::e_invarg);
  call.around.effects.emplace_back(StopListening{*port});
  return Var(0);
}

CallResult listeners(Call& call) { return Var(call.around.host.listeners()); }

CallResult workers(Call& call) {
  if (!call.is_wizard()) return error(ErrorCode::e_perm);
  return Var(call.around.host.workers());
}

CallResult connected_players(Call& call) {
  bool const all = call.count() == 1 && truthy(call.args[0]);
  List players;
  for (auto const& player : call.around.host.connected_players(all))
    players.elements.emplace_back(player);
  return Var(std::move(players));
}

CallResult seconds_of_connection(Call& call,
                                 std::optional<Duration> (Host::*ask)(Obj const&) const) {
  if (call.obj(0) == nullptr) return error(ErrorCode::e_type);
  auto const time = (call.around.host.*ask)(*call.obj(0));
  if (!time) return error(ErrorCode::e_invarg);
  return Var(std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(*time).count()});
}
CallResult idle_seconds(Call& call) { return seconds_of_connection(call, &Host::idle); }
CallResult connected_seconds(Call& call) { return seconds_of_connection(call, &Host::connected); }

CallResult connection_name(Call& call) {
  if (auto refused = refusal(call)) return *refused;
  auto name = call.around.host.connection_name(*call.obj(0));
  if (!name) return error(ErrorCode::e_invarg);
  return Var(std::move(*name));
}

CallResult rotate_enrollment_token(Call& call) {
  if (!call.is_wizard()) return error(ErrorCode::e_perm);
  auto token = call.around.host.rotate_enrollment_token();
  if (!token) return error(ErrorCode::e_invarg);
  return Var(std::move(*token));
}

constexpr std::array<Builtin, 15> host_functions{{
    {"notify", 2, 6, notify},
    {"present", 2, 6, present},
    {"boot_player", 1, 1, boot_player},
    {"switch_player", 1, 1, switch_player},
    {"set_connection_option", 3, 3, set_connection_option},
    {"connection_options", 1, 1, connection_options},
    {"listen", 2, 3, listen},
    {"unlisten", 1, 1, unlisten},
    {"listeners", 0, 1, listeners},
    {"workers", 0, 0, workers},
    {"connected_players", 0, 1, connected_players},
    {"idle_seconds", 1, 1, idle_seconds},
    {"connected_seconds", 1, 1, connected_seconds},
    {"connection_name", 1, 2, connection_name},
    {"rotate_enrollment_token", 0, 0, rotate_enrollment_token},
}};

}  // namespace

std::span<Builtin const> host_builtins() { return host_functions; }

}  // namespace drydock::moo
