#pragma once

#include <string_view>

#include "reference/moo/world.hpp"

namespace drydock::moo {

/// The text of the starting core, built in from core/*.moo.
std::string_view starting_core();

/// Adds the objects that `text` describes, by lines; blank ones and those that begin with `//` are
/// left out. Fails naming the line; then the world is to be rolled back.
///
///   object #5 #4 #2 #-1 "f" "First Hall"          number, parent, owner, location, flags, name
///   property description #2 "rc" "A hall."        name, owner, rights, value: of a new property
///   set description "A hall."                     name, value: of one that is inherited
///   verb "l*ook" #2 "rxd" any any any             names, owner, rights, arguments; a preposition
///                                                 of several words has slashes: in/inside/into
///     code, up to a line with only a dot
///   .
///   place #2 #3 #10                               an earlier object's parent and location anew
///
/// Flags of objects are p(layer), g (programmer), W(izard), r, w and f. What an object is given by
/// lines belongs to the one before. Parents and locations come before what refers to them.
Result<void> read_core(World& world, std::string_view text);

}  // namespace drydock::moo
