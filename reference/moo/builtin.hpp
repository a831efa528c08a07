#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "reference/moo/frame.hpp"
#include "reference/moo/host.hpp"
#include "reference/moo/outcome.hpp"

namespace drydock::moo {

/// A task between two instructions.
struct TaskState {
  std::uint64_t id = 0;
  ObjId player;
  std::vector<Frame> frames;
  std::int64_t ticks_left = 0;
  bool is_in_step = false;
  VirtualTime step_started;
};

/// One call of a function, with as many arguments as it takes.
struct Call {
  Surroundings& around;
  TaskState& task;
  std::vector<Var> args;

  Frame& frame() { return task.frames.back(); }
  World& world() { return around.world; }
  ObjId permissions() { return frame().permissions; }
  bool is_wizard() { return world().is_wizard(permissions()); }
  bool controls(ObjId owner) { return permissions() == owner || is_wizard(); }
  std::size_t count() const { return args.size(); }
  // The argument at a 0-based place, or null if it is of another type.
  std::string const* text(std::size_t at) const { return text_in(args[at]); }
  std::int64_t const* integer(std::size_t at) const { return args[at].as<std::int64_t>(); }
  Obj const* obj(std::size_t at) const { return args[at].as<Obj>(); }
  List const* list(std::size_t at) const { return args[at].as<List>(); }
  Map const* map(std::size_t at) const { return args[at].as<Map>(); }
  /// The object that an argument names: E_TYPE for none, E_INVARG for one that is not valid.
  tl::expected<Object const*, ErrorValue> object_at(std::size_t at);
};

/// A value, an error to be raised, a frame to run for the value, or a wait (or end) of the task.
using CallResult = std::variant<Var, ErrorValue, Frame, Outcome>;

CallResult result_of(Value value);
CallResult error(ErrorCode code, std::string message = {});

struct Builtin {
  std::string_view name;
  std::size_t args_min = 0;
  std::size_t args_max = 0;
  CallResult (*run)(Call& call);
};

inline constexpr std::size_t any_number = SIZE_MAX;

std::optional<std::size_t> builtin_named(std::string_view name);
Builtin const& builtin_at(std::size_t index);
std::size_t builtin_count();

// The tables of which all functions are made, one a file.
std::span<Builtin const> value_builtins();
std::span<Builtin const> text_builtins();
std::span<Builtin const> object_builtins();
std::span<Builtin const> property_builtins();
std::span<Builtin const> verb_builtins();
std::span<Builtin const> task_builtins();
std::span<Builtin const> host_builtins();

}  // namespace drydock::moo
