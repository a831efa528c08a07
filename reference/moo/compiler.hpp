#pragma once

#include <string>
#include <vector>

#include "reference/moo/program.hpp"
#include "reference/moo/syntax.hpp"

namespace drydock::moo {

/// Turns a tree into code, in one walk. The stack is empty between statements, so that what jumps
/// between them has nothing to clear away.
class Compiler {
 public:
  explicit Compiler(Program& program);
  /// False with the reason in `error()`.
  bool program(Node const& block);
  CompileError const& error() const { return error_; }

 private:
  struct Loop {
    std::string label;
    std::int32_t start = 0;
    std::size_t handlers = 0;
    std::vector<std::size_t> exits;  // Instructions to be pointed behind the loop.
  };

  bool statement(Node const& node);
  bool block(Node const& node);
  bool if_statement(Node const& node);
  bool for_each(Node const& node);
  bool for_range(Node const& node);
  bool while_statement(Node const& node);
  bool loop_body(Node const& body, Loop loop, std::size_t exit);
  bool jump_statement(Node const& node);
  bool try_except(Node const& node);
  bool try_finally(Node const& node);

  bool expression(Node const& node);
  bool operands(Node const& node);
  bool list(Node const& node);
  bool map(Node const& node);
  bool flyweight(Node const& node);
  bool choose(Node const& node);
  bool attempt(Node const& node);
  bool caught(Node const& codes);
  bool call(Node const& node);
  bool subscript(Node const& node);
  bool indices(Node const& node, std::int32_t container);
  bool assign(Node const& node);
  bool push_target(Node const& target, bool value_too);
  void store(Node const& target, std::int32_t result);
  bool scatter(Node const& node);
  bool scatter_targets(Node const& list, std::vector<ScatterTarget>& targets);

  std::size_t emit(Op op, std::int32_t a = 0, std::int32_t b = 0, std::int32_t c = 0);
  void constant(Var value);
  void set_and_pop(std::int32_t slot);
  /// Points the operand `a` of an instruction to what comes next; of the loops' `b`.
  void land(std::size_t instruction);
  std::int32_t here() const { return static_cast<std::int32_t>(program_.code.size()); }
  std::int32_t slot_of(std::string const& name);
  std::int32_t hidden_slot();
  bool refuse(Node const& node, CompileError::Kind kind, std::string message, std::string subject);

  Program& program_;
  std::vector<Loop> loops_;
  std::size_t handlers_ = 0;
  std::uint32_t line_ = 1;
  std::vector<std::int32_t> containers_;  // Slots of what is indexed, for `$`.
  CompileError error_;
};

}  // namespace drydock::moo
