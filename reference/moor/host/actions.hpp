#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/world.hpp"

// What people, and programs in their place, do at a connection.

namespace drydock::moor::host {

/// A line as typed. What it means depends on what comes before it: words of a login, an answer, a
/// command, or one of the host's own (`.program`, `PREFIX`, ...). Source: hosts 9.3.
struct TypeLine {
  std::string text;
};
struct LogIn {
  std::vector<std::string> words;
};
struct GiveCommand {
  std::string text;
};
/// The answer to the input request that has waited longest.
struct GiveAnswer {
  Var value;
};
struct SendOutOfBand {
  Var args;
  Var argstr;
};
/// Statements; or what was typed behind a `;`, of which a program is made first.
struct Evaluate {
  std::string expression;
  bool typed = false;
};
struct CallVerb {
  ObjectRef object;
  Symbol verb;
  std::vector<Var> args;
};
struct ProgramVerb {
  ObjectRef object;
  Symbol verb;
  std::vector<std::string> code;
};
/// Without a value it is removed.
struct SetAttribute {
  Symbol key;
  std::optional<Var> value;
};
using Action = std::variant<TypeLine, LogIn, GiveCommand, GiveAnswer, SendOutOfBand, Evaluate,
                            CallVerb, ProgramVerb, SetAttribute>;

}  // namespace drydock::moor::host
