#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "reference/machine/machine.hpp"
#include "simulator/world/event.hpp"

namespace drydock::simulator {

/// A node's timers by their names. Most are set anew or cancelled long before they are due, and
/// then set for later. So a timer has a slot, and a slot awaits one event at most, which stays in
/// the queue whatever becomes of the timer. If that comes too early for the timer which has the
/// slot by then, it is put into the queue once more, in the place where that timer is due.
class TimerTable {
 public:
  /// Sets `timer` for when `event` is due. Says whether the event has to be put into the queue, and
  /// then completes it: not if the slot awaits one that comes before.
  bool set(TimerId const& timer, Event& event);
  void cancel(TimerId const& timer);

  enum class Came {
    for_nothing,  // Nothing is set, or there is another event for it.
    too_early,    // It is now when the timer is due, for which it has to be put into the queue.
    when_due,     // The timer fires, unless it is set anew or cancelled before its node is ready.
  };
  /// Tells of an event that was taken out of the queue.
  Came come(Event& event);
  /// Takes out the timer that was due with `event`; absent if it was set anew since, or cancelled.
  std::optional<TimerId> fire(Event const& event);
  /// Whether this is the event that its slot awaits. One that no slot awaits comes for nothing.
  bool awaits(Event const& event) const {
    return event.detail < slots_.size() && slots_[event.detail].awaited.sequence == event.sequence;
  }
  /// Nothing is set or awaited any more.
  void clear();
  std::size_t size() const { return slots_.size() - free_.size(); }

 private:
  /// In the order of events.
  struct Place {
    VirtualTime at{};
    std::uint64_t sequence = 0;  // 0 is none.
  };
  struct Slot {
    TimerId timer;
    Place due;      // None if no timer has the slot.
    Place awaited;  // Not after `due`, if that is any.
  };
  static constexpr std::uint32_t nobody = UINT32_MAX;

  std::size_t next(std::size_t place) const { return (place + 1) & (places_.size() - 1); }
  std::size_t home_of(TimerId const& timer) const;
  std::size_t place_of(TimerId const& timer) const;
  std::uint32_t add(TimerId const& timer, std::size_t place);
  void remove(std::size_t place);
  void grow();

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  /// The slots of the timers that are set, each at the first free place from its home on. A power
  /// of two of them, at most half of which are taken.
  std::vector<std::uint32_t> places_ = std::vector<std::uint32_t>(8, nobody);
};

}  // namespace drydock::simulator
