#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/moo/preposition.hpp"
#include "reference/moo/program.hpp"
#include "reference/moo/value.hpp"

namespace drydock::moo {

/// Names that are looked up without regard to case: folded text.
using Folded = std::string;

/// What a verb wants in the place of an object.
enum class ArgumentSpec : std::uint8_t { none, any, this_ };

struct VerbArguments {
  ArgumentSpec dobj = ArgumentSpec::this_;
  Preposition prep;
  ArgumentSpec iobj = ArgumentSpec::this_;
  friend bool operator==(VerbArguments const&, VerbArguments const&) = default;
};

struct VerbDefinition {
  std::string names;  // Separated by blanks; `l*ook` also answers to l, lo and loo.
  ObjId owner;
  bool readable = true;
  bool writable = false;
  bool executable = true;
  bool debug = true;  // Errors are raised, not returned.
  VerbArguments arguments;
  std::string source;
  ProgramPtr program;  // Compiled from `source`, which has been seen to compile.
};

/// A property as an object has it: defined there, or with a value or rights of its own. Without a
/// value (clear) it has that of its parent.
struct PropertySlot {
  std::string name;
  ObjId owner;
  bool readable = true;
  bool writable = false;
  bool inherits_owner = true;  // `c`: in a descendant it belongs to the descendant's owner.
  bool is_defined = false;     // Here, not in an ancestor.
  std::optional<Var> value;
};

struct Object {
  ObjId id;
  std::string name;
  ObjId owner;
  ObjId parent;
  ObjId location;
  bool player = false;
  bool programmer = false;
  bool wizard = false;
  bool readable = false;
  bool writable = false;
  bool fertile = false;
  std::map<Folded, PropertySlot> properties;
  std::vector<VerbDefinition> verbs;
};

/// Whether a verb of those names answers to `name`: `l*ook` to l, lo, loo and look, `*` to all.
bool verb_matches(std::string_view names, std::string_view name);

/// `none`, `any`, `this`, and back.
std::string_view text_of(ArgumentSpec spec);
std::optional<ArgumentSpec> argument_spec_named(std::string_view text);

/// An object as the text of a record, and back. Fails naming what it cannot make sense of.
std::string to_record(Object const& object);
Result<Object> from_record(std::string_view record);

}  // namespace drydock::moo
