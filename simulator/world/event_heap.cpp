#include "simulator/world/event_heap.hpp"

#include "reference/core/ensure.hpp"

namespace drydock::simulator {

void EventHeap::push(Event const& event) {
  heap_.push_back(event);
  sift_up(heap_.size() - 1, event, 0);
}

Event EventHeap::pop() {
  ENSURE(!heap_.empty());
  Event const first = heap_.front();
  Event const last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
  return first;
}

void EventHeap::remove_if(std::function<bool(Event const&)> const& is_stale) {
  std::erase_if(heap_, is_stale);
  for (std::size_t parent = heap_.size() / 2; parent-- > 0;) {
    Event const event = heap_[parent];
    sift_down(parent, event);
  }
}

/// The place at `at` is free for the event, or one above it, up to `top`.
void EventHeap::sift_up(std::size_t at, Event const& event, std::size_t top) {
  Event* const heap = heap_.data();
  while (at > top) {
    std::size_t const parent = (at - 1) / 2;
    if (!before(event, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = event;
}

/// The place at `top` is free for the event, or one below it. Who comes from the end mostly goes
/// back there, so that all the way down it is only asked which of two children is first.
void EventHeap::sift_down(std::size_t top, Event const& event) {
  Event* const heap = heap_.data();
  std::size_t const size = heap_.size();
  std::size_t at = top;
  std::size_t child = 2 * at + 1;
  while (child + 1 < size) {
    child += static_cast<std::size_t>(before(heap[child + 1], heap[child]));
    heap[at] = heap[child];
    at = child;
    child = 2 * at + 1;
  }
  if (child < size) {
    heap[at] = heap[child];
    at = child;
  }
  sift_up(at, event, top);
}

}  // namespace drydock::simulator
