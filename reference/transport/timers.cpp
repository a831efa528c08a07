#include "reference/transport/timers.hpp"

namespace drydock::transport {

void Timers::set(TimerId const& timer, VirtualTime at) {
  cancel(timer);
  Due const due{at, sequence_++};
  by_due_.emplace(due, timer);
  by_id_.emplace(timer, due);
}

void Timers::cancel(TimerId const& timer) {
  auto const found = by_id_.find(timer);
  if (found == by_id_.end()) return;
  by_due_.erase(found->second);
  by_id_.erase(found);
}

std::optional<VirtualTime> Timers::next() const {
  if (by_due_.empty()) return std::nullopt;
  return by_due_.begin()->first.at;
}

std::optional<TimerId> Timers::take_due(VirtualTime now) {
  auto const first = by_due_.begin();
  if (first == by_due_.end() || first->first.at > now) return std::nullopt;
  TimerId const timer = first->second;
  cancel(timer);
  return timer;
}

}  // namespace drydock::transport
