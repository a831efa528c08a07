#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/moo/builtin.hpp"

namespace drydock::moo {

/// A verb to be called from outside.
struct VerbCall {
  Obj where;
  std::string verb;
  std::vector<Var> args;
  Var argstr = "";
  ObjId player;
  Obj caller = ObjId{};
  std::optional<Obj> this_;  // Other than `where`, on which the verb is looked for.
};

/// One running program: runs by steps, each a transaction of the world, waits between them, and can
/// be stored while it waits.
class Task {
 public:
  /// A program with the rights of `player`. Whether that one may program is for the caller to ask.
  static Compiled<Task> eval(std::uint64_t id, ObjId player, std::string_view source);
  static Task call(std::uint64_t id, VerbCall call);
  /// First `#0:do_command` with `handler` as `this`, if there is such a verb; then, unless that
  /// gave a true value, what the words mean. Source: hosts-clients 5.6.
  static Task command(std::uint64_t id, ObjId player, Obj handler, std::string text);

  /// Goes on until it ends, waits, or is interrupted: the start, or after `resume`, or after an
  /// interruption. Effects are appended as they come, and are for after the commit. The limits
  /// count from the start of a step. An error that nobody caught goes to
  /// `#0:handle_uncaught_error`, if there is such a verb, with {error, message, value, stack,
  /// backtrace}; where that gives a true value, it is what the task returns.
  Outcome run(Surroundings& around);
  /// What the call that it waits in is to give, or raise.
  void resume(Value value) { resumed_ = std::move(value); }

  std::uint64_t id() const { return state_.id; }
  ObjId player() const { return state_.player; }
  /// Whose rights it has now.
  ObjId permissions() const;
  /// Whether the store holds a record of it, which has to go when it waits no longer.
  bool is_stored() const { return is_stored_; }
  void set_stored(bool is_stored) { is_stored_ = is_stored; }

  /// Of a task that waits. Fails where its values are nested too deep to be read back.
  Result<std::string> save() const;
  static Result<Task> restore(std::string_view record);

 private:
  Task(std::uint64_t id, ObjId player);
  std::optional<Outcome> begin(Surroundings& around);
  std::optional<Outcome> begin_command(World const& world);
  /// What the end of the outermost frame leads to; absent where the task goes on.
  std::optional<Outcome> settle(Outcome outcome, Surroundings& around);
  bool handles_uncaught(Failed const& failed, World const& world);

  TaskState state_;
  std::optional<VerbCall> call_;        // To be started.
  std::optional<std::string> command_;  // To be understood once do_command has let it.
  std::optional<Failed> failed_;        // Why handle_uncaught_error runs.
  std::optional<Value> resumed_;
  bool is_stored_ = false;
};

}  // namespace drydock::moo
