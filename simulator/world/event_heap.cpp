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
  Event* place = heap + top;
  // By pointers, as an index would be made a place anew at each use.
  Event* const with_fewer_than_two = heap + (heap_.size() - 1) / 2;
  while (place < with_fewer_than_two) {
    Event* const child = place + (place - heap) + 1;
    Event* const first = child + static_cast<std::size_t>(before(child[1], child[0]));
    *place = *first;
    place = first;
  }
  auto at = static_cast<std::size_t>(place - heap);
  if (std::size_t const only_child = 2 * at + 1; only_child < heap_.size()) {
    heap[at] = heap[only_child];
    at = only_child;
  }
  sift_up(at, event, top);
}

}  // namespace drydock::simulator
