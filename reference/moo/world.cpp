#include "reference/moo/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "reference/core/ensure.hpp"

namespace drydock::moo {
namespace {

constexpr std::string_view object_prefix = "world/object/";
constexpr std::string_view next_key = "world/next";

std::string key_of(ObjId id) { return fmt::format("{}{}", object_prefix, id.id); }

std::vector<ObjId> members(std::map<ObjId, std::set<ObjId>> const& index, ObjId id) {
  auto const found = index.find(id);
  if (found == index.end()) return {};
  return {found->second.begin(), found->second.end()};
}

bool fits(ArgumentSpec spec, Obj const& argument, ObjId self) {
  if (spec == ArgumentSpec::any) return true;
  auto const wanted = spec == ArgumentSpec::this_ ? self : ObjId{};
  return argument == Obj(wanted);
}

}  // namespace

Result<World> World::load(RecordStore& store) {
  World world(store);
  auto const records = store.read_all(object_prefix);
  if (!records) return tl::unexpected(records.error());
  for (auto const& record : *records) {
    auto object = from_record(drydock::text_of(record.value));
    if (!object) return tl::unexpected(object.error());
    world.next_id_ = std::max(world.next_id_, object->id.id + 1);
    auto const id = object->id;
    world.objects_.insert_or_assign(id, std::move(*object));
  }
  auto const next = store.read_all(next_key);
  if (!next) return tl::unexpected(next.error());
  for (auto const& record : *next) {
    auto const text = drydock::text_of(record.value);
    std::int32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    world.next_id_ = std::max(world.next_id_, number);
  }
  world.next_id_before_ = world.next_id_;
  world.index();
  return world;
}

void World::index() {
  children_.clear();
  contents_.clear();
  for (auto const& [id, object] : objects_) {
    if (object.parent.id >= 0) children_[object.parent].insert(id);
    if (object.location.id >= 0) contents_[object.location].insert(id);
  }
}

Object const* World::find(ObjId id) const {
  auto const found = objects_.find(id);
  return found == objects_.end() ? nullptr : &found->second;
}

Object const* World::find(Obj const& obj) const {
  auto const* id = std::get_if<ObjId>(&obj);
  return id == nullptr ? nullptr : find(*id);
}

Object const* World::find_committed(Obj const& obj) const {
  auto const* id = std::get_if<ObjId>(&obj);
  auto const changed = id == nullptr ? before_.end() : before_.find(*id);
  if (changed == before_.end()) return find(obj);
  return changed->second ? &*changed->second : nullptr;
}

bool World::is_wizard(ObjId id) const {
  auto const* object = find(id);
  return object != nullptr && object->wizard;
}

std::vector<ObjId> World::children(ObjId id) const { return members(children_, id); }
std::vector<ObjId> World::contents(ObjId id) const { return members(contents_, id); }

std::vector<ObjId> World::players() const {
  std::vector<ObjId> found;
  for (auto const& [id, object] : objects_) {
    if (object.player) found.push_back(id);
  }
  return found;
}

std::vector<ObjId> World::objects() const {
  std::vector<ObjId> found;
  for (auto const& object : objects_) found.push_back(object.first);
  return found;
}

std::vector<Object const*> World::ancestry(ObjId id) const {
  std::vector<Object const*> line;
  for (auto const* object = find(id); object != nullptr; object = find(object->parent)) {
    line.push_back(object);
    if (line.size() > objects_.size()) break;  // A damaged store may go in circles.
  }
  return line;
}

std::vector<ObjId> World::descendants(ObjId id) const {
  std::vector<ObjId> all{id};
  for (std::size_t i = 0; i < all.size() && i <= objects_.size(); ++i) {
    for (auto const child : children(all[i])) all.push_back(child);
  }
  return all;
}

std::optional<FoundVerb> World::find_verb(ObjId id, std::string_view name) const {
  for (auto const* object : ancestry(id)) {
    for (std::size_t i = 0; i < object->verbs.size(); ++i) {
      auto const& verb = object->verbs[i];
      if (verb.executable && verb_matches(verb.names, name)) return FoundVerb{object->id, i, &verb};
    }
  }
  return std::nullopt;
}

std::optional<FoundVerb> World::find_command(ObjId id, std::string_view name, Obj const& dobj,
                                             Preposition prep, Obj const& iobj) const {
  for (auto const* object : ancestry(id)) {
    for (std::size_t i = 0; i < object->verbs.size(); ++i) {
      auto const& verb = object->verbs[i];
      auto const& wanted = verb.arguments;
      if (verb_matches(verb.names, name) && fits(wanted.dobj, dobj, id) &&
          fits(wanted.iobj, iobj, id) &&
          (wanted.prep.group == Preposition::any || wanted.prep == prep)) {
        return FoundVerb{object->id, i, &verb};
      }
    }
  }
  return std::nullopt;
}

std::optional<FoundVerb> World::find_verb_above(ObjId definer, std::string_view name) const {
  auto const* object = find(definer);
  return object == nullptr ? std::nullopt : find_verb(object->parent, name);
}

std::optional<FoundProperty> World::find_property(ObjId id, std::string_view name) const {
  auto const folded = moor::fold(name);
  FoundProperty found;
  for (auto const* object : ancestry(id)) {
    auto const slot = object->properties.find(folded);
    if (slot == object->properties.end()) continue;
    if (found.slot == nullptr) {
      found.slot = &slot->second;
      bool const becomes_own = object->id != id && slot->second.inherits_owner;
      found.owner = becomes_own ? find(id)->owner : slot->second.owner;
    }
    if (found.value == nullptr && slot->second.value) {
      found.value = &*slot->second.value;
      found.is_clear = object->id != id;
    }
    if (slot->second.is_defined) {
      found.definer = object->id;
      return found;
    }
  }
  return std::nullopt;
}

void World::remember(ObjId id) {
  auto const* object = find(id);
  if (before_.find(id) == before_.end())
    before_.emplace(id, object != nullptr ? std::optional<Object>(*object) : std::nullopt);
}

Object& World::edit(ObjId id) {
  remember(id);
  auto const found = objects_.find(id);
  ENSURE(found != objects_.end());
  return found->second;
}

ObjId World::create(ObjId parent, ObjId owner) {
  ObjId const id{next_id_};
  auto& object = create_as(id);
  object.owner = owner.id >= 0 ? owner : id;
  set_parent(id, parent);
  return id;
}

Object& World::create_as(ObjId id) {
  ENSURE(id.id >= next_id_);
  remember(id);
  next_id_ = id.id + 1;
  auto& object = objects_[id];
  object.id = id;
  return object;
}

void World::recycle(ObjId id) {
  auto const parent = edit(id).parent;
  for (auto const child : children(id)) set_parent(child, parent);
  for (auto const content : contents(id)) set_location(content, ObjId{});
  set_parent(id, ObjId{});
  set_location(id, ObjId{});
  objects_.erase(id);
}

void World::set_parent(ObjId id, ObjId parent) {
  auto& object = edit(id);
  children_[object.parent].erase(id);
  object.parent = parent;
  if (parent.id >= 0) children_[parent].insert(id);
  // Values of properties that the object and its descendants no longer have go with them.
  for (auto const below : descendants(id)) {
    std::vector<Folded> lost;
    for (auto const& slot : find(below)->properties) {
      if (!find_property(below, slot.first)) lost.push_back(slot.first);
    }
    for (auto const& name : lost) edit(below).properties.erase(name);
  }
}

void World::set_location(ObjId id, ObjId location) {
  auto& object = edit(id);
  contents_[object.location].erase(id);
  object.location = location;
  if (location.id >= 0) contents_[location].insert(id);
}

PropertySlot& World::own_slot(ObjId id, std::string_view name) {
  auto const folded = moor::fold(name);
  auto const found = find_property(id, name);
  ENSURE(found.has_value());
  auto& properties = edit(id).properties;
  if (auto const own = properties.find(folded); own != properties.end()) return own->second;
  auto slot = *found->slot;
  slot.owner = found->owner;
  slot.is_defined = false;
  slot.value.reset();
  return properties.emplace(folded, std::move(slot)).first->second;
}

void World::remove_property(ObjId id, std::string_view name) {
  auto const folded = moor::fold(name);
  for (auto const below : descendants(id)) {
    if (find(below)->properties.count(folded) > 0) edit(below).properties.erase(folded);
  }
}

bool World::has_changes() const { return !before_.empty(); }

std::vector<RecordChange> World::changes() const {
  std::vector<RecordChange> changes;
  for (auto const& changed : before_) {
    auto const* object = find(changed.first);
    auto& change = changes.emplace_back();
    change.key = key_of(changed.first);
    if (object != nullptr) change.value = bytes_of(to_record(*object));
  }
  if (next_id_ != next_id_before_) {
    auto& change = changes.emplace_back();
    change.key = std::string(next_key);
    change.value = bytes_of(std::to_string(next_id_));
  }
  return changes;
}

Result<void> World::commit(std::vector<RecordChange> more) {
  auto all = changes();
  for (auto& change : more) all.push_back(std::move(change));
  if (!all.empty()) {
    if (auto stored = store_->commit(all); !stored) return stored;
  }
  before_.clear();
  next_id_before_ = next_id_;
  return {};
}

void World::rollback() {
  for (auto& [id, object] : before_) {
    if (object) {
      objects_.insert_or_assign(id, std::move(*object));
    } else {
      objects_.erase(id);
    }
  }
  if (!before_.empty()) index();
  before_.clear();
  next_id_ = next_id_before_;
}

}  // namespace drydock::moo
