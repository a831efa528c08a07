#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "simulator/world/event.hpp"

namespace drydock::simulator {

/// Events of which the first is at hand.
class EventHeap {
 public:
  void push(Event const& event);
  /// The first, taken out. There is one.
  Event pop();
  /// There is one.
  Event const& front() const { return heap_.front(); }
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  /// Takes out every event of which that holds.
  void remove_if(std::function<bool(Event const&)> const& is_stale);

 private:
  void sift_up(std::size_t at, Event const& event, std::size_t top);
  void sift_down(std::size_t top, Event const& event);

  std::vector<Event> heap_;
};

}  // namespace drydock::simulator
