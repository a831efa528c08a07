#include <optional>

#include "reference/core/bytes.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moo/testing.hpp"

/// Any text is refused with a place, or runs within its limits; a task that waits is stored, read
/// back and goes on; and whatever was committed can be loaded.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace drydock::moo;
  auto const source = drydock::text_of(drydock::ByteView(data, size));
  Stage stage;
  stage.limits.ticks = 3000;
  stage.host.players = {object(2)};
  auto task = Task::eval(1, drydock::moor::ObjId{2}, source);
  if (!task) {
    ENSURE(task.error().place.line >= 1 && task.error().place.column >= 1);
    ENSURE(!task.error().message.empty());
    return 0;
  }
  constexpr int waits_max = 5;
  for (int waits = 0; waits < waits_max; ++waits) {
    auto const outcome = stage.step(*task);
    bool const is_waiting = std::holds_alternative<Sleeping>(outcome) ||
                            std::holds_alternative<Reading>(outcome) ||
                            std::holds_alternative<AskingWorker>(outcome);
    if (!is_waiting) break;
    auto const record = task->save();
    if (!record) break;
    auto restored = Task::restore(*record);
    ENSURE(restored.has_value());
    ENSURE(*restored->save() == *record);
    *task = std::move(*restored);
    task->resume(Var("typed"));
  }
  ENSURE(World::load(stage.store).has_value());
  stage.command(std::string(source));
  return 0;
}
