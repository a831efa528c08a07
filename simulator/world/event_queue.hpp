#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "simulator/world/event_heap.hpp"

namespace drydock::simulator {

/// What is to come, in the order of `(at, sequence)`: of two events at one instant, the one that
/// was scheduled first comes first.
class EventQueue {
 public:
  void push(VirtualTime at, EventKind kind, std::uint32_t subject, std::uint64_t detail = 0) {
    heap_of(kind).push({at, sequence_++, detail, subject, kind});
  }
  /// The next event, taken out. There is one.
  Event pop() { return next_is_timer() ? timers_.pop() : others_.pop(); }
  /// The same if there is one that is due at `when` or before, which then is in `event`.
  bool pop_until(VirtualTime when, Event& event) {
    EventHeap& next = next_is_timer() ? timers_ : others_;
    if (next.empty() || next.front().at > when) return false;
    event = next.pop();
    return true;
  }
  /// When the next event is due. There is one.
  VirtualTime next_at() const { return (next_is_timer() ? timers_ : others_).front().at; }
  bool empty() const { return timers_.empty() && others_.empty(); }
  std::size_t size() const { return timers_.size() + others_.size(); }
  /// Takes out every event of which that holds.
  void remove_if(std::function<bool(Event const&)> const& is_stale);

 private:
  EventHeap& heap_of(EventKind kind) { return kind == EventKind::timer ? timers_ : others_; }
  bool next_is_timer() const {
    if (timers_.empty() || others_.empty()) return others_.empty();
    return before(timers_.front(), others_.front());
  }

  // Timers are many, and most are cancelled before their time; the others are few and soon gone, so
  // that they are not sifted through the timers.
  EventHeap timers_;
  EventHeap others_;
  std::uint64_t sequence_ = 0;
};

}  // namespace drydock::simulator
