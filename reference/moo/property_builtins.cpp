#include <array>

#include "reference/moo/access.hpp"
#include "reference/moo/builtin.hpp"

// Functions of properties: {owner, "rwc"} is what they call a property's info.

namespace drydock::moo {
namespace {

struct Info {
  ObjId owner;
  bool readable = false;
  bool writable = false;
  bool inherits_owner = false;
};

tl::expected<Info, ErrorValue> info_in(Call& call, std::size_t at) {
  auto const* list = call.list(at);
  if (list == nullptr || list->elements.size() != 2) return raised(ErrorCode::e_type);
  auto const* owner = list->elements[0].as<Obj>();
  auto const* rights = list->elements[1].as<std::string>();
  if (owner == nullptr || rights == nullptr) return raised(ErrorCode::e_type);
  if (call.world().find(*owner) == nullptr) return raised(ErrorCode::e_invarg);
  Info info;
  info.owner = std::get<ObjId>(*owner);
  for (char const right : *rights) {
    if (right == 'r') {
      info.readable = true;
    } else if (right == 'w') {
      info.writable = true;
    } else if (right == 'c') {
      info.inherits_owner = true;
    } else {
      return raised(ErrorCode::e_invarg);
    }
  }
  return info;
}

void set_info(PropertySlot& slot, Info const& info) {
  slot.owner = info.owner;
  slot.readable = info.readable;
  slot.writable = info.writable;
  slot.inherits_owner = info.inherits_owner;
}

/// The object of the first argument and its property that the second names.
struct NamedProperty {
  ObjId object;
  std::string name;
  FoundProperty property;
};

tl::expected<NamedProperty, ErrorValue> named_property(Call& call) {
  auto const object = call.object_at(0);
  if (!object) return raised(object.error());
  auto const* name = call.text(1);
  if (name == nullptr) return raised(ErrorCode::e_type);
  auto const property = call.world().find_property((*object)->id, *name);
  if (!property) return raised(ErrorCode::e_propnf);
  return NamedProperty{(*object)->id, *name, *property};
}

CallResult properties(Call& call) {
  auto const object = call.object_at(0);
  if (!object) return object.error();
  if (!may_list(call.world(), call.permissions(), **object)) return error(ErrorCode::e_perm);
  List names;
  for (auto const& slot : (*object)->properties) {
    if (slot.second.is_defined) names.elements.emplace_back(slot.second.name);
  }
  return Var(std::move(names));
}

CallResult property_info(Call& call) {
  auto const found = named_property(call);
  if (!found) return found.error();
  if (!may_read(call.world(), call.permissions(), found->property)) return error(ErrorCode::e_perm);
  auto const& slot = *found->property.slot;
  std::string rights;
  if (slot.readable) rights += 'r';
  if (slot.writable) rights += 'w';
  if (slot.inherits_owner) rights += 'c';
  return moor::list_of({Obj(found->property.owner), rights});
}

CallResult set_property_info(Call& call) {
  auto const found = named_property(call);
  if (!found) return found.error();
  auto const info = info_in(call, 2);
  if (!info) return info.error();
  if (!call.controls(found->property.owner) ||
      (info->owner != found->property.owner && !call.is_wizard()))
    return error(ErrorCode::e_perm);
  set_info(call.world().own_slot(found->object, found->name), *info);
  return Var(0);
}

CallResult add_property(Call& call) {
  auto const object = call.object_at(0);
  if (!object) return object.error();
  auto const* name = call.text(1);
  auto const info = info_in(call, 3);
  if (name == nullptr) return error(ErrorCode::e_type);
  if (!info) return info.error();
  if (!may_define(call.world(), call.permissions(), **object) || !call.controls(info->owner))
    return error(ErrorCode::e_perm);
  auto const id = (*object)->id;
  for (auto const below : call.world().descendants(id)) {
    if (call.world().find_property(below, *name)) return error(ErrorCode::e_invarg);
  }
  if (read_property(call.world(), call.permissions(), id, *name))
    return error(ErrorCode::e_invarg);  // One of the built-in ones.
  PropertySlot slot;
  slot.name = *name;
  slot.is_defined = true;
  slot.value = call.args[2];
  set_info(slot, *info);
  call.world().edit(id).properties.emplace(moor::fold(*name), std::move(slot));
  return Var(0);
}

CallResult delete_property(Call& call) {
  auto const found = named_property(call);
  if (!found) return found.error();
  if (found->property.definer != found->object) return error(ErrorCode::e_propnf);
  if (!may_define(call.world(), call.permissions(), *call.world().find(found->object)))
    return error(ErrorCode::e_perm);
  call.world().remove_property(found->object, found->name);
  return Var(0);
}

CallResult clear_property(Call& call) {
  auto const found = named_property(call);
  if (!found) return found.error();
  if (found->property.definer == found->object) return error(ErrorCode::e_invarg);
  if (!may_write(call.world(), call.permissions(), found->property))
    return error(ErrorCode::e_perm);
  call.world().own_slot(found->object, found->name).value.reset();
  return Var(0);
}

CallResult is_clear_property(Call& call) {
  auto const found = named_property(call);
  if (!found) return found.error();
  return Var(found->property.is_clear ? 1 : 0);
}

constexpr std::array<Builtin, 7> property_functions{{
    {"properties", 1, 1, properties},
    {"property_info", 2, 2, property_info},
    {"set_property_info", 3, 3, set_property_info},
    {"add_property", 4, 4, add_property},
    {"delete_property", 2, 2, delete_property},
    {"clear_property", 2, 2, clear_property},
    {"is_clear_property", 2, 2, is_clear_property},
}};

}  // namespace

std::span<Builtin const> property_builtins() { return property_functions; }

}  // namespace drydock::moo
