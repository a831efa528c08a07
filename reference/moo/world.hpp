#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/machine/record_store.hpp"
#include "reference/moo/object.hpp"

namespace drydock::moo {

/// A verb, and where on an object or its ancestors it is.
struct FoundVerb {
  ObjId definer;
  std::size_t index = 0;
  VerbDefinition const* verb = nullptr;
};

/// A property as an object has it, whoever defined it and whoever gave the value.
struct FoundProperty {
  ObjId definer;
  ObjId owner;
  PropertySlot const* slot = nullptr;  // Whose rights these are.
  Var const* value = nullptr;
  bool is_clear = false;
};

/// The objects, as they are in the middle of a transaction: what changed since the last commit is
/// stored by the next, or taken back by a rollback. Knows of no rights; access.hpp does. Whoever
/// looks something up keeps what it points to only until the next change.
class World {
 public:
  /// Nothing but what `store` holds, which outlives the world. Fails naming a record that it cannot
  /// read.
  static Result<World> load(RecordStore& store);

  Object const* find(ObjId id) const;
  Object const* find(Obj const& obj) const;
  /// As it was at the last commit; null where it was not.
  Object const* find_committed(Obj const& obj) const;
  bool is_wizard(ObjId id) const;
  std::vector<ObjId> children(ObjId id) const;
  std::vector<ObjId> contents(ObjId id) const;
  std::vector<ObjId> players() const;
  std::vector<ObjId> objects() const;
  /// The object, its parent, and so on.
  std::vector<Object const*> ancestry(ObjId id) const;
  ObjId newest() const { return ObjId{next_id_ - 1}; }

  std::optional<FoundVerb> find_verb(ObjId id, std::string_view name) const;
  /// The first on the object or its ancestors whose argument spec fits, too.
  std::optional<FoundVerb> find_command(ObjId id, std::string_view name, Obj const& dobj,
                                        Preposition prep, Obj const& iobj) const;
  /// The verb that `pass` calls: of that name, above `definer`.
  std::optional<FoundVerb> find_verb_above(ObjId definer, std::string_view name) const;
  std::optional<FoundProperty> find_property(ObjId id, std::string_view name) const;

  /// An object to be changed, but for its parent and location. `id` is valid.
  Object& edit(ObjId id);
  /// Numbers are never given twice, whatever is recycled.
  ObjId create(ObjId parent, ObjId owner);
  /// The object of that number, which is above all there are; for starting cores.
  Object& create_as(ObjId id);
  /// Its children get its parent; its contents go nowhere.
  void recycle(ObjId id);
  void set_parent(ObjId id, ObjId parent);
  void set_location(ObjId id, ObjId location);
  /// A slot of the object's own for a property that it has, with the rights that it has.
  PropertySlot& own_slot(ObjId id, std::string_view name);
  /// Takes a property from the object that defines it, and from its descendants.
  void remove_property(ObjId id, std::string_view name);
  /// The object and all that descend from it.
  std::vector<ObjId> descendants(ObjId id) const;

  bool has_changes() const;
  /// The records that the next commit stores.
  std::vector<RecordChange> changes() const;
  /// Stores what changed, and with it `more`: all or nothing. After an error the changes are still
  /// pending.
  Result<void> commit(std::vector<RecordChange> more = {});
  void rollback();

 private:
  explicit World(RecordStore& store) : store_(&store) {}
  void remember(ObjId id);
  void index();

  RecordStore* store_;
  std::map<ObjId, Object> objects_;
  std::int32_t next_id_ = 0;
  std::map<ObjId, std::set<ObjId>> children_;
  std::map<ObjId, std::set<ObjId>> contents_;
  std::map<ObjId, std::optional<Object>> before_;  // What has been changed, as it was.
  std::int32_t next_id_before_ = 0;
};

}  // namespace drydock::moo
