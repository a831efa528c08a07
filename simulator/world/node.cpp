#include "simulator/world/node.hpp"

#include "reference/core/ensure.hpp"

namespace drydock::simulator {

std::uint64_t TimerTable::set(TimerId const& timer) {
  auto const [place, is_new] = by_id_.try_emplace(timer, 0);
  if (is_new && free_.empty()) {
    place->second = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back({timer});
    ENSURE(slots_.size() < slot_mask);
  } else if (is_new) {
    place->second = free_.back();
    free_.pop_back();
    slots_[place->second].timer = timer;
  }
  ++settings_;
  return slots_[place->second].serial = settings_ << slot_bits | place->second;
}

void TimerTable::cancel(TimerId const& timer) {
  auto const place = by_id_.find(timer);
  if (place == by_id_.end()) return;
  slots_[place->second].serial = 0;
  free_.push_back(place->second);
  by_id_.erase(place);
}

bool TimerTable::is_set(std::uint64_t serial) const {
  std::size_t const slot = serial & slot_mask;
  return slot < slots_.size() && slots_[slot].serial == serial;
}

std::optional<TimerId> TimerTable::fire(std::uint64_t serial) {
  if (!is_set(serial)) return std::nullopt;
  TimerId const timer = slots_[serial & slot_mask].timer;
  cancel(timer);
  return timer;
}

void TimerTable::clear() {
  by_id_.clear();
  slots_.clear();
  free_.clear();
}

}  // namespace drydock::simulator
