#include <fmt/format.h>

#include "reference/core/ensure.hpp"
#include "reference/moo/builtin.hpp"
#include "reference/moo/compiler.hpp"

// The part of the compiler that turns expressions into code: each leaves one value on the stack.

namespace drydock::moo {
namespace {

using Kind = Node::Kind;

}  // namespace

bool Compiler::operands(Node const& node) {
  for (auto const& part : node.parts) {
    if (!expression(*part)) return false;
  }
  return true;
}

bool Compiler::expression(Node const& node) {
  switch (node.kind) {
    case Kind::constant:
      constant(node.value);
      return true;
    case Kind::variable:
      emit(Op::push_local, slot_of(node.text));
      return true;
    case Kind::length:
      emit(Op::length_local, containers_.back());
      return true;
    case Kind::list:
      return list(node);
    case Kind::map:
      return map(node);
    case Kind::flyweight:
      return flyweight(node);
    case Kind::choose:
      return choose(node);
    case Kind::attempt:
      return attempt(node);
    case Kind::call:
      return call(node);
    case Kind::index:
    case Kind::range:
      return subscript(node);
    case Kind::assign:
      return assign(node);
    case Kind::scatter:
      return scatter(node);
    case Kind::both:
    case Kind::either: {
      if (!expression(*node.parts[0])) return false;
      auto const over = emit(node.kind == Kind::both ? Op::both : Op::either);
      if (!expression(*node.parts[1])) return false;
      land(over);
      return true;
    }
    default:
      break;
  }
  if (!operands(node)) return false;
  line_ = node.place.line;
  switch (node.kind) {
    case Kind::error:
      emit(Op::error_new, static_cast<std::int32_t>(node.parts.size() - 1));
      break;
    case Kind::binary:
      emit(Op::binary, static_cast<std::int32_t>(node.binary));
      break;
    case Kind::negate:
      emit(Op::negate);
      break;
    case Kind::not_:
      emit(Op::not_);
      break;
    case Kind::property:
      emit(Op::get_property);
      break;
    default:
      ENSURE(node.kind == Kind::method);
      emit(Op::call_verb);
      break;
  }
  return true;
}

bool Compiler::list(Node const& node) {
  emit(Op::list_new);
  for (auto const& part : node.parts) {
    bool const splices = part->kind == Kind::splice;
    if (!expression(splices ? *part->parts[0] : *part)) return false;
    emit(splices ? Op::list_splice : Op::list_append);
  }
  return true;
}

bool Compiler::map(Node const& node) {
  emit(Op::map_new);
  for (std::size_t i = 0; i < node.parts.size(); i += 2) {
    if (!expression(*node.parts[i]) || !expression(*node.parts[i + 1])) return false;
    emit(Op::map_put);
  }
  return true;
}

bool Compiler::flyweight(Node const& node) {
  if (!operands(node)) return false;
  List names;
  for (auto const& name : node.names) names.elements.emplace_back(name);
  emit(Op::flyweight_new, static_cast<std::int32_t>(program_.constants.size()));
  program_.constants.emplace_back(std::move(names));
  return true;
}

bool Compiler::choose(Node const& node) {
  if (!expression(*node.parts[0])) return false;
  auto const otherwise = emit(Op::jump_if_false);
  if (!expression(*node.parts[1])) return false;
  auto const end = emit(Op::jump);
  land(otherwise);
  if (!expression(*node.parts[2])) return false;
  land(end);
  return true;
}

/// A list of errors, or 0 for all.
bool Compiler::caught(Node const& codes) {
  if (!codes.parts.empty()) return list(codes);
  constant(0);
  return true;
}

bool Compiler::attempt(Node const& node) {
  if (!caught(*node.parts[2])) return false;
  auto const arms = program_.arms.size();
  program_.arms.push_back({0});
  emit(Op::begin_try, static_cast<std::int32_t>(arms));
  ++handlers_;
  if (!expression(*node.parts[0])) return false;
  emit(Op::end_try);
  --handlers_;
  auto const end = emit(Op::jump);
  program_.arms[arms][0] = here();
  if (node.parts[1]) {
    emit(Op::pop);
    if (!expression(*node.parts[1])) return false;
  } else {
    constant(1);  // Of what an arm is told, the first is the error.
    emit(Op::index);
  }
  land(end);
  return true;
}

bool Compiler::call(Node const& node) {
  auto const builtin = builtin_named(node.text);
  if (!builtin) {
    return refuse(node, CompileError::Kind::unknown_builtin,
                  fmt::format("there is no function `{}`", node.text), node.text);
  }
  if (!list(*node.parts[0])) return false;
  line_ = node.place.line;
  emit(Op::call, static_cast<std::int32_t>(*builtin));
  return true;
}

/// Parts of variables are read in place, which spares a copy of the whole.
bool Compiler::subscript(Node const& node) {
  auto const& container = *node.parts[0];
  bool const is_range = node.kind == Kind::range;
  if (container.kind == Kind::variable) {
    auto const slot = slot_of(container.text);
    if (!indices(node, slot)) return false;
    emit(is_range ? Op::range_local : Op::index_local, slot);
    return true;
  }
  if (!expression(container)) return false;
  std::int32_t slot = 0;
  if (node.uses_length) emit(Op::set_local, slot = hidden_slot());
  if (!indices(node, slot)) return false;
  emit(is_range ? Op::range : Op::index);
  return true;
}

bool Compiler::indices(Node const& node, std::int32_t container) {
  containers_.push_back(container);
  for (std::size_t i = 1; i < node.parts.size(); ++i) {
    if (!expression(*node.parts[i])) return false;
  }
  containers_.pop_back();
  return true;
}

/// `x.p[i][j] = v`: what it takes to write is pushed from the inside out, x "p" x.p i x.p[i] j,
/// then v; what changed is then stored from the outside in. The value of it all is v.
bool Compiler::assign(Node const& node) {
  auto const result = hidden_slot();
  if (!push_target(*node.parts[0], false) || !expression(*node.parts[1])) return false;
  line_ = node.place.line;
  if (node.parts[0]->kind == Kind::variable) {
    emit(Op::set_local, slot_of(node.parts[0]->text));
    return true;
  }
  emit(Op::set_local, result);
  store(*node.parts[0], result);
  return true;
}

/// Pushes what writing `target` will need, and with `value_too` what it holds now.
bool Compiler::push_target(Node const& target, bool value_too) {
  if (target.kind == Kind::variable) {
    if (value_too) emit(Op::push_local, slot_of(target.text));
    return true;
  }
  if (target.kind == Kind::property) {
    if (!operands(target)) return false;
    if (value_too) emit(Op::property_beside);
    return true;
  }
  if (target.kind == Kind::range && value_too) {
    return refuse(target, CompileError::Kind::bad_assignment, "a part of a range is not assignable",
                  {});
  }
  if (!push_target(*target.parts[0], true)) return false;
  std::int32_t slot = 0;
  if (target.uses_length) emit(Op::set_local, slot = hidden_slot());
  if (!indices(target, slot)) return false;
  if (value_too) emit(Op::index_beside);
  return true;
}

void Compiler::store(Node const& target, std::int32_t result) {
  auto const* at = &target;
  for (; at->kind == Kind::index || at->kind == Kind::range; at = at->parts[0].get()) {
    emit(at->kind == Kind::index ? Op::index_set : Op::range_set);
  }
  if (at->kind == Kind::property) {
    emit(Op::put_property);
  } else {
    emit(Op::set_local, slot_of(at->text));
  }
  emit(Op::pop);
  emit(Op::push_local, result);
}

bool Compiler::scatter(Node const& node) {
  auto const& list = *node.parts[0];
  std::vector<ScatterTarget> targets;
  if (!expression(*node.parts[1]) || !scatter_targets(list, targets)) return false;
  emit(Op::scatter, static_cast<std::int32_t>(program_.scatterings.size()));
  program_.scatterings.push_back(targets);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!targets[i].has_default) continue;
    auto const over = emit(Op::jump_if_set, 0, targets[i].slot);
    if (!expression(*list.parts[i]->parts[0])) return false;
    set_and_pop(targets[i].slot);
    land(over);
  }
  return true;
}

bool Compiler::scatter_targets(Node const& list, std::vector<ScatterTarget>& targets) {
  bool rest = false;
  for (auto const& part : list.parts) {
    auto& target = targets.emplace_back();
    auto const* name = part.get();
    if (part->kind == Kind::optional) {
      target.kind = ScatterTarget::Kind::optional;
      target.has_default = !part->parts.empty();
    } else if (part->kind == Kind::splice && !rest) {
      target.kind = ScatterTarget::Kind::rest;
      rest = true;
      name = part->parts[0].get();
    }
    if (name->kind != Kind::variable && name->kind != Kind::optional) {
      return refuse(*part, CompileError::Kind::bad_assignment,
                    "a list that is assigned to holds variables, and at most one with `@`", {});
    }
    target.slot = slot_of(name->text);
    for (std::size_t i = 0; i + 1 < targets.size(); ++i) {
      if (targets[i].slot == target.slot) {
        return refuse(*part, CompileError::Kind::duplicate_variable,
                      fmt::format("`{}` stands twice in one list", name->text), name->text);
      }
    }
  }
  return true;
}

}  // namespace drydock::moo
