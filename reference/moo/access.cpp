#include "reference/moo/access.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace drydock::moo {
namespace {

struct FlagProperty {
  std::string_view name;
  bool Object::* flag;
  bool only_wizards_write;
};

constexpr std::array<FlagProperty, 5> flag_properties{{
    {"programmer", &Object::programmer, true},
    {"wizard", &Object::wizard, true},
    {"r", &Object::readable, false},
    {"w", &Object::writable, false},
    {"f", &Object::fertile, false},
}};

FlagProperty const* flag_named(std::string_view name) {
  auto const* const found =
      std::find_if(flag_properties.begin(), flag_properties.end(),
                   [&](auto const& known) { return moor::compare_folded(known.name, name) == 0; });
  return found == flag_properties.end() ? nullptr : found;
}

std::optional<Var> built_in(World const& world, Object const& object, std::string_view name) {
  auto const is = [&](std::string_view known) { return moor::compare_folded(known, name) == 0; };
  if (is("name")) return Var(object.name);
  if (is("owner")) return Var(Obj(object.owner));
  if (is("location")) return Var(Obj(object.location));
  if (is("contents")) {
    List list;
    for (auto const content : world.contents(object.id)) list.elements.emplace_back(Obj(content));
    return Var(std::move(list));
  }
  if (auto const* flag = flag_named(name)) return Var(object.*(flag->flag) ? 1 : 0);
  return std::nullopt;
}

Done write_built_in(World& world, ObjId who, Object const& object, std::string_view name,
                    Var const& value) {
  bool const wizard = world.is_wizard(who);
  if (moor::compare_folded("name", name) == 0) {
    if (!wizard && (object.player || object.owner != who)) return raised(ErrorCode::e_perm);
    auto const* text = value.as<std::string>();
    if (text == nullptr) return raised(ErrorCode::e_type);
    world.edit(object.id).name = *text;
    return {};
  }
  if (moor::compare_folded("owner", name) == 0) {
    if (!wizard) return raised(ErrorCode::e_perm);
    auto const* owner = value.as<Obj>();
    if (owner == nullptr || world.find(*owner) == nullptr) return raised(ErrorCode::e_type);
    world.edit(object.id).owner = std::get<ObjId>(*owner);
    return {};
  }
  auto const* flag = flag_named(name);
  if (flag == nullptr) return raised(ErrorCode::e_perm);  // Moved by `move` only.
  if (!wizard && (flag->only_wizards_write || object.owner != who))
    return raised(ErrorCode::e_perm);
  world.edit(object.id).*(flag->flag) = truthy(value);
  return {};
}

}  // namespace

bool controls(World const& world, ObjId who, ObjId owner) {
  return who == owner || world.is_wizard(who);
}

bool may_read(World const& world, ObjId who, FoundProperty const& property) {
  return property.slot->readable || controls(world, who, property.owner);
}

bool may_write(World const& world, ObjId who, FoundProperty const& property) {
  return property.slot->writable || controls(world, who, property.owner);
}

bool may_read(World const& world, ObjId who, VerbDefinition const& verb) {
  return verb.readable || controls(world, who, verb.owner);
}

bool may_write(World const& world, ObjId who, VerbDefinition const& verb) {
  return verb.writable || controls(world, who, verb.owner);
}

bool may_list(World const& world, ObjId who, Object const& object) {
  return object.readable || controls(world, who, object.owner);
}

bool may_define(World const& world, ObjId who, Object const& object) {
  return object.writable || controls(world, who, object.owner);
}

Value read_property(World const& world, ObjId who, Obj const& obj, std::string_view name) {
  auto const* object = world.find(obj);
  if (object == nullptr) return raised(ErrorCode::e_invind);
  if (auto value = built_in(world, *object, name)) return std::move(*value);
  auto const property = world.find_property(object->id, name);
  if (!property) {
    return raised(ErrorCode::e_propnf,
                  "Property not found: " + moor::text_of(obj) + "." + std::string(name));
  }
  if (!may_read(world, who, *property)) return raised(ErrorCode::e_perm);
  return property->value == nullptr ? Var(0) : *property->value;
}

Done write_property(World& world, ObjId who, Obj const& obj, std::string_view name,
                    Var const& value) {
  auto const* object = world.find(obj);
  if (object == nullptr) return raised(ErrorCode::e_invind);
  if (built_in(world, *object, name)) return write_built_in(world, who, *object, name, value);
  auto const property = world.find_property(object->id, name);
  if (!property) {
    return raised(ErrorCode::e_propnf,
                  "Property not found: " + moor::text_of(obj) + "." + std::string(name));
  }
  if (!may_write(world, who, *property)) return raised(ErrorCode::e_perm);
  if (!is_bearable(value)) return raised(ErrorCode::e_quota);
  world.own_slot(object->id, name).value = value;
  return {};
}

tl::expected<void, ProgramFailure> program_verb(World& world, ObjId who, Obj const& obj,
                                                std::string_view name, std::string_view source) {
  using Kind = ProgramFailure::Kind;
  auto const* object = world.find(obj);
  auto const found = object == nullptr ? std::nullopt : world.find_verb(object->id, name);
  if (!found) return tl::unexpected(ProgramFailure{Kind::no_verb, {}});
  auto const* programmer = world.find(who);
  bool const may_program = programmer != nullptr && (programmer->programmer || programmer->wizard);
  if (!may_program || !may_write(world, who, *found->verb))
    return tl::unexpected(ProgramFailure{Kind::permission_denied, {}});
  auto program = compile(source);
  if (!program)
    return tl::unexpected(ProgramFailure{Kind::does_not_compile, std::move(program.error())});
  auto& verb = world.edit(found->definer).verbs[found->index];
  verb.source = std::string(source);
  verb.program = std::move(*program);
  return {};
}

std::vector<std::string> lines_of(std::string_view source) {
  std::vector<std::string> lines;
  while (!source.empty()) {
    auto const end = std::min(source.find('\n'), source.size());
    lines.emplace_back(source.substr(0, end));
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return lines;
}

std::string joined(std::vector<std::string> const& lines, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text.append(between);
    text.append(lines[i]);
  }
  return text;
}

}  // namespace drydock::moo
