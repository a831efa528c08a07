#include <fmt/format.h>

#include "reference/moo/fields.hpp"
#include "reference/moo/object.hpp"
#include "reference/moor/codec/var_text.hpp"

// Objects as records: MOO literals, so that a person can read a store.

namespace drydock::moo {
namespace {

std::int64_t bits(std::initializer_list<bool> flags) {
  std::int64_t number = 0;
  for (bool const flag : flags) number = number << 1 | (flag ? 1 : 0);
  return number;
}

bool bit(std::int64_t number, int place) { return (number >> place & 1) != 0; }

Var record_of_property(PropertySlot const& slot) {
  return record_of(slot.name, Obj(slot.owner),
                   bits({slot.readable, slot.writable, slot.inherits_owner, slot.is_defined}),
                   optional_record(slot.value));
}

bool read_property(Var const& record, Object& object) {
  Fields fields(record);
  PropertySlot slot;
  slot.name = fields.text();
  slot.owner = fields.id();
  auto const flags = fields.integer();
  slot.readable = bit(flags, 3);
  slot.writable = bit(flags, 2);
  slot.inherits_owner = bit(flags, 1);
  slot.is_defined = bit(flags, 0);
  auto const value = fields.list();
  if (!value.empty()) slot.value = value[0];
  auto const name = moor::fold(slot.name);
  return fields.good() && object.properties.emplace(name, std::move(slot)).second;
}

Var record_of_verb(VerbDefinition const& verb) {
  auto const& arguments = verb.arguments;
  return record_of(verb.names, Obj(verb.owner),
                   bits({verb.readable, verb.writable, verb.executable, verb.debug}),
                   std::int64_t{static_cast<std::uint8_t>(arguments.dobj)},
                   std::int64_t{arguments.prep.group},
                   std::int64_t{static_cast<std::uint8_t>(arguments.iobj)}, verb.source);
}

bool read_verb(Var const& record, Object& object) {
  Fields fields(record);
  auto& verb = object.verbs.emplace_back();
  verb.names = fields.text();
  verb.owner = fields.id();
  auto const flags = fields.integer();
  verb.readable = bit(flags, 3);
  verb.writable = bit(flags, 2);
  verb.executable = bit(flags, 1);
  verb.debug = bit(flags, 0);
  auto const dobj = fields.integer();
  auto const prep = fields.integer();
  auto const iobj = fields.integer();
  verb.source = fields.text();
  if (dobj < 0 || dobj > 2 || iobj < 0 || iobj > 2 || prep < -2 || prep > 14) return false;
  verb.arguments = {static_cast<ArgumentSpec>(dobj), Preposition{static_cast<std::int8_t>(prep)},
                    static_cast<ArgumentSpec>(iobj)};
  auto program = compile(verb.source);
  if (program) verb.program = std::move(*program);
  return fields.good() && verb.program != nullptr;
}

}  // namespace

std::string to_record(Object const& object) {
  List properties;
  for (auto const& slot : object.properties)
    properties.elements.push_back(record_of_property(slot.second));
  List verbs;
  for (auto const& verb : object.verbs) verbs.elements.push_back(record_of_verb(verb));
  return moor::to_literal(record_of(Obj(object.id), object.name, Obj(object.owner),
                                    Obj(object.parent), Obj(object.location),
                                    bits({object.player, object.programmer, object.wizard,
                                          object.readable, object.writable, object.fertile}),
                                    std::move(properties), std::move(verbs)));
}

Result<Object> from_record(std::string_view record) {
  auto const value = moor::parse_literal(record);
  if (!value) return fail(fmt::format("an object's record is no value: {}", value.error().message));
  Fields fields(*value);
  Object object;
  object.id = fields.id();
  object.name = fields.text();
  object.owner = fields.id();
  object.parent = fields.id();
  object.location = fields.id();
  auto const flags = fields.integer();
  object.player = bit(flags, 5);
  object.programmer = bit(flags, 4);
  object.wizard = bit(flags, 3);
  object.readable = bit(flags, 2);
  object.writable = bit(flags, 1);
  object.fertile = bit(flags, 0);
  bool good = true;
  for (auto const& property : fields.list()) good = read_property(property, object) && good;
  for (auto const& verb : fields.list()) good = read_verb(verb, object) && good;
  if (!good || !fields.good()) {
    return fail(fmt::format("the record of #{} is damaged: {}", object.id.id,
                            moor::to_literal(*value, 200)));
  }
  return object;
}

}  // namespace drydock::moo
