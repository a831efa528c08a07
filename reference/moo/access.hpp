#pragma once

#include <string>
#include <string_view>

#include "reference/moo/world.hpp"

// What somebody may do with the world. Wizards may do all; owners all with what is theirs.

namespace drydock::moo {

using Done = tl::expected<void, ErrorValue>;

/// Whether `who` is `owner` or a wizard.
bool controls(World const& world, ObjId who, ObjId owner);
bool may_read(World const& world, ObjId who, FoundProperty const& property);
bool may_write(World const& world, ObjId who, FoundProperty const& property);
bool may_read(World const& world, ObjId who, VerbDefinition const& verb);
bool may_write(World const& world, ObjId who, VerbDefinition const& verb);
/// Whether `who` may list and change what is defined on an object.
bool may_list(World const& world, ObjId who, Object const& object);
bool may_define(World const& world, ObjId who, Object const& object);

/// A property, one of the built-in ones (name, owner, location, contents, programmer, wizard, r, w,
/// f) included. Errors: E_INVIND for an object that is not valid, E_PROPNF, E_PERM.
Value read_property(World const& world, ObjId who, Obj const& obj, std::string_view name);
/// The same errors, and E_TYPE for a built-in property of another type, E_QUOTA for a value that is
/// too large or nested too deep.
Done write_property(World& world, ObjId who, Obj const& obj, std::string_view name,
                    Var const& value);

/// Compiles and stores the code of the verb `name` on `obj` itself, or, where it has none, on the
/// ancestor that has. What failed is one of these.
struct ProgramFailure {
  enum class Kind : std::uint8_t { no_verb, permission_denied, does_not_compile };
  Kind kind = Kind::no_verb;
  CompileError error;
};
tl::expected<void, ProgramFailure> program_verb(World& world, ObjId who, Obj const& obj,
                                                std::string_view name, std::string_view source);

/// Source as its lines, and back.
std::vector<std::string> lines_of(std::string_view source);
std::string joined(std::vector<std::string> const& lines, std::string_view between);

}  // namespace drydock::moo
