#include "reference/moor/tasks/world_view.hpp"

#include <utility>

#include "reference/moo/command.hpp"
#include "reference/moo/core.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/tasks/ends.hpp"

namespace drydock::moor::tasks {
namespace {

using moo::World;

tl::unexpected<WorldStateError> not_seen(WorldStateError why) {
  return tl::unexpected<WorldStateError>(std::move(why));
}

WorldStateError property_error_of(ErrorValue const& error, ObjId id, Symbol const& name) {
  if (error.code == ErrorCode::e_propnf) return PropertyNotFound{Obj(id), name.text};
  if (error.code == ErrorCode::e_type) return PropertyTypeMismatch{};
  if (error.code == ErrorCode::e_perm) return PropertyPermissionDenied{};
  return WorldStateDatabaseError{error.message.value_or("")};
}

/// The names of one verb as they stand in its definition: parted by blanks.
std::vector<Symbol> names_of(moo::VerbDefinition const& verb) {
  std::vector<Symbol> names;
  for (std::string& word : moo::split_words(verb.names)) names.push_back({std::move(word)});
  return names;
}

VerbInfo info_of(ObjId definer, moo::VerbDefinition const& verb) {
  VerbInfo info;
  info.location = definer;
  info.owner = verb.owner;
  info.names = names_of(verb);
  info.r = verb.readable;
  info.w = verb.writable;
  info.x = verb.executable;
  info.d = verb.debug;
  info.arg_spec = {Symbol{std::string(moo::text_of(verb.arguments.dobj))},
                   Symbol{moo::text_of(verb.arguments.prep)},
                   Symbol{std::string(moo::text_of(verb.arguments.iobj))}};
  return info;
}

PropInfo info_of(ObjId on, moo::FoundProperty const& found) {
  return {found.definer,
          on,
          Symbol{found.slot->name},
          found.owner,
          found.slot->readable,
          found.slot->writable,
          found.slot->inherits_owner};
}

Seen<moo::Object const*> listable(World const& world, ObjId who, ObjectRef const& ref) {
  auto const id = resolve(world, who, ref);
  if (!id) return not_seen(id.error());
  auto const* object = world.find(*id);
  if (!moo::may_list(world, who, *object)) return not_seen(ObjectPermissionDenied{});
  return object;
}

/// The object alone, or with its ancestors.
std::vector<moo::Object const*> line_of(World const& world, moo::Object const& object,
                                        bool inherited) {
  if (inherited) return world.ancestry(object.id);
  return {&object};
}

ObjectInfo info_of(World const&, moo::Object const& object) {
  ObjectInfo info;
  info.obj = object.id;
  if (!object.name.empty()) info.name = Symbol{object.name};
  if (object.parent.id >= 0) info.parent = object.parent;
  if (object.location.id >= 0) info.location = object.location;
  info.owner = object.owner;
  info.flags = flags_of(object);
  info.verbs_count = static_cast<std::uint32_t>(object.verbs.size());
  std::uint32_t defined = 0;
  for (auto const& [name, slot] : object.properties) {
    if (slot.is_defined) ++defined;
  }
  info.properties_count = defined;
  return info;
}

struct Resolver {
  World const& world;
  ObjId who;

  Seen<Obj> operator()(ObjectRefId const& ref) const { return ref.obj; }
  Seen<Obj> operator()(ObjectRefSysObj const& ref) const {
    Obj at = ObjId{0};
    for (Symbol const& name : ref.symbols) {
      auto const value = moo::read_property(world, who, at, name.text);
      auto const* object = value ? value->as<Obj>() : nullptr;
      if (object == nullptr) return not_seen(ObjectNotFound{ref});
      at = *object;
    }
    return at;
  }
  Seen<Obj> operator()(ObjectRefMatch const& ref) const {
    Obj const found = moo::match_object(world, who, ref.match_string);
    if (found == Obj(ObjId{moo::ambiguous_id})) return not_seen(AmbiguousMatch{ref.match_string});
    if (world.find(found) == nullptr) return not_seen(FailedMatch{ref.match_string});
    return found;
  }
};

// One for each action of a batch. The error says what kind of thing failed, since stock hosts
// cannot read one that says "database" (HQ-44).
struct Act {
  World& world;
  ObjId who;
  using Acted = tl::expected<WorldStateResultUnion, SchedulerError>;

  template <class Wrap, class T, class Make>
  Acted give(Seen<T> seen, Make const& make) const {
    if (!seen) return tl::unexpected<SchedulerError>(Wrap{std::move(seen.error())});
    return WorldStateResultUnion(make(*std::move(seen)));
  }

  Acted operator()(WsRequestProperty const& ask) const {
    return give<PropertyRetrievalFailed>(
        property(world, who, ask.object, ask.property),
        [](PropertyValue seen) { return WsPropertyResult{seen.prop_info, seen.value}; });
  }
  Acted operator()(WsRequestProperties const& ask) const {
    return give<PropertyRetrievalFailed>(
        properties(world, who, ask.object, ask.inherited),
        [](std::vector<PropInfo> seen) { return WsPropertiesResult{std::move(seen)}; });
  }
  Acted operator()(WsRequestSystemProperty const& ask) const {
    return give<PropertyRetrievalFailed>(
        property(world, ObjId{0}, ask.object, ask.property),
        [](PropertyValue seen) { return WsSystemPropertyResult{std::move(seen.value)}; });
  }
  Acted operator()(WsRequestVerbs const& ask) const {
    return give<VerbRetrievalFailed>(
        verbs(world, who, ask.object, ask.inherited),
        [](std::vector<VerbInfo> seen) { return WsVerbsResult{std::move(seen)}; });
  }
  Acted operator()(WsRequestVerbCode const& ask) const {
    return give<VerbRetrievalFailed>(verb(world, who, ask.object, ask.verb), [](VerbValue seen) {
      return WsVerbCodeResult{std::move(seen.verb_info), std::move(seen.code)};
    });
  }
  Acted operator()(WsResolveObject const& ask) const {
    auto const id = resolve(world, who, ask.objref);
    if (id) return WorldStateResultUnion(WsResolveResult{Var(Obj(*id))});
    return WorldStateResultUnion(WsResolveResult{Var(moo::raised(ErrorCode::e_invind).value())});
  }
  Acted operator()(WsListObjects const&) const {
    return WorldStateResultUnion(WsObjectsListResult{objects(world, who)});
  }
  Acted operator()(WsRequestAllObjects const&) const {
    WsAllObjectsResult all;
    for (ObjId const id : world.objects()) all.objects.emplace_back(id);
    return WorldStateResultUnion(std::move(all));
  }
  Acted operator()(WsUpdateProperty const& ask) const {
    auto const done = update_property(world, who, ask.object, ask.property, ask.value);
    if (!done) return tl::unexpected<SchedulerError>(PropertyRetrievalFailed{done.error()});
    return WorldStateResultUnion(WsPropertyUpdatedResult{});
  }
  Acted operator()(WsProgramVerb const& ask) const {
    auto const done = program(world, who, ask.object, ask.verb_name, ask.code);
    if (!done) return tl::unexpected<SchedulerError>(done.error());
    return WorldStateResultUnion(WsPropertyUpdatedResult{});  // As stock daemons do (HQ-51).
  }
  Acted operator()(WsGetObjectFlags const& ask) const {
    auto const* object = world.find(ask.obj);
    return WorldStateResultUnion(
        WsObjectFlagsResult{object == nullptr ? std::uint16_t{0} : flags_of(*object)});
  }
  Acted operator()(WsQueryObjects const& ask) const {
    return WorldStateResultUnion(WsQueryObjectsResult{query(world, who, ask)});
  }
};

}  // namespace

std::uint16_t flags_of(moo::Object const& object) {
  unsigned const flags = (object.player ? 1U : 0U) | (object.programmer ? 2U : 0U) |
                         (object.wizard ? 4U : 0U) | (object.readable ? 16U : 0U) |
                         (object.writable ? 32U : 0U) | (object.fertile ? 128U : 0U);
  return static_cast<std::uint16_t>(flags);
}

Seen<ObjId> resolve(World const& world, ObjId who, ObjectRef const& ref) {
  auto const obj = std::visit(Resolver{world, who}, ref);
  if (!obj) return not_seen(obj.error());
  auto const* object = world.find(*obj);
  if (object == nullptr) return not_seen(ObjectNotFound{ref});
  return object->id;
}

Seen<std::vector<VerbInfo>> verbs(World const& world, ObjId who, ObjectRef const& ref,
                                  bool inherited) {
  auto const object = listable(world, who, ref);
  if (!object) return not_seen(object.error());
  std::vector<VerbInfo> infos;
  for (auto const* one : line_of(world, **object, inherited)) {
    for (auto const& verb : one->verbs) infos.push_back(info_of(one->id, verb));
  }
  return infos;
}

Seen<std::vector<PropInfo>> properties(World const& world, ObjId who, ObjectRef const& ref,
                                       bool inherited) {
  auto const object = listable(world, who, ref);
  if (!object) return not_seen(object.error());
  std::vector<PropInfo> infos;
  for (auto const* one : line_of(world, **object, inherited)) {
    for (auto const& [name, slot] : one->properties) {
      if (!slot.is_defined) continue;
      if (auto const found = world.find_property((*object)->id, name))
        infos.push_back(info_of((*object)->id, *found));
    }
  }
  return infos;
}

Seen<PropertyValue> property(World const& world, ObjId who, ObjectRef const& ref,
                             Symbol const& name) {
  auto const id = resolve(world, who, ref);
  if (!id) return not_seen(id.error());
  auto value = moo::read_property(world, who, Obj(*id), name.text);
  if (!value) return not_seen(property_error_of(value.error(), *id, name));
  if (auto const found = world.find_property(*id, name.text))
    return PropertyValue{info_of(*id, *found), *std::move(value)};
  auto const* object = world.find(*id);  // One of those that every object has.
  return PropertyValue{{*id, *id, name, object->owner, true, false, false}, *std::move(value)};
}

Seen<VerbValue> verb(World const& world, ObjId who, ObjectRef const& ref, Symbol const& name) {
  auto const id = resolve(world, who, ref);
  if (!id) return not_seen(id.error());
  auto const found = world.find_verb(*id, name.text);
  if (!found) return not_seen(VerbNotFound{Obj(*id), name.text});
  if (!moo::may_read(world, who, *found->verb)) return not_seen(VerbPermissionDenied{});
  return VerbValue{info_of(found->definer, *found->verb), moo::lines_of(found->verb->source)};
}

std::vector<ObjectInfo> objects(World const& world, ObjId who) {
  std::vector<ObjectInfo> infos;
  for (ObjId const id : world.objects()) {
    auto const* object = world.find(id);
    if (moo::may_list(world, who, *object)) infos.push_back(info_of(world, *object));
  }
  return infos;
}

std::vector<Obj> query(World const& world, ObjId who, WsQueryObjects const& wanted) {
  std::vector<Obj> found;
  for (ObjId const id : world.objects()) {
    auto const* object = world.find(id);
    auto const flags = flags_of(*object);
    bool const fits = (!wanted.parent || *wanted.parent == Obj(object->parent)) &&
                      (!wanted.location || *wanted.location == Obj(object->location)) &&
                      (!wanted.owner || *wanted.owner == Obj(object->owner)) &&
                      (flags & wanted.flags_all) == wanted.flags_all &&
                      (wanted.flags_any == 0 || (flags & wanted.flags_any) != 0);
    if (fits && moo::may_list(world, who, *object)) found.emplace_back(id);
  }
  return found;
}

Seen<void> update_property(World& world, ObjId who, ObjectRef const& ref, Symbol const& name,
                           Var const& value) {
  auto const id = resolve(world, who, ref);
  if (!id) return not_seen(id.error());
  auto const done = moo::write_property(world, who, Obj(*id), name.text, value);
  if (!done) return not_seen(property_error_of(done.error(), *id, name));
  return {};
}

tl::expected<ObjId, SchedulerError> program(World& world, ObjId who, ObjectRef const& ref,
                                            Symbol const& verb,
                                            std::vector<std::string> const& code) {
  auto const id = resolve(world, who, ref);
  if (!id) return tl::unexpected<SchedulerError>(CommandExecutionError{NoObjectMatch{}});
  auto const done = moo::program_verb(world, who, Obj(*id), verb.text, moo::joined(code, "\n"));
  if (done) return *id;
  VerbProgramError error = NoVerbToProgram{};
  if (done.error().kind == moo::ProgramFailure::Kind::permission_denied)
    error = VerbPermissionDenied{};
  if (done.error().kind == moo::ProgramFailure::Kind::does_not_compile)
    error = VerbCompilationError{compile_error_of(done.error().error)};
  return tl::unexpected<SchedulerError>(VerbProgramFailed{std::move(error)});
}

tl::expected<std::vector<WorldStateResultEntry>, SchedulerError> run_batch(
    World& world, ObjId who, std::vector<WorldStateActionEntry> const& actions) {
  std::vector<WorldStateResultEntry> results;
  for (WorldStateActionEntry const& entry : actions) {
    auto done = std::visit(Act{world, who}, entry.action);
    if (!done) return tl::unexpected(std::move(done.error()));
    results.push_back({entry.id, *std::move(done)});
  }
  return results;
}

Result<World> open_world(RecordStore& store) {
  auto world = World::load(store);
  if (!world || !world->objects().empty()) return world;
  if (auto const read = moo::read_core(*world, moo::starting_core()); !read)
    return tl::make_unexpected(read.error());
  if (auto const stored = world->commit(); !stored) return tl::make_unexpected(stored.error());
  return world;
}

}  // namespace drydock::moor::tasks
