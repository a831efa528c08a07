#include "reference/moo/interpreter.hpp"

#include <algorithm>

#include "reference/core/ensure.hpp"
#include "reference/moo/access.hpp"
#include "reference/moo/operators.hpp"
#include "reference/moor/codec/var_order.hpp"

namespace drydock::moo {

Frame frame_of(FoundVerb const& found, Var this_value, std::string name, ObjId player, Var caller,
               std::vector<Var> args) {
  auto frame =
      Frame::start(found.verb->program, std::move(this_value), std::move(name), found.definer,
                   player, std::move(caller), found.verb->owner, std::move(args));
  frame.debug = found.verb->debug;
  return frame;
}

Outcome Interpreter::run() {
  auto const slice_end = task_.ticks_left - around_.limits.slice;
  while (true) {
    if (task_.ticks_left <= 0) return out_of(OutOfLimit::Limit::ticks);
    if (around_.now - task_.step_started > around_.limits.time)
      return out_of(OutOfLimit::Limit::time);
    if (task_.ticks_left <= slice_end) return Interrupted{};
    if (auto outcome = step()) return std::move(*outcome);
  }
}

Outcome Interpreter::out_of(OutOfLimit::Limit limit) const {
  auto const& frame = task_.frames.back();
  OutOfLimit ended;
  ended.limit = limit;
  if (limit == OutOfLimit::Limit::ticks) {
    ended.ticks = around_.limits.ticks;
  } else {
    ended.time = around_.now - task_.step_started;
  }
  ended.this_ = frame.this_;
  ended.verb = frame.verb;
  ended.line = frame.line();
  return ended;
}

std::optional<Outcome> Interpreter::step() {
  --task_.ticks_left;
  auto& current = frame();
  ENSURE(current.pc < current.program->code.size());
  // It outlives the frame, which may end here. Mostly it is that of the last instruction.
  if (running_ != current.program) running_ = current.program;
  auto const& instruction = running_->code[current.at = current.pc++];
  return execute(instruction);
}

std::optional<Outcome> Interpreter::push(Var value) {
  frame().stack.push_back(std::move(value));
  return std::nullopt;
}

std::optional<Outcome> Interpreter::push(Value value) {
  if (!value) return raise(std::move(value.error()));
  auto const weight = weigh(*value);
  if (weight.cells > cells_max || weight.depth > depth_max)
    return raise(raised(ErrorCode::e_quota).value());
  task_.ticks_left -= static_cast<std::int64_t>(weight.cells / 64);
  return push(std::move(*value));
}

std::optional<Outcome> Interpreter::push_local(std::int32_t slot) {
  auto const& value = local(slot);
  if (value) return push(Value(*value));
  auto const& name = frame().program->variables[static_cast<std::size_t>(slot)];
  return raise(raised(ErrorCode::e_varnf, "Variable not found: " + name).value());
}

std::optional<Outcome> Interpreter::execute(Instruction const& instruction) {
  switch (instruction.op) {
    case Op::index:
    case Op::index_local:
    case Op::range:
    case Op::range_local:
    case Op::length_local:
    case Op::index_beside:
    case Op::index_set:
    case Op::range_set:
    case Op::property_beside:
    case Op::get_property:
    case Op::put_property:
      return execute_access(instruction);
    case Op::jump:
    case Op::jump_if_false:
    case Op::jump_if_set:
    case Op::both:
    case Op::either:
    case Op::loop_start:
    case Op::loop_next:
    case Op::range_start:
    case Op::range_next:
    case Op::call:
    case Op::call_verb:
    case Op::return_:
    case Op::begin_try:
    case Op::end_try:
    case Op::begin_finally:
    case Op::end_finally:
    case Op::finish_finally:
    case Op::leave:
      return execute_flow(instruction);
    default:
      return execute_stack(instruction);
  }
}

std::optional<Outcome> Interpreter::execute_stack(Instruction const& instruction) {
  auto const& program = *frame().program;
  auto const a = static_cast<std::size_t>(instruction.a);
  switch (instruction.op) {
    case Op::push_constant:
      return push(Value(program.constants[a]));
    case Op::push_local:
      return push_local(instruction.a);
    case Op::set_local: {
      auto& current = frame();
      if (program.code[current.pc].op != Op::pop) {
        local(instruction.a) = current.stack.back();
        return std::nullopt;
      }
      ++current.pc;  // Moved, where nobody wants the copy.
      local(instruction.a) = current.pop();
      return std::nullopt;
    }
    case Op::pop:
      frame().pop();
      return std::nullopt;
    case Op::list_new:
      return push(Var(List{}));
    case Op::list_append:
      return list_append(false);
    case Op::list_splice:
      return list_append(true);
    case Op::map_new:
      return push(Var(Map{}));
    case Op::map_put:
      return map_put();
    case Op::error_new:
      return error_new(instruction.a);
    case Op::flyweight_new:
      return flyweight_new(program.constants[a]);
    case Op::binary: {
      auto const right = frame().pop();
      auto const left = frame().pop();
      return push(apply(static_cast<Binary>(instruction.a), left, right));
    }
    case Op::negate:
      return push(negate(frame().pop()));
    case Op::not_:
      return push(Var(truthy(frame().pop()) ? 0 : 1));
    default:
      return scatter(program.scatterings[a]);
  }
}

std::optional<Outcome> Interpreter::list_append(bool splice) {
  auto value = frame().pop();
  auto& stack = frame().stack;
  // Taken from the stack and put back, so that nothing is copied.
  auto list = stack.back().take_list();
  stack.pop_back();
  if (!splice) {
    list.elements.push_back(std::move(value));
    return push(Var(std::move(list)));
  }
  auto const* more = value.as<List>();
  if (more == nullptr) return raise(raised(ErrorCode::e_type).value());
  list.elements.insert(list.elements.end(), more->elements.begin(), more->elements.end());
  return push(Var(std::move(list)));
}

std::optional<Outcome> Interpreter::map_put() {
  auto value = frame().pop();
  auto key = frame().pop();
  auto map = *frame().pop().as<Map>();
  put(map, std::move(key), std::move(value));
  return push(Value(std::move(map)));
}

std::optional<Outcome> Interpreter::error_new(std::int32_t details) {
  std::shared_ptr<Var const> value;
  if (details == 2) value = std::make_shared<Var const>(frame().pop());
  auto const message = frame().pop();
  auto error = *frame().pop().as<ErrorValue>();
  if (auto const* text = message.as<std::string>()) {
    error.message = *text;
  } else if (message.as<moor::None>() == nullptr) {
    return raise(raised(ErrorCode::e_type).value());
  }
  error.value = std::move(value);
  return push(Value(std::move(error)));
}

std::optional<Outcome> Interpreter::flyweight_new(Var const& names) {
  auto const contents = frame().pop();
  auto const& slot_names = names.as<List>()->elements;
  std::vector<std::pair<Symbol, Var>> slots(slot_names.size());
  for (auto i = slots.size(); i > 0; --i)
    slots[i - 1] = {Symbol{*slot_names[i - 1].as<std::string>()}, frame().pop()};
  auto const delegate = frame().pop();
  if (delegate.as<Obj>() == nullptr) return raise(raised(ErrorCode::e_type).value());
  return push(
      Value(moor::make_flyweight(*delegate.as<Obj>(), std::move(slots), *contents.as<List>())));
}

std::optional<Outcome> Interpreter::scatter(std::vector<ScatterTarget> const& targets) {
  using Kind = ScatterTarget::Kind;
  auto const* list = frame().stack.back().as<List>();
  if (list == nullptr) {
    frame().pop();
    return raise(raised(ErrorCode::e_type).value());
  }
  auto const elements = list->elements;
  auto const count = [&](Kind kind) {
    return static_cast<std::size_t>(std::count_if(
        targets.begin(), targets.end(), [&](auto const& target) { return target.kind == kind; }));
  };
  auto const required = count(Kind::required);
  bool const has_rest = count(Kind::rest) > 0;
  if (elements.size() < required ||
      (!has_rest && elements.size() > required + count(Kind::optional))) {
    frame().pop();
    return raise(raised(ErrorCode::e_args).value());
  }
  auto optional = std::min(elements.size() - required, count(Kind::optional));
  auto const rest = elements.size() - required - optional;
  std::size_t at = 0;
  for (auto const& target : targets) {
    auto& variable = local(target.slot);
    if (target.kind == Kind::rest) {
      auto const begin = elements.begin() + static_cast<std::ptrdiff_t>(at);
      variable = List{{begin, begin + static_cast<std::ptrdiff_t>(rest)}};
      at += rest;
    } else if (target.kind == Kind::required || optional > 0) {
      if (target.kind == Kind::optional) --optional;
      variable = elements[at++];
    } else if (target.has_default) {
      variable.reset();
    }
  }
  return std::nullopt;
}

std::optional<Outcome> Interpreter::execute_access(Instruction const& instruction) {
  auto& current = frame();
  auto const height = current.stack.size();
  switch (instruction.op) {
    case Op::index_local: {
      if (!local(instruction.a)) return push_local(instruction.a);
      auto const index = current.pop();
      return push(element_of(*local(instruction.a), index));
    }
    case Op::range_local: {
      if (!local(instruction.a)) return push_local(instruction.a);
      auto const to = current.pop();
      auto const from = current.pop();
      return push(part_of(*local(instruction.a), from, to));
    }
    case Op::length_local: {
      if (!local(instruction.a)) return push_local(instruction.a);
      return push(length_of(*local(instruction.a)));
    }
    case Op::index_beside:
      return push(element_of(current.stack[height - 2], current.stack[height - 1]));
    case Op::get_property:
      return get_property(false);
    case Op::property_beside:
      return get_property(true);
    case Op::put_property:
      return put_property();
    default:
      break;
  }
  auto value = current.pop();
  if (instruction.op == Op::index) return push(element_of(current.pop(), value));
  auto index = current.pop();
  if (instruction.op == Op::range) return push(part_of(current.pop(), index, value));
  if (instruction.op == Op::index_set)
    return push(with_element(current.pop(), index, std::move(value)));
  auto const from = current.pop();
  return push(with_part(current.pop(), from, index, value));
}

std::optional<Outcome> Interpreter::get_property(bool beside) {
  auto& stack = frame().stack;
  auto const name = stack[stack.size() - 1];
  auto const object = stack[stack.size() - 2];
  if (!beside) stack.resize(stack.size() - 2);
  auto const* text = text_in(name);
  if (text == nullptr) return raise(raised(ErrorCode::e_type).value());
  if (auto const* flyweight = object.as<moor::Flyweight>()) {
    for (auto const& [slot, value] : flyweight->slots) {
      if (moor::compare_folded(slot.text, *text) == 0) return push(Value(value));
    }
    return push(read_property(around_.world, frame().permissions, flyweight->delegate, *text));
  }
  auto const* obj = object.as<Obj>();
  if (obj == nullptr) return raise(raised(ErrorCode::e_type).value());
  return push(read_property(around_.world, frame().permissions, *obj, *text));
}

std::optional<Outcome> Interpreter::put_property() {
  auto value = frame().pop();
  auto const name = frame().pop();
  auto const object = frame().pop();
  auto const* obj = object.as<Obj>();
  auto const* text = text_in(name);
  if (obj == nullptr || text == nullptr) return raise(raised(ErrorCode::e_type).value());
  auto const done = write_property(around_.world, frame().permissions, *obj, *text, value);
  if (!done) return raise(done.error());
  return push(std::move(value));
}

}  // namespace drydock::moo
