#include <fmt/format.h>

#include "reference/moo/interpreter.hpp"
#include "reference/moo/operators.hpp"

// The part of the interpreter that decides what comes next: loops, calls, errors.

namespace drydock::moo {
namespace {

// Why a finally was entered, as its slot keeps it: {kind, ...}.
constexpr int by_end = 0;
constexpr int by_error = 1;   // {1, error, traceback}
constexpr int by_return = 2;  // {2, value}
constexpr int by_leave = 3;   // {3, target, handlers}

Var why(int kind, std::vector<Var> details) {
  details.insert(details.begin(), Var(kind));
  return List{std::move(details)};
}

bool catches(Var const& codes, ErrorValue const& error) {
  auto const* list = codes.as<List>();
  if (list == nullptr) return true;
  for (auto const& code : list->elements) {
    auto const* wanted = code.as<ErrorValue>();
    if (wanted == nullptr || wanted->code != error.code) continue;
    if (error.code != ErrorCode::custom ||
        moor::same_symbol(*wanted->custom_symbol, *error.custom_symbol))
      return true;
  }
  return false;
}

std::string backtrace_line(Var const& row, bool first) {
  auto const& of = row.as<List>()->elements;
  auto const place =
      fmt::format("{}:{}{}, line {}", display(of[2]), display(of[1]),
                  equal(of[0], of[2]) ? "" : " (this == " + display(of[0]) + ")", display(of[4]));
  return first ? place : "... called from " + place;
}

}  // namespace

std::optional<Outcome> Interpreter::execute_flow(Instruction const& instruction) {
  auto& current = frame();
  switch (instruction.op) {
    case Op::jump:
      jump(instruction.a);
      return std::nullopt;
    case Op::jump_if_false:
      if (!truthy(current.pop())) jump(instruction.a);
      return std::nullopt;
    case Op::jump_if_set:
      if (local(instruction.b)) jump(instruction.a);
      return std::nullopt;
    case Op::both:
    case Op::either:
      if (truthy(current.stack.back()) == (instruction.op == Op::either)) {
        jump(instruction.a);
      } else {
        current.pop();
      }
      return std::nullopt;
    case Op::loop_start:
      return loop_start(instruction.a);
    case Op::loop_next:
      return loop_next(instruction);
    case Op::range_start:
      return range_start(instruction.a);
    case Op::range_next:
      return range_next(instruction);
    case Op::call:
      return call(static_cast<std::size_t>(instruction.a));
    case Op::call_verb:
      return call_verb();
    case Op::return_:
      return return_value(current.pop());
    case Op::begin_try: {
      Handler handler;
      handler.target = instruction.a;
      handler.codes.resize(current.program->arms[static_cast<std::size_t>(instruction.a)].size());
      for (auto at = handler.codes.rbegin(); at != handler.codes.rend(); ++at) *at = current.pop();
      handler.height = current.stack.size();
      current.handlers.push_back(std::move(handler));
      return std::nullopt;
    }
    case Op::begin_finally:
      current.handlers.push_back(
          {Handler::Kind::finally, instruction.a, instruction.b, current.stack.size(), {}});
      return std::nullopt;
    case Op::end_try:
    case Op::end_finally:
      current.handlers.pop_back();
      if (instruction.op == Op::end_finally) local(instruction.b) = why(by_end, {});
      return std::nullopt;
    case Op::finish_finally:
      return finish_finally(instruction.a);
    default:
      return leave(instruction.a, static_cast<std::size_t>(instruction.b));
  }
}

std::optional<Outcome> Interpreter::loop_start(std::int32_t slot) {
  auto container = frame().pop();
  if (container.as<List>() == nullptr && container.as<Map>() == nullptr &&
      container.as<std::string>() == nullptr) {
    // Never left on the stack in its place, not even without the `d` right: there is no loop.
    return unwind(raised(ErrorCode::e_type).value(), traceback());
  }
  local(slot) = std::move(container);
  local(slot + 1) = 0;
  return std::nullopt;
}

std::optional<Outcome> Interpreter::loop_next(Instruction const& instruction) {
  auto const& container = *local(instruction.a);
  auto const at = *local(instruction.a + 1)->as<std::int64_t>() + 1;
  if (at > *length_of(container)->as<std::int64_t>()) {
    jump(instruction.b);
    return std::nullopt;
  }
  local(instruction.a + 1) = at;
  auto const* map = container.as<Map>();
  auto const index = static_cast<std::size_t>(at - 1);
  if (instruction.c == 2) push(map != nullptr ? map->pairs[index].first : Var(at));
  return push(map != nullptr ? Value(map->pairs[index].second) : element_of(container, Var(at)));
}

std::optional<Outcome> Interpreter::range_start(std::int32_t slot) {
  auto const to = frame().pop();
  auto const from = frame().pop();
  auto const* first = from.as<std::int64_t>();
  auto const* last = to.as<std::int64_t>();
  if (first == nullptr || last == nullptr)
    return unwind(raised(ErrorCode::e_type).value(), traceback());
  local(slot) = *first <= *last ? Var(*first) : Var(moor::None{});
  local(slot + 1) = *last;
  return std::nullopt;
}

/// What is left is kept as the next number and the last; none where the last has been.
std::optional<Outcome> Interpreter::range_next(Instruction const& instruction) {
  auto const next = *local(instruction.a);
  auto const* number = next.as<std::int64_t>();
  if (number == nullptr) {
    jump(instruction.b);
    return std::nullopt;
  }
  bool const is_last = *number >= *local(instruction.a + 1)->as<std::int64_t>();
  local(instruction.a) = is_last ? Var(moor::None{}) : Var(*number + 1);
  return push(next);
}

namespace {

CallResult run_counted(Surroundings& around, std::size_t index, Builtin const& builtin,
                       Call& call) {
  if (around.calls == nullptr) return builtin.run(call);
  Duration const begun = elapsed(around.stopwatch);
  auto result = builtin.run(call);
  auto& calls = *around.calls;
  if (calls.size() <= index) calls.resize(builtin_count());
  ++calls[index].count;
  calls[index].time += elapsed(around.stopwatch) - begun;
  return result;
}

}  // namespace

std::optional<Outcome> Interpreter::call(std::size_t index) {
  auto const& builtin = builtin_at(index);
  auto const args = frame().pop();
  Call call{around_, task_, args.as<List>()->elements};
  if (call.count() < builtin.args_min || call.count() > builtin.args_max)
    return raise(raised(ErrorCode::e_args).value());
  auto result = run_counted(around_, index, builtin, call);
  if (auto* value = std::get_if<Var>(&result)) return push(Value(std::move(*value)));
  if (auto* error = std::get_if<ErrorValue>(&result)) return raise(std::move(*error));
  if (auto* entered = std::get_if<Frame>(&result)) return enter(std::move(*entered));
  return std::get<Outcome>(std::move(result));
}

std::optional<Outcome> Interpreter::call_verb() {
  auto const args = frame().pop();
  auto const name = frame().pop();
  auto const target = frame().pop();
  auto const* text = text_in(name);
  auto const* flyweight = target.as<moor::Flyweight>();
  auto const* obj = flyweight != nullptr ? &flyweight->delegate : target.as<Obj>();
  if (text == nullptr || obj == nullptr) return raise(raised(ErrorCode::e_type).value());
  auto const* object = around_.world.find(*obj);
  if (object == nullptr) return raise(raised(ErrorCode::e_invind).value());
  auto const found = around_.world.find_verb(object->id, *text);
  if (!found) {
    return raise(raised(ErrorCode::e_verbnf,
                        fmt::format("Verb not found: {}:{}", moor::text_of(*obj), *text))
                     .value());
  }
  return enter(
      frame_of(*found, target, *text, frame().player, frame().this_, args.as<List>()->elements));
}

std::optional<Outcome> Interpreter::enter(Frame entered) {
  if (task_.frames.size() >= around_.limits.frames)
    return raise(raised(ErrorCode::e_maxrec).value());
  // The words of the command that all began with.
  for (auto const slot :
       {Slot::argstr, Slot::dobj, Slot::dobjstr, Slot::prepstr, Slot::iobj, Slot::iobjstr}) {
    entered.local(slot) = frame().local(slot);
  }
  task_.frames.push_back(std::move(entered));
  return std::nullopt;
}

std::optional<Outcome> Interpreter::return_value(Var value) {
  if (enters_finally(0, why(by_return, {value}))) return std::nullopt;
  return leave_frame(std::move(value));
}

std::optional<Outcome> Interpreter::leave_frame(Var value) {
  auto const on_return = frame().on_return;
  task_.frames.pop_back();
  if (on_return == OnReturn::eval) value = List{{Var(1), std::move(value)}};
  if (task_.frames.empty()) return Returned{std::move(value)};
  return push(Value(std::move(value)));
}

std::optional<Outcome> Interpreter::leave(std::int32_t target, std::size_t handlers) {
  auto const details = why(by_leave, {Var(target), Var(static_cast<std::int64_t>(handlers))});
  if (!enters_finally(handlers, details)) jump(target);
  return std::nullopt;
}

std::optional<Outcome> Interpreter::finish_finally(std::int32_t slot) {
  auto const reason = *local(slot);
  auto const& details = reason.as<List>()->elements;
  switch (*details[0].as<std::int64_t>()) {
    case by_error:
      return unwind(*details[1].as<ErrorValue>(), details[2].as<List>()->elements);
    case by_return:
      return return_value(details[1]);
    case by_leave:
      return leave(static_cast<std::int32_t>(*details[1].as<std::int64_t>()),
                   static_cast<std::size_t>(*details[2].as<std::int64_t>()));
    default:
      return std::nullopt;
  }
}

bool Interpreter::enters_finally(std::size_t handlers, Var reason) {
  auto& open = frame().handlers;
  while (open.size() > handlers) {
    auto const handler = std::move(open.back());
    open.pop_back();
    if (handler.kind != Handler::Kind::finally) continue;
    frame().stack.resize(handler.height);
    local(handler.slot) = std::move(reason);
    jump(handler.target);
    return true;
  }
  return false;
}

std::vector<Var> Interpreter::traceback() const {
  std::vector<Var> rows;
  for (auto at = task_.frames.rbegin(); at != task_.frames.rend(); ++at) {
    rows.push_back(moor::list_of(
        {at->this_, at->verb, Obj(at->definer), Obj(at->player), Var(std::int64_t{at->line()})}));
  }
  return rows;
}

std::optional<Outcome> Interpreter::raise(ErrorValue error) {
  if (!frame().debug) return push(Var(std::move(error)));
  return unwind(std::move(error), traceback());
}

bool Interpreter::is_caught(ErrorValue const& error, std::vector<Var> const& stack) {
  auto& current = frame();
  while (!current.handlers.empty()) {
    auto const handler = std::move(current.handlers.back());
    current.handlers.pop_back();
    current.stack.resize(handler.height);
    if (handler.kind == Handler::Kind::finally) {
      local(handler.slot) = why(by_error, {error, List{stack}});
      jump(handler.target);
      return true;
    }
    for (std::size_t arm = 0; arm < handler.codes.size(); ++arm) {
      if (!catches(handler.codes[arm], error)) continue;
      push(moor::list_of(
          {error, message_of(error), error.value ? *error.value : Var(0), List{stack}}));
      jump(current.program->arms[static_cast<std::size_t>(handler.target)][arm]);
      return true;
    }
  }
  return false;
}

std::optional<Outcome> Interpreter::unwind(ErrorValue error, std::vector<Var> stack) {
  while (!task_.frames.empty()) {
    if (is_caught(error, stack)) return std::nullopt;
    task_.frames.pop_back();
  }
  Failed failed;
  for (auto const& row : stack)
    failed.backtrace.push_back(backtrace_line(row, failed.backtrace.empty()));
  if (!failed.backtrace.empty()) failed.backtrace[0] += ":  " + message_of(error);
  failed.backtrace.emplace_back("(End of traceback)");
  failed.error = std::move(error);
  failed.stack = std::move(stack);
  return failed;
}

}  // namespace drydock::moo
