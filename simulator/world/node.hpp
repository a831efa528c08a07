#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "simulator/network/socket.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// Makes a node's machine: from a random stream of that node's own, which differs from start to
/// start, and the number of the start, from 0.
using MachineFactory = std::function<std::unique_ptr<Machine>(Rng, std::uint64_t incarnation)>;

/// A node's timers by their names. Each setting has a serial; an event whose serial is no longer
/// the timer's is stale.
class TimerTable {
 public:
  /// Sets `timer` and gives the serial of this setting.
  std::uint64_t set(TimerId const& timer);
  void cancel(TimerId const& timer);
  bool is_set(std::uint64_t serial) const;
  /// Takes out the timer that was set with `serial`, as it fires; absent if that is stale.
  std::optional<TimerId> fire(std::uint64_t serial);
  void clear();
  std::size_t size() const { return by_id_.size(); }

 private:
  struct Slot {
    TimerId timer;
    std::uint64_t serial = 0;  // 0 is unset.
  };
  /// By whom they are about first, which tells most of them apart at once. Nobody sees the order.
  struct ByAbout {
    bool operator()(TimerId const& a, TimerId const& b) const {
      using Words = std::array<std::uint64_t, 2>;
      auto const a_about = std::bit_cast<Words>(a.about.bytes);
      auto const b_about = std::bit_cast<Words>(b.about.bytes);
      return a_about != b_about ? a_about < b_about : a.name < b.name;
    }
  };
  static constexpr unsigned slot_bits = 24;
  static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;

  std::map<TimerId, std::uint32_t, ByAbout> by_id_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t settings_ = 0;  // Counted on over crashes, so that no serial comes twice.
};

/// What waits for a node to be ready: a timer by the serial of its setting, a socket that may have
/// something to read, or an input as it is.
using PendingInput = std::variant<std::uint64_t, SocketId, Input>;

/// One process. The world owns it and does everything to it.
struct Node {
  NodeId id;
  std::string name;
  MachineFactory factory;
  Rng rng;
  std::uint64_t starts = 0;
  std::unique_ptr<Machine> machine;  // Absent while it is down.
  bool paused = false;
  bool is_killed = false;  // It is about to end, and does nothing any more.
  Duration step_takes{0};
  Duration timers_late{0};
  VirtualTime busy_until{};
  TimerTable timers;
  std::deque<PendingInput> pending;
  std::optional<VirtualTime> wake_at;  // When a wake event is due for it, at the earliest.
  std::optional<Exit> exit;
  bool stop_requested = false;
};

}  // namespace drydock::simulator
