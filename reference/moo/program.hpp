#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reference/moo/token.hpp"

namespace drydock::moo {

/// What one instruction does. The stack is that of its frame; `a`, `b` and `c` are the operands
/// that it carries. Slots are the places of variables, hidden ones included.
enum class Op : std::uint8_t {
  push_constant,  // a: constant
  push_local,     // a: slot
  set_local,      // a: slot; the value stays
  pop,
  list_new,
  list_append,  // list, value -> list
  list_splice,  // list, list -> list
  map_new,
  map_put,        // map, key, value -> map
  error_new,      // a: 1 or 2; error, message [, value] -> error
  flyweight_new,  // a: constant with the slots' names; delegate, values, contents -> flyweight
  binary,         // a: Binary; left, right -> result
  negate,
  not_,
  index,            // container, index -> element
  index_local,      // a: slot; index -> element
  range,            // container, from, to -> part
  range_local,      // a: slot; from, to -> part
  length_local,     // a: slot -> the length of what is there
  index_beside,     // container, index -> container, index, element
  property_beside,  // object, name -> object, name, value
  index_set,        // container, index, value -> container
  range_set,        // container, from, to, value -> container
  get_property,     // object, name -> value
  put_property,     // object, name, value -> value
  jump,             // a: target
  jump_if_false,    // a: target; condition ->
  jump_if_set,      // a: target, b: slot
  both,             // a: target; jumps if false, with the value kept
  either,           // a: target; jumps if true, with the value kept
  scatter,          // a: scattering; the list stays
  loop_start,       // a: two slots, for what is walked and the place in it; container ->
  loop_next,        // a: the two slots, b: target at the end, c: how many variables -> values
  range_start,      // a: two slots; from, to ->
  range_next,       // a: the two slots, b: target at the end -> number
  call,             // a: builtin; arguments -> value
  call_verb,        // object, name, arguments -> value
  return_,          // value -> ; the program's
  begin_try,        // a: arms; the codes of each ->
  end_try,
  begin_finally,   // a: target, b: slot for why it was entered
  end_finally,     // b: slot
  finish_finally,  // a: slot; goes on with what was under way
  leave,           // a: target, b: how many handlers stay
};

struct Instruction {
  Op op = Op::pop;
  std::int32_t a = 0;
  std::int32_t b = 0;
  std::int32_t c = 0;
  std::uint32_t line = 0;
};

/// One target of `{a, ?b = 1, @c} = list`.
struct ScatterTarget {
  enum class Kind : std::uint8_t { required, optional, rest };
  Kind kind = Kind::required;
  std::int32_t slot = 0;
  bool has_default = false;
};

/// The variables that every program starts with, in the first slots, in this order.
enum class Slot : std::uint8_t {
  player,
  this_,
  caller,
  verb,
  args,
  argstr,
  dobj,
  dobjstr,
  prepstr,
  iobj,
  iobjstr,
  count,
};

/// A compiled program: immutable, and a function of its source.
struct Program {
  std::string source;
  bool lenient = false;  // How it was compiled.
  std::vector<Instruction> code;
  std::vector<Var> constants;
  std::vector<std::string> variables;  // By slot; hidden ones have no name.
  std::vector<std::pair<std::size_t, Var>> initial;
  std::vector<std::vector<ScatterTarget>> scatterings;
  std::vector<std::vector<std::int32_t>> arms;  // The targets of each try's arms.
  /// Of the code: a waiting task goes on only in the very code that it was stopped in.
  std::string digest() const;
};

using ProgramPtr = std::shared_ptr<Program const>;

/// The program in `source`; `lenient` as in `Parser::parse`.
Compiled<ProgramPtr> compile(std::string_view source, bool lenient = false);

}  // namespace drydock::moo
