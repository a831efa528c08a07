#include "simulator/world/event_queue.hpp"

#include <algorithm>

#include "reference/core/ensure.hpp"

namespace drydock::simulator {
namespace {

constexpr std::size_t children = 4;

bool before(Event const& a, Event const& b) {
  if (a.at != b.at) return a.at < b.at;
  return a.sequence < b.sequence;
}

}  // namespace

void EventQueue::push(VirtualTime at, EventKind kind, std::uint32_t subject, std::uint64_t detail) {
  Event const event{at, sequence_++, detail, subject, kind};
  heap_.push_back(event);
  sift_up(heap_.size() - 1, event);
}

Event EventQueue::pop() {
  ENSURE(!heap_.empty());
  Event const first = heap_.front();
  Event const last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
  return first;
}

void EventQueue::remove_if(std::function<bool(Event const&)> const& is_stale) {
  std::erase_if(heap_, is_stale);
  for (std::size_t parent = (heap_.size() + children - 2) / children; parent-- > 0;) {
    Event const event = heap_[parent];
    sift_down(parent, event);
  }
}

void EventQueue::sift_up(std::size_t at, Event const& event) {
  while (at > 0) {
    std::size_t const parent = (at - 1) / children;
    if (!before(event, heap_[parent])) break;
    heap_[at] = heap_[parent];
    at = parent;
  }
  heap_[at] = event;
}

void EventQueue::sift_down(std::size_t at, Event const& event) {
  for (;;) {
    std::size_t const first = at * children + 1;
    if (first >= heap_.size()) break;
    std::size_t const end = std::min(first + children, heap_.size());
    std::size_t least = first;
    for (std::size_t child = first + 1; child < end; ++child) {
      if (before(heap_[child], heap_[least])) least = child;
    }
    if (!before(heap_[least], event)) break;
    heap_[at] = heap_[least];
    at = least;
  }
  heap_[at] = event;
}

}  // namespace drydock::simulator
