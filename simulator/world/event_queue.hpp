#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "reference/core/ensure.hpp"
#include "simulator/world/event_calendar.hpp"
#include "simulator/world/event_heap.hpp"

namespace drydock::simulator {

/// What is to come, in the order of `(at, sequence)`: of two events at one instant, the one that
/// was scheduled first comes first.
class EventQueue {
 public:
  void push(VirtualTime at, EventKind kind, std::uint32_t subject, std::uint64_t detail = 0) {
    push({at, schedule(), detail, subject, kind});
  }
  /// Puts in what was scheduled before, with the sequence that `schedule` gave.
  void push(Event const& event) {
    if (soon_.has_page_for(event.at)) return soon_.push(event);
    later_.push(event);
  }
  /// The sequence of what is scheduled now, whenever it is put in.
  std::uint64_t schedule() { return ++sequence_; }
  /// The next event, taken out. There is one.
  Event pop() {
    Event event;
    bool const is_there = pop_until(VirtualTime::max(), event);
    ENSURE(is_there);
    return event;
  }
  /// The same if there is one that is due at `when` or before, which then is in `event`.
  bool pop_until(VirtualTime when, Event& event) {
    Event const* const next = soon_.front();
    if (next == nullptr || is_first_later(*next)) {
      if (later_.empty() || later_.front().at > when) return false;
      event = later_.pop();
    } else {
      if (next->at > when) return false;
      event = *next;
      soon_.pop_front();
    }
    soon_.pass(event.at);
    return true;
  }
  /// When the next event is due. There is one.
  VirtualTime next_at() {
    Event const* const next = soon_.front();
    return next == nullptr || is_first_later(*next) ? later_.front().at : next->at;
  }
  bool empty() const { return size() == 0; }
  std::size_t size() const { return soon_.size() + later_.size(); }
  /// Takes out every event of which that holds.
  void remove_if(std::function<bool(Event const&)> const& is_stale);

 private:
  /// The first of those that are due later may have become the first of all.
  bool is_first_later(Event const& soon) const {
    return !later_.empty() && before(later_.front(), soon);
  }

  // Messages are soon gone, so that they are not sifted through the timers, which are many, and
  // most of them cancelled before their time.
  EventCalendar soon_;
  EventHeap later_;
  std::uint64_t sequence_ = 0;
};

}  // namespace drydock::simulator
