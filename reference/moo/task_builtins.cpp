#include <array>
#include <cmath>

#include "reference/moo/builtin.hpp"
#include "reference/moo/interpreter.hpp"
#include "reference/moo/operators.hpp"

// Functions of the task itself: what it may, what it waits for, what it calls.

namespace drydock::moo {
namespace {

/// A number of seconds as a time: absent where it is negative, not a number, or over 30 years.
std::optional<Duration> seconds_in(Var const& value) {
  constexpr double seconds_max = 1e9;
  double seconds = -1;
  if (auto const* integer = value.as<std::int64_t>()) seconds = static_cast<double>(*integer);
  if (auto const* number = value.as<moor::Float>()) seconds = number->value;
  if (!(seconds >= 0 && seconds <= seconds_max)) return std::nullopt;
  return Duration(static_cast<std::int64_t>(seconds * 1e9));
}

CallResult suspend(Call& call) {
  Sleeping sleeping;
  if (call.count() == 1) {
    if (call.integer(0) == nullptr && call.args[0].as<moor::Float>() == nullptr)
      return error(ErrorCode::e_type);
    sleeping.time = seconds_in(call.args[0]);
    if (!sleeping.time) return error(ErrorCode::e_invarg);
  }
  return Outcome(sleeping);
}

CallResult commit(Call&) { return Outcome(Sleeping{Duration::zero()}); }

CallResult raise_error(Call& call) {
  auto const* code = call.args[0].as<ErrorValue>();
  if (code == nullptr) return error(ErrorCode::e_type);
  auto raised_error = *code;
  if (call.count() > 1) {
    if (call.text(1) == nullptr) return error(ErrorCode::e_type);
    raised_error.message = *call.text(1);
  }
  if (call.count() > 2) raised_error.value = std::make_shared<Var const>(call.args[2]);
  return raised_error;
}

CallResult kill_task(Call& call) {
  auto const* id = call.integer(0);
  if (id == nullptr) return error(ErrorCode::e_type);
  auto const number = static_cast<std::uint64_t>(*id);
  if (number == call.task.id) return Outcome(Killed{});
  auto const owner = call.around.host.owner_of_task(number);
  if (!owner) return error(ErrorCode::e_invarg);
  if (!call.controls(*owner)) return error(ErrorCode::e_perm);
  call.around.effects.emplace_back(KillTask{number});
  return Var(0);
}

/// Rows have the programmer fifth; who is no wizard sees his own.
CallResult queued_tasks(Call& call) {
  List seen;
  for (auto const& row : call.around.host.queued_tasks().elements) {
    auto const* fields = row.as<List>();
    bool const own = fields != nullptr && fields->elements.size() > 4 &&
                     fields->elements[4] == Var(Obj(call.permissions()));
    if (own || call.is_wizard()) seen.elements.push_back(row);
  }
  return Var(std::move(seen));
}

CallResult task_id(Call& call) { return Var(static_cast<std::int64_t>(call.task.id)); }
CallResult ticks_left(Call& call) { return Var(call.task.ticks_left); }

CallResult seconds_left(Call& call) {
  auto const left = call.around.limits.time - (call.around.now - call.task.step_started);
  return Var(std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(left).count()});
}

CallResult caller_perms(Call& call) {
  auto const& frames = call.task.frames;
  return Var(Obj(frames.size() > 1 ? frames[frames.size() - 2].permissions : ObjId{}));
}

CallResult set_task_perms(Call& call) {
  auto const* who = call.obj(0) != nullptr ? std::get_if<ObjId>(call.obj(0)) : nullptr;
  if (who == nullptr) return error(ErrorCode::e_type);
  if (*who != call.permissions() && !call.is_wizard()) return error(ErrorCode::e_perm);
  call.frame().permissions = *who;
  return Var(0);
}

CallResult callers(Call& call) {
  List rows;
  auto const& frames = call.task.frames;
  for (auto at = frames.rbegin() + 1; at != frames.rend(); ++at) {
    rows.elements.push_back(
        moor::list_of({at->this_, at->verb, Obj(at->permissions), Obj(at->definer), Obj(at->player),
                       Var(std::int64_t{at->line()})}));
  }
  return Var(std::move(rows));
}

CallResult pass(Call& call) {
  auto const& frame = call.frame();
  auto const found = call.world().find_verb_above(frame.definer, frame.verb);
  if (!found) return error(ErrorCode::e_verbnf);
  return frame_of(*found, frame.this_, frame.verb, frame.player, frame.caller, call.args);
}

/// {1, value}, or {0, lines that say what is wrong}.
CallResult eval(Call& call) {
  auto const* programmer = call.world().find(call.permissions());
  if (programmer == nullptr || !(programmer->programmer || programmer->wizard))
    return error(ErrorCode::e_perm);
  auto const* source = call.args[0].as<std::string>();
  if (source == nullptr) return error(ErrorCode::e_type);
  auto program = compile(*source, true);
  if (!program) {
    return moor::list_of({0, moor::list_of({program.error().text()})});
  }
  auto const& current = call.frame();
  auto frame = Frame::start(std::move(*program), object(nothing_id), "eval", ObjId{},
                            current.player, current.this_, current.permissions, {});
  frame.on_return = OnReturn::eval;
  return frame;
}

/// Reads a map, or a list of pairs, of options. Pairs of another form are left out.
tl::expected<std::vector<std::pair<Symbol, Var>>, ErrorValue> options_in(Var const& value) {
  std::vector<std::pair<Symbol, Var>> options;
  auto const add = [&](Var const& key, Var const& of_key) {
    auto const name = name_in(key);
    if (name) options.emplace_back(Symbol{*name->as<std::string>()}, of_key);
    return name.has_value();
  };
  if (auto const* map = value.as<Map>()) {
    for (auto const& [key, of_key] : map->pairs) {
      if (!add(key, of_key)) return raised(ErrorCode::e_type);
    }
  } else if (auto const* list = value.as<List>()) {
    for (auto const& row : list->elements) {
      auto const* pair = row.as<List>();
      if (pair == nullptr || pair->elements.size() != 2) continue;
      if (!add(pair->elements[0], pair->elements[1])) return raised(ErrorCode::e_type);
    }
  } else {
    return raised(ErrorCode::e_type);
  }
  return options;
}

/// `read([player [, metadata]])`: a line of the task's own player.
CallResult read(Call& call) {
  Reading reading{Obj(call.task.player), {}};
  if (call.count() > 0) {
    if (call.obj(0) == nullptr) return error(ErrorCode::e_type);
    reading.player = *call.obj(0);
  }
  if (reading.player != Obj(call.task.player)) return error(ErrorCode::e_perm);
  if (call.count() > 1) {
    auto options = options_in(call.args[1]);
    if (!options) return options.error();
    reading.metadata = std::move(*options);
  }
  return Outcome(std::move(reading));
}

/// Source: workers 6; but a timeout may be whole seconds, and a bad one is E_INVARG (UQ-31).
CallResult worker_request(Call& call) {
  if (!call.is_wizard()) return error(ErrorCode::e_perm);
  auto const type = name_in(call.args[0]);
  if (!type || call.list(1) == nullptr) return error(ErrorCode::e_type);
  AskingWorker asking{Symbol{*type->as<std::string>()}, call.list(1)->elements, std::nullopt};
  if (call.count() == 3) {
    auto const options = options_in(call.args[2]);
    if (!options) return options.error();
    for (auto const& [name, value] : *options) {
      if (name.text != "timeout_seconds") continue;
      asking.timeout = seconds_in(value);
      if (!asking.timeout) return error(ErrorCode::e_invarg);
    }
  }
  return Outcome(std::move(asking));
}

constexpr std::array<Builtin, 15> task_functions{{
    {"suspend", 0, 1, suspend},
    {"commit", 0, 0, commit},
    {"raise", 1, 3, raise_error},
    {"kill_task", 1, 1, kill_task},
    {"queued_tasks", 0, 0, queued_tasks},
    {"task_id", 0, 0, task_id},
    {"ticks_left", 0, 0, ticks_left},
    {"seconds_left", 0, 0, seconds_left},
    {"caller_perms", 0, 0, caller_perms},
    {"set_task_perms", 1, 1, set_task_perms},
    {"callers", 0, 0, callers},
    {"pass", 0, any_number, pass},
    {"eval", 1, 1, eval},
    {"read", 0, 2, read},
    {"worker_request", 2, 3, worker_request},
}};

}  // namespace

std::span<Builtin const> task_builtins() { return task_functions; }

}  // namespace drydock::moo
