#include "reference/moo/task.hpp"

#include "reference/core/ensure.hpp"
#include "reference/moo/command.hpp"
#include "reference/moo/fields.hpp"
#include "reference/moo/interpreter.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {
namespace {

std::vector<Var> values_of(std::vector<std::string> const& words) {
  return {words.begin(), words.end()};
}

}  // namespace

Task::Task(std::uint64_t id, ObjId player) {
  state_.id = id;
  state_.player = player;
}

Compiled<Task> Task::eval(std::uint64_t id, ObjId player, std::string_view source) {
  auto program = compile(source, true);
  if (!program) return tl::unexpected(program.error());
  Task task(id, player);
  task.state_.frames.push_back(Frame::start(std::move(*program), object(nothing_id), "eval",
                                            ObjId{}, player, Obj(player), player, {}));
  return task;
}

Task Task::call(std::uint64_t id, VerbCall call) {
  Task task(id, call.player);
  task.call_ = std::move(call);
  return task;
}

Task Task::command(std::uint64_t id, ObjId player, Obj handler, std::string text) {
  VerbCall call;
  call.where = object(0);
  call.verb = "do_command";
  call.args = values_of(split_words(text));
  call.argstr = text;
  call.player = player;
  call.caller = player;
  call.this_ = handler;
  auto task = Task::call(id, std::move(call));
  task.command_ = std::move(text);
  return task;
}

ObjId Task::permissions() const {
  return state_.frames.empty() ? state_.player : state_.frames.back().permissions;
}

std::optional<Outcome> Task::begin(Surroundings& around) {
  auto const call = std::exchange(call_, std::nullopt);
  if (!call) return std::nullopt;
  auto const* object = around.world.find(call->where);
  auto const found =
      object == nullptr ? std::nullopt : around.world.find_verb(object->id, call->verb);
  if (!found) return command_ ? begin_command(around.world) : VerbNotFound{call->where, call->verb};
  auto const this_value = call->this_ ? *call->this_ : call->where;
  auto frame = frame_of(*found, this_value, call->verb, call->player, call->caller, call->args);
  frame.local(Slot::argstr) = call->argstr;
  state_.frames.push_back(std::move(frame));
  return std::nullopt;
}

std::optional<Outcome> Task::begin_command(World const& world) {
  auto const text = *std::exchange(command_, std::nullopt);
  auto const command = parse_command(world, state_.player, text);
  if (!command) return NoCommand{NoCommand::Reason::could_not_parse};
  auto found = find_command(world, state_.player, *command);
  if (!found) {
    // The place may have an answer to what nobody understands.
    auto const* player = world.find(state_.player);
    auto const place = player == nullptr ? ObjId{} : player->location;
    auto const huh = world.find_verb(place, "huh");
    if (!huh) return NoCommand{NoCommand::Reason::no_verb_match};
    found = FoundCommand{place, *huh};
  }
  auto frame = frame_of(found->verb, Obj(found->self), command->verb, state_.player,
                        Obj(state_.player), values_of(command->args));
  frame.local(Slot::argstr) = command->argstr;
  frame.local(Slot::dobj) = command->dobj;
  frame.local(Slot::dobjstr) = command->dobjstr;
  frame.local(Slot::prepstr) = command->prepstr;
  frame.local(Slot::iobj) = command->iobj;
  frame.local(Slot::iobjstr) = command->iobjstr;
  state_.frames.push_back(std::move(frame));
  return std::nullopt;
}

bool Task::handles_uncaught(Failed const& failed, World const& world) {
  if (failed_) return false;  // The handler's own error.
  auto const handler = world.find_verb(ObjId{0}, "handle_uncaught_error");
  if (!handler) return false;
  failed_ = failed;
  std::vector<Var> args{failed.error, message_of(failed.error),
                        failed.error.value ? *failed.error.value : Var(0), List{failed.stack},
                        List{values_of(failed.backtrace)}};
  state_.frames.push_back(frame_of(*handler, object(0), "handle_uncaught_error", state_.player,
                                   object(nothing_id), std::move(args)));
  return true;
}

std::optional<Outcome> Task::settle(Outcome outcome, Surroundings& around) {
  auto const* returned = std::get_if<Returned>(&outcome);
  auto const* failed = std::get_if<Failed>(&outcome);
  if (failed != nullptr && handles_uncaught(*failed, around.world)) return std::nullopt;
  if (failed_ && (failed != nullptr || returned != nullptr)) {
    if (returned != nullptr && truthy(returned->value)) return outcome;
    return *std::exchange(failed_, std::nullopt);
  }
  if (returned == nullptr || !command_ || truthy(returned->value)) return outcome;
  return begin_command(around.world);
}

Outcome Task::run(Surroundings& around) {
  if (!state_.is_in_step) {
    state_.is_in_step = true;
    state_.ticks_left = around.limits.ticks;
    state_.step_started = around.now;
  }
  Interpreter interpreter(state_, around);
  auto outcome = begin(around);
  if (auto resumed = std::exchange(resumed_, std::nullopt)) {
    ENSURE(!state_.frames.empty());
    if (*resumed) {
      state_.frames.back().stack.push_back(std::move(**resumed));
    } else {
      outcome = interpreter.raise(std::move(resumed->error()));
    }
  }
  while (true) {
    if (!outcome) outcome = interpreter.run();
    outcome = settle(std::move(*outcome), around);
    if (!outcome) continue;
    state_.is_in_step = std::holds_alternative<Interrupted>(*outcome);
    return std::move(*outcome);
  }
}

Result<std::string> Task::save() const {
  ENSURE(!call_ && !state_.is_in_step && !resumed_);
  List frames;
  for (auto const& frame : state_.frames) frames.elements.push_back(to_record(frame));
  List failed;
  if (failed_) {
    failed.elements.emplace_back(failed_->error);
    failed.elements.emplace_back(List{failed_->stack});
    failed.elements.emplace_back(List{values_of(failed_->backtrace)});
  }
  auto record =
      moor::to_literal(record_of(static_cast<std::int64_t>(state_.id), Obj(state_.player),
                                 std::move(frames), optional_record(command_), std::move(failed)));
  if (auto const read = moor::parse_literal(record); !read)
    return fail("a task cannot be stored: " + read.error().message);
  return record;
}

Result<Task> Task::restore(std::string_view record) {
  auto const value = moor::parse_literal(record);
  if (!value) return fail("a task's record is no value: " + value.error().message);
  Fields fields(*value);
  auto const id = static_cast<std::uint64_t>(fields.integer());
  Task task(id, fields.id());
  for (auto const& frame : fields.list()) {
    auto read = frame_from_record(frame);
    if (!read) return fail("task " + std::to_string(id) + " cannot go on: " + read.error());
    task.state_.frames.push_back(std::move(*read));
  }
  if (auto const command = fields.list(); !command.empty()) {
    auto const* text = command[0].as<std::string>();
    if (text != nullptr) task.command_ = *text;
  }
  if (Fields failed(Var(List{fields.list()})); failed.more()) {
    Failed why;
    if (auto const error = failed.value(); error.as<ErrorValue>() != nullptr)
      why.error = *error.as<ErrorValue>();
    why.stack = failed.list();
    for (auto const& line : failed.list()) why.backtrace.push_back(display(line));
    if (!failed.good()) fields.refuse();
    task.failed_ = std::move(why);
  }
  if (!fields.good() || task.state_.frames.empty())
    return fail("the record of task " + std::to_string(id) + " is damaged");
  return task;
}

}  // namespace drydock::moo
