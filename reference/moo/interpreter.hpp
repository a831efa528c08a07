#pragma once

#include <optional>

#include "reference/moo/builtin.hpp"

namespace drydock::moo {

/// Runs the instructions of a task until it ends, waits, or is interrupted. Each instruction costs
/// a tick, and what copies or makes a value one more for every 64 cells of it, so that ticks bound
/// time and memory.
class Interpreter {
 public:
  Interpreter(TaskState& task, Surroundings& around) : task_(task), around_(around) {}

  Outcome run();
  /// Raises an error in the innermost frame; an outcome where nobody catches it.
  std::optional<Outcome> raise(ErrorValue error);
  /// Leaves the innermost frame with a value; an outcome where it was the last.
  std::optional<Outcome> leave_frame(Var value);

 private:
  // Each gives an outcome where the task does not go on.
  std::optional<Outcome> step();
  std::optional<Outcome> execute(Instruction const& instruction);
  std::optional<Outcome> execute_stack(Instruction const& instruction);
  std::optional<Outcome> execute_access(Instruction const& instruction);
  std::optional<Outcome> execute_flow(Instruction const& instruction);

  std::optional<Outcome> push(Var value);
  std::optional<Outcome> push(Value value);
  std::optional<Outcome> push_local(std::int32_t slot);
  std::optional<Outcome> list_append(bool splice);
  std::optional<Outcome> error_new(std::int32_t details);
  std::optional<Outcome> flyweight_new(Var const& names);
  std::optional<Outcome> map_put();
  std::optional<Outcome> get_property(bool beside);
  std::optional<Outcome> put_property();
  std::optional<Outcome> scatter(std::vector<ScatterTarget> const& targets);
  std::optional<Outcome> loop_start(std::int32_t slot);
  std::optional<Outcome> loop_next(Instruction const& instruction);
  std::optional<Outcome> range_start(std::int32_t slot);
  std::optional<Outcome> range_next(Instruction const& instruction);
  std::optional<Outcome> call(std::size_t builtin);
  std::optional<Outcome> call_verb();
  std::optional<Outcome> enter(Frame frame);
  std::optional<Outcome> finish_finally(std::int32_t slot);
  std::optional<Outcome> leave(std::int32_t target, std::size_t handlers);
  std::optional<Outcome> return_value(Var value);

  std::optional<Outcome> unwind(ErrorValue error, std::vector<Var> stack);
  /// Whether the innermost frame goes on in spite of the error.
  bool is_caught(ErrorValue const& error, std::vector<Var> const& stack);
  /// Enters the innermost finally above `handlers`, if there is one, and drops the others.
  bool enters_finally(std::size_t handlers, Var why);
  std::vector<Var> traceback() const;
  Outcome out_of(OutOfLimit::Limit limit) const;

  Frame& frame() { return task_.frames.back(); }
  std::optional<Var>& local(std::int32_t slot) {
    return frame().locals[static_cast<std::size_t>(slot)];
  }
  void jump(std::int32_t target) { frame().pc = static_cast<std::size_t>(target); }

  TaskState& task_;
  Surroundings& around_;
  ProgramPtr running_;
};

/// A frame for a verb that was found, called from a frame or from outside.
Frame frame_of(FoundVerb const& found, Var this_value, std::string name, ObjId player, Var caller,
               std::vector<Var> args);

}  // namespace drydock::moo
