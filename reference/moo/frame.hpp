#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference/moo/program.hpp"

namespace drydock::moo {

/// What is done where a statement or expression inside a frame is left by other than its end.
struct Handler {
  enum class Kind : std::uint8_t { except, finally };
  Kind kind = Kind::except;
  std::int32_t target = 0;  // The arms of an except, the code of a finally.
  std::int32_t slot = 0;    // Where a finally keeps why it was entered.
  std::size_t height = 0;   // Of the stack.
  std::vector<Var> codes;   // Of each arm: a list of errors, or anything else for all.
};

/// What becomes of the value that a frame returns.
enum class OnReturn : std::uint8_t {
  plain,
  eval,  // {1, value}, for `eval()`.
};

/// One running program. Everything in it is a value, so that it can be stored in mid-program.
struct Frame {
  ProgramPtr program;
  std::size_t pc = 0;  // Of the next instruction.
  std::size_t at = 0;  // Of the one that is being executed.
  std::vector<std::optional<Var>> locals;
  std::vector<Var> stack;
  std::vector<Handler> handlers;
  Var this_;
  std::string verb;
  ObjId definer;
  ObjId player;
  Var caller;
  ObjId permissions;
  bool debug = true;
  OnReturn on_return = OnReturn::plain;

  /// Before the first instruction, with the variables that every program has.
  static Frame start(ProgramPtr program, Var this_value, std::string verb_name, ObjId definer,
                     ObjId player, Var caller, ObjId permissions, std::vector<Var> args);

  std::optional<Var>& local(Slot slot) { return locals[static_cast<std::size_t>(slot)]; }
  std::optional<Var> const& local(Slot slot) const {
    return locals[static_cast<std::size_t>(slot)];
  }
  Var pop();
  /// Of the instruction that is being executed.
  std::uint32_t line() const;
};

/// As a record, and back. Fails where it is damaged, or the program compiles to something else now.
Var to_record(Frame const& frame);
tl::expected<Frame, std::string> frame_from_record(Var const& record);

}  // namespace drydock::moo
