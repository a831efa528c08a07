#include <algorithm>
#include <array>

#include "reference/moo/access.hpp"
#include "reference/moo/builtin.hpp"

// Functions of objects as such.

namespace drydock::moo {
namespace {

Var objects_list(std::vector<ObjId> const& ids) {
  List list;
  for (auto const id : ids) list.elements.emplace_back(Obj(id));
  return list;
}

/// The object of an argument that may also be #-1.
tl::expected<ObjId, ErrorValue> object_or_nothing(Call& call, std::size_t at) {
  if (call.obj(at) != nullptr && *call.obj(at) == object(nothing_id)) return ObjId{};
  auto const found = call.object_at(at);
  if (!found) return raised(found.error());
  return (*found)->id;
}

/// Whether the caller may make children of `parent`.
bool may_descend(Call& call, ObjId parent) {
  auto const* object = call.world().find(parent);
  if (object == nullptr) return call.is_wizard();
  return object->fertile || call.controls(object->owner);
}

CallResult create(Call& call) {
  auto const parent = object_or_nothing(call, 0);
  if (!parent) return parent.error();
  auto owner = call.permissions();
  if (call.count() == 2) {
    auto const given = object_or_nothing(call, 1);
    if (!given) return given.error();
    if (*given != owner && !call.is_wizard()) return error(ErrorCode::e_perm);
    owner = *given;
  }
  if (!may_descend(call, *parent)) return error(ErrorCode::e_perm);
  return Var(Obj(call.world().create(*parent, owner)));
}

CallResult recycle(Call& call) {
  auto const found = call.object_at(0);
  if (!found) return found.error();
  if (!call.controls((*found)->owner)) return error(ErrorCode::e_perm);
  if ((*found)->id == ObjId{0}) return error(ErrorCode::e_invarg, "#0 is needed");
  call.world().recycle((*found)->id);
  return Var(0);
}

CallResult valid(Call& call) {
  if (call.obj(0) == nullptr) return error(ErrorCode::e_type);
  return Var(call.world().find(*call.obj(0)) != nullptr ? 1 : 0);
}

CallResult parent(Call& call) {
  auto const found = call.object_at(0);
  return found ? CallResult(Var(Obj((*found)->parent))) : CallResult(found.error());
}

CallResult children(Call& call) {
  auto const found = call.object_at(0);
  if (!found) return found.error();
  return objects_list(call.world().children((*found)->id));
}

/// Whether one of the two lines defines a property of a name that the other has, too.
bool properties_clash(World const& world, ObjId object, ObjId parent) {
  for (auto const below : world.descendants(object)) {
    for (auto const& slot : world.find(below)->properties) {
      if (slot.second.is_defined && world.find_property(parent, slot.first)) return true;
    }
  }
  return false;
}

CallResult chparent(Call& call) {
  auto const what = call.object_at(0);
  auto const to = object_or_nothing(call, 1);
  if (!what) return what.error();
  if (!to) return to.error();
  if (!call.controls((*what)->owner) || !may_descend(call, *to)) return error(ErrorCode::e_perm);
  auto const below = call.world().descendants((*what)->id);
  if (std::find(below.begin(), below.end(), *to) != below.end()) return error(ErrorCode::e_recmove);
  if (properties_clash(call.world(), (*what)->id, *to)) return error(ErrorCode::e_invarg);
  call.world().set_parent((*what)->id, *to);
  return Var(0);
}

/// Asks no verb whether it may: whoever controls a thing may put it anywhere.
CallResult move(Call& call) {
  auto const what = call.object_at(0);
  auto const to = object_or_nothing(call, 1);
  if (!what) return what.error();
  if (!to) return to.error();
  if (!call.controls((*what)->owner)) return error(ErrorCode::e_perm);
  auto at = *to;
  for (auto const* place = call.world().find(at); place != nullptr;
       place = call.world().find(place->location)) {
    if (place->id == (*what)->id) return error(ErrorCode::e_recmove);
  }
  call.world().set_location((*what)->id, at);
  return Var(0);
}

CallResult players(Call& call) { return objects_list(call.world().players()); }

CallResult is_player(Call& call) {
  auto const found = call.object_at(0);
  return found ? CallResult(Var((*found)->player ? 1 : 0)) : CallResult(found.error());
}

CallResult set_player_flag(Call& call) {
  auto const found = call.object_at(0);
  if (!found) return found.error();
  if (!call.is_wizard()) return error(ErrorCode::e_perm);
  call.world().edit((*found)->id).player = truthy(call.args[1]);
  return Var(0);
}

CallResult max_object(Call& call) { return Var(Obj(call.world().newest())); }

constexpr std::array<Builtin, 11> object_functions{{
    {"create", 1, 2, create},
    {"recycle", 1, 1, recycle},
    {"valid", 1, 1, valid},
    {"parent", 1, 1, parent},
    {"children", 1, 1, children},
    {"chparent", 2, 2, chparent},
    {"move", 2, 2, move},
    {"players", 0, 0, players},
    {"is_player", 1, 1, is_player},
    {"set_player_flag", 2, 2, set_player_flag},
    {"max_object", 0, 0, max_object},
}};

}  // namespace

std::span<Builtin const> object_builtins() { return object_functions; }

}  // namespace drydock::moo
