#include "simulator/world/event_queue.hpp"

namespace drydock::simulator {

void EventQueue::remove_if(std::function<bool(Event const&)> const& is_stale) {
  soon_.remove_if(is_stale);
  later_.remove_if(is_stale);
}

}  // namespace drydock::simulator
