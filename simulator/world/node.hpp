#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "simulator/network/fifo.hpp"
#include "simulator/network/socket.hpp"
#include "simulator/world/event.hpp"
#include "simulator/world/observer.hpp"
#include "simulator/world/timer_table.hpp"

namespace drydock::simulator {

/// Makes a node's machine: from a random stream of that node's own, which differs from start to
/// start, and the number of the start, from 0.
using MachineFactory = std::function<std::unique_ptr<Machine>(Rng, std::uint64_t incarnation)>;

/// What waits for a node to be ready: a timer by its event, a socket that may have something to
/// read, or an input as it is.
using PendingInput = std::variant<Event, SocketId, Input>;

/// One process. The world owns it and does everything to it.
struct Node {
  NodeId id;
  std::string name;
  MachineFactory factory;
  Rng rng;
  std::uint64_t starts = 0;
  std::unique_ptr<Machine> machine;  // Absent while it is down.
  VirtualTime busy_until{};
  bool paused = false;
  bool is_killed = false;  // It is about to end, and does nothing any more.
  Duration step_takes{0};
  Fifo<PendingInput> pending;
  Duration timers_late{0};
  TimerTable timers;
  std::optional<VirtualTime> wake_at;  // When a wake event is due for it, at the earliest.
  std::optional<Exit> exit;
  bool stop_requested = false;
};

}  // namespace drydock::simulator
