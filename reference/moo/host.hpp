#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/core/time.hpp"
#include "reference/machine/stopwatch.hpp"
#include "reference/moo/effect.hpp"
#include "reference/moo/outcome.hpp"
#include "reference/moo/world.hpp"

namespace drydock::moo {

/// What programs ask about whoever runs them: connections, listeners, workers, tasks.
class Host {
 public:
  virtual ~Host() = default;
  /// Logged-in players; with `all`, un-logged-in connections too.
  virtual std::vector<Obj> connected_players(bool all) const = 0;
  // Of a player or a connection; absent where it is not connected.
  virtual std::optional<Duration> idle(Obj const& player) const = 0;
  virtual std::optional<Duration> connected(Obj const& player) const = 0;
  virtual std::optional<std::string> connection_name(Obj const& player) const = 0;
  virtual std::optional<Map> connection_options(Obj const& player) const = 0;
  /// Rows as `listeners()`, `workers()` and `queued_tasks()` give them to programs.
  virtual List listeners() const = 0;
  virtual List workers() const = 0;
  virtual List queued_tasks() const = 0;
  /// Whose a running or waiting task is; absent where there is none.
  virtual std::optional<ObjId> owner_of_task(std::uint64_t task) const = 0;
  /// A new enrollment token; absent where there is no enrollment. Done at once, whatever becomes of
  /// the task.
  virtual std::optional<std::string> rotate_enrollment_token() = 0;
};

/// What a task may do in one step, and for how long.
struct Limits {
  std::int64_t ticks = 60'000;
  Duration time = std::chrono::seconds(5);
  std::size_t frames = 50;
  /// Ticks after which a step is interrupted, for a look at the clock.
  std::int64_t slice = 1'000'000'000;
};

/// How often something was done, and how long it took in all.
struct Counted {
  std::int64_t count = 0;
  Duration time{0};
};

/// Everything that a task sees of the outside during a step.
struct Surroundings {
  World& world;
  Host& host;
  Rng& rng;
  VirtualTime now;
  std::int64_t seconds_since_1970 = 0;
  Limits limits;
  std::vector<Effect>& effects;
  /// Calls of functions, each at its own place (`builtin_at`); nobody counts where null.
  std::vector<Counted>* calls = nullptr;
  Stopwatch const* stopwatch = nullptr;
  /// What else is to be stored with the step.
  std::vector<RecordChange> also = {};
  /// And what with the step that ends the task, by its end.
  std::function<RecordChange(Outcome const&)> with_end = {};
};

}  // namespace drydock::moo
