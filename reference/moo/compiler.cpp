#include "reference/moo/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reference/core/digest.hpp"
#include "reference/moo/builtin.hpp"
#include "reference/moo/parser.hpp"
#include "reference/moo/types.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {
namespace {

using Kind = Node::Kind;

constexpr std::array<char const*, static_cast<std::size_t>(Slot::count)> starting{
    "player", "this",    "caller",  "verb", "args",   "argstr",
    "dobj",   "dobjstr", "prepstr", "iobj", "iobjstr"};

}  // namespace

Compiled<ProgramPtr> compile(std::string_view source, bool lenient) {
  auto tree = Parser::parse(source, lenient);
  if (!tree) return tl::unexpected(tree.error());
  auto program = std::make_shared<Program>();
  program->source = std::string(source);
  program->lenient = lenient;
  Compiler compiler(*program);
  if (!compiler.program(**tree)) return tl::unexpected(compiler.error());
  return ProgramPtr(std::move(program));
}

std::string Program::digest() const {
  Digest digest;
  for (auto const& instruction : code) {
    digest.add(static_cast<std::uint64_t>(instruction.op));
    // The name outlives the place in the table.
    bool const calls = instruction.op == Op::call;
    if (calls) digest.add(builtin_at(static_cast<std::size_t>(instruction.a)).name);
    for (auto const operand : {calls ? 0 : instruction.a, instruction.b, instruction.c})
      digest.add(static_cast<std::uint64_t>(operand));
  }
  for (auto const& constant : constants) digest.add(moor::to_literal(constant));
  for (auto const& variable : variables) digest.add(variable);
  return digest.hex().substr(0, 16);
}

Compiler::Compiler(Program& program) : program_(program) {
  for (auto const* name : starting) program_.variables.emplace_back(name);
}

bool Compiler::program(Node const& node) {
  if (!block(node)) return false;
  constant(0);
  emit(Op::return_);
  return true;
}

std::size_t Compiler::emit(Op op, std::int32_t a, std::int32_t b, std::int32_t c) {
  program_.code.push_back({op, a, b, c, line_});
  return program_.code.size() - 1;
}

void Compiler::constant(Var value) {
  emit(Op::push_constant, static_cast<std::int32_t>(program_.constants.size()));
  program_.constants.push_back(std::move(value));
}

void Compiler::set_and_pop(std::int32_t slot) {
  emit(Op::set_local, slot);
  emit(Op::pop);
}

void Compiler::land(std::size_t instruction) {
  auto& landing = program_.code[instruction];
  bool const is_loop = landing.op == Op::loop_next || landing.op == Op::range_next;
  (is_loop ? landing.b : landing.a) = here();
}

std::int32_t Compiler::slot_of(std::string const& name) {
  auto& variables = program_.variables;
  auto const found = std::find_if(variables.begin(), variables.end(), [&](auto const& known) {
    return !known.empty() && moor::compare_folded(known, name) == 0;
  });
  auto const slot = static_cast<std::size_t>(found - variables.begin());
  if (found == variables.end()) {
    variables.push_back(name);
    if (auto const code = type_code_named(name)) program_.initial.emplace_back(slot, Var(*code));
  }
  return static_cast<std::int32_t>(slot);
}

std::int32_t Compiler::hidden_slot() {
  program_.variables.emplace_back();
  return static_cast<std::int32_t>(program_.variables.size() - 1);
}

bool Compiler::refuse(Node const& node, CompileError::Kind kind, std::string message,
                      std::string subject) {
  error_ = {kind, node.place, std::move(message), std::move(subject)};
  return false;
}

bool Compiler::block(Node const& node) {
  return std::all_of(node.parts.begin(), node.parts.end(),
                     [this](auto const& part) { return statement(*part); });
}

bool Compiler::statement(Node const& node) {
  line_ = node.place.line;
  switch (node.kind) {
    case Kind::if_:
      return if_statement(node);
    case Kind::for_each:
      return for_each(node);
    case Kind::for_range:
      return for_range(node);
    case Kind::while_:
      return while_statement(node);
    case Kind::break_:
    case Kind::continue_:
      return jump_statement(node);
    case Kind::try_except:
      return try_except(node);
    case Kind::try_finally:
      return try_finally(node);
    case Kind::return_:
      if (node.parts.empty()) {
        constant(0);
      } else if (!expression(*node.parts[0])) {
        return false;
      }
      emit(Op::return_);
      return true;
    default:
      if (!expression(*node.parts[0])) return false;
      emit(Op::pop);
      return true;
  }
}

bool Compiler::if_statement(Node const& node) {
  std::vector<std::size_t> exits;
  std::size_t i = 0;
  for (; i + 1 < node.parts.size(); i += 2) {
    line_ = node.parts[i]->place.line;
    if (!expression(*node.parts[i])) return false;
    auto const next = emit(Op::jump_if_false);
    if (!block(*node.parts[i + 1])) return false;
    exits.push_back(emit(Op::jump));
    land(next);
  }
  if (i < node.parts.size() && !block(*node.parts[i])) return false;
  for (auto const exit : exits) land(exit);
  return true;
}

bool Compiler::for_each(Node const& node) {
  auto const walked = hidden_slot();
  hidden_slot();
  if (!expression(*node.parts[0])) return false;
  emit(Op::loop_start, walked);
  Loop const loop{node.names[0], here(), handlers_, {}};
  auto const variables = static_cast<std::int32_t>(node.names.size());
  auto const next = emit(Op::loop_next, walked, 0, variables);
  for (auto const& name : node.names) set_and_pop(slot_of(name));
  return loop_body(*node.parts[1], loop, next);
}

bool Compiler::for_range(Node const& node) {
  auto const bounds = hidden_slot();
  hidden_slot();
  if (!expression(*node.parts[0]) || !expression(*node.parts[1])) return false;
  emit(Op::range_start, bounds);
  Loop const loop{node.names[0], here(), handlers_, {}};
  auto const next = emit(Op::range_next, bounds);
  set_and_pop(slot_of(node.names[0]));
  return loop_body(*node.parts[2], loop, next);
}

bool Compiler::while_statement(Node const& node) {
  Loop const loop{node.text, here(), handlers_, {}};
  if (!expression(*node.parts[0])) return false;
  return loop_body(*node.parts[1], loop, emit(Op::jump_if_false));
}

bool Compiler::loop_body(Node const& body, Loop loop, std::size_t exit) {
  auto const start = loop.start;
  loops_.push_back(std::move(loop));
  if (!block(body)) return false;
  emit(Op::jump, start);
  land(exit);
  for (auto const other : loops_.back().exits) land(other);
  loops_.pop_back();
  return true;
}

bool Compiler::jump_statement(Node const& node) {
  auto const loop = std::find_if(loops_.rbegin(), loops_.rend(), [&](auto const& open) {
    return node.text.empty() || moor::compare_folded(open.label, node.text) == 0;
  });
  if (loop == loops_.rend()) {
    return refuse(node, CompileError::Kind::unknown_loop,
                  node.text.empty() ? "there is no loop around this"
                                    : fmt::format("there is no loop `{}` around this", node.text),
                  node.text);
  }
  auto const leave = emit(Op::leave, loop->start, static_cast<std::int32_t>(loop->handlers));
  if (node.kind == Kind::break_) loop->exits.push_back(leave);
  return true;
}

bool Compiler::try_except(Node const& node) {
  auto const arms = program_.arms.size();
  program_.arms.emplace_back();
  for (std::size_t i = 1; i < node.parts.size(); ++i) {
    if (!caught(*node.parts[i]->parts[1])) return false;
  }
  program_.arms[arms].resize(node.parts.size() - 1);
  emit(Op::begin_try, static_cast<std::int32_t>(arms));
  ++handlers_;
  if (!block(*node.parts[0])) return false;
  emit(Op::end_try);
  --handlers_;
  std::vector<std::size_t> exits{emit(Op::jump)};
  for (std::size_t i = 1; i < node.parts.size(); ++i) {
    program_.arms[arms][i - 1] = here();
    auto const& arm = *node.parts[i];
    if (!arm.text.empty()) emit(Op::set_local, slot_of(arm.text));
    emit(Op::pop);
    if (!block(*arm.parts[0])) return false;
    exits.push_back(emit(Op::jump));
  }
  for (auto const exit : exits) land(exit);
  return true;
}

bool Compiler::try_finally(Node const& node) {
  auto const why = hidden_slot();
  auto const begin = emit(Op::begin_finally, 0, why);
  ++handlers_;
  if (!block(*node.parts[0])) return false;
  emit(Op::end_finally, 0, why);
  --handlers_;
  land(begin);
  if (!block(*node.parts[1])) return false;
  emit(Op::finish_finally, why);
  return true;
}

}  // namespace drydock::moo
