#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "reference/moo/token.hpp"

namespace drydock::moo {

enum class Binary : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  remainder,
  power,
  equal,
  unequal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

/// One expression or statement; what its parts are says its kind.
struct Node {
  enum class Kind : std::uint8_t {
    // Expressions.
    constant,   // value
    variable,   // text
    length,     // `$` in an index
    list,       // elements, of which some are `splice` or `optional`
    splice,     // @part
    optional,   // ?text [= part], in scattering only
    map,        // key, value, key, value
    error,      // value, message, [value]
    flyweight,  // delegate, slot values, contents; the slots' names are in `names`
    binary,     // left, right; `binary` is what
    negate,     // part
    not_,       // part
    both,       // left && right
    either,     // left || right
    choose,     // condition ? yes | no
    attempt,    // part, default or null, codes; no codes mean ANY
    property,   // object, name
    method,     // object, name, arguments as a list
    call,       // arguments as a list; text is the function's name
    index,      // container, index
    range,      // container, from, to
    assign,     // target, value
    scatter,    // list, value
    // Statements.
    block,        // statements
    expression,   // part
    if_,          // condition, block, condition, block, ... [block]
    for_each,     // list or map, block; `names` has one or two variables
    for_range,    // from, to, block; `names` has the variable
    while_,       // condition, block; text is the label
    break_,       // text is the label
    continue_,    // text is the label
    return_,      // part, or nothing
    try_except,   // block, then an arm for each except
    arm,          // block, codes; no codes mean ANY; text is the variable
    try_finally,  // block, block
  };
  Kind kind = Kind::block;
  Place place;
  std::string text;
  Var value;
  Binary binary = Binary::add;
  std::vector<NodePtr> parts;
  std::vector<std::string> names;
  std::size_t height = 0;    // Of the tree below.
  bool uses_length = false;  // An index or range in which `$` stands for its own container.
};

/// Trees are no higher than this, so that walking one needs a bounded stack.
inline constexpr std::size_t height_max = 200;

}  // namespace drydock::moo
