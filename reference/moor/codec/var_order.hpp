#pragma once

#include <compare>
#include <utility>
#include <vector>

#include "reference/moor/codec/var.hpp"

namespace drydock::moor {

/// The daemon's order of map keys, in which equal keys are one key: none < bool < object < number <
/// list < string < map < flyweight < symbol < binary < error < lambda. Integers and floats compare
/// by their mathematical value, 1 like 1.0 and -0.0 like 0.0; every NaN is equal to every other and
/// above all numbers. Strings and symbols compare without regard to case; containers by their
/// elements; errors by code, symbol, message, value. Lambdas are all equal. A strict weak order.
/// Source: workers 2.4, which leaves the places of error and lambda open.
std::weak_ordering compare(Var const& a, Var const& b);

/// The map with `pairs` in that order. Of pairs with equal keys the first one's key stays, with the
/// last one's value.
Map make_map(std::vector<std::pair<Var, Var>> pairs);

/// The flyweight with `slots` sorted by folded name; of slots with one name the last survives.
Flyweight make_flyweight(Obj delegate, std::vector<std::pair<Symbol, Var>> slots, List contents);

}  // namespace drydock::moor
