#pragma once

#include "reference/moo/syntax.hpp"
#include "reference/moo/value.hpp"

// What operators and indices compute. Sequences are counted from 1; text by its characters.

namespace drydock::moo {

/// Integers wrap at 64 bits; a float that is not finite is E_FLOAT; x / 0 is E_DIV.
Value apply(Binary operation, Var const& a, Var const& b);
Value negate(Var const& value);

/// Of a list, a string, a binary (in bytes), a map or a flyweight's contents. Else E_TYPE.
Value length_of(Var const& value);
Value element_of(Var const& container, Var const& index);
/// `x[from..to]`; empty where `from` is above `to`.
Value part_of(Var const& container, Var const& from, Var const& to);
/// The container with another value there.
Value with_element(Var container, Var const& index, Var value);
Value with_part(Var container, Var const& from, Var const& to, Var const& value);

/// 1-based place of an equal element, or of a pair with that value; 0 where there is none.
Value place_of(Var const& value, Var const& container);
/// The map with that pair instead of one with an equal key.
void put(Map& map, Var key, Var value);
Var const* find(Map const& map, Var const& key);

/// The characters of `text` from the 0-based `from`, at most `count`.
std::string_view characters(std::string_view text, std::size_t from, std::size_t count);
std::size_t character_count(std::string_view text);

}  // namespace drydock::moo
