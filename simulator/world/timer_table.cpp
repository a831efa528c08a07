#include "simulator/world/timer_table.hpp"

#include <array>
#include <bit>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::simulator {
namespace {

using AboutWords = std::array<std::uint64_t, 2>;

bool is_same(TimerId const& a, TimerId const& b) {
  if (std::bit_cast<AboutWords>(a.about.bytes) != std::bit_cast<AboutWords>(b.about.bytes))
    return false;
  // Names are literals, so that the same name is mostly the same text as well.
  bool const is_same_text = a.name.data() == b.name.data() && a.name.size() == b.name.size();
  return is_same_text || a.name == b.name;
}

}  // namespace

/// Where it is if nobody is in its way. Nobody sees the order.
std::size_t TimerTable::home_of(TimerId const& timer) const {
  auto const about = std::bit_cast<AboutWords>(timer.about.bytes);
  std::uint64_t const name =
      timer.name.empty() ? 0
                         : timer.name.size() << 8 | static_cast<std::uint8_t>(timer.name.back());
  std::uint64_t const mixed = (about[0] ^ std::rotl(about[1], 32) ^ name) * 0x9e3779b97f4a7c15;
  return mixed >> 32 & (places_.size() - 1);
}

/// Where it is, or the free place where it would be.
std::size_t TimerTable::place_of(TimerId const& timer) const {
  std::size_t place = home_of(timer);
  while (places_[place] != nobody && !is_same(slots_[places_[place]].timer, timer)) {
    place = next(place);
  }
  return place;
}

bool TimerTable::set(TimerId const& timer, Event& event) {
  std::size_t const place = place_of(timer);
  std::uint32_t const number = places_[place] == nobody ? add(timer, place) : places_[place];
  Slot& slot = slots_[number];
  slot.due = {event.at, event.sequence};
  // Of two at one instant the one that is awaited comes first, as it was scheduled before.
  if (slot.awaited.sequence != 0 && slot.awaited.at <= event.at) return false;
  slot.awaited = slot.due;
  event.detail = number;
  return true;
}

std::uint32_t TimerTable::add(TimerId const& timer, std::size_t place) {
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back({timer, {}, {}});
    ENSURE(slots_.size() < nobody);
  } else {
    slot = free_.back();
    free_.pop_back();
    slots_[slot].timer = timer;
  }
  places_[place] = slot;
  if (2 * size() > places_.size()) grow();
  return slot;
}

void TimerTable::grow() {
  std::vector<std::uint32_t> larger(2 * places_.size(), nobody);
  std::vector<std::uint32_t> const taken = std::exchange(places_, std::move(larger));
  for (std::uint32_t const slot : taken) {
    if (slot != nobody) places_[place_of(slots_[slot].timer)] = slot;
  }
}

/// Whoever was pushed past that place moves up, so that nobody is found behind a free one.
void TimerTable::remove(std::size_t place) {
  std::uint32_t const slot = places_[place];
  slots_[slot].due = {};
  free_.push_back(slot);
  std::size_t hole = place;
  for (std::size_t at = next(hole); places_[at] != nobody; at = next(at)) {
    std::size_t const mask = places_.size() - 1;
    std::size_t const home = home_of(slots_[places_[at]].timer);
    if (((at - home) & mask) < ((at - hole) & mask)) continue;  // Not from before the hole.
    places_[hole] = places_[at];
    hole = at;
  }
  places_[hole] = nobody;
}

void TimerTable::cancel(TimerId const& timer) {
  std::size_t const place = place_of(timer);
  if (places_[place] != nobody) remove(place);
}

TimerTable::Came TimerTable::come(Event& event) {
  if (!awaits(event)) return Came::for_nothing;
  Slot& slot = slots_[event.detail];
  slot.awaited = slot.due;
  if (slot.due.sequence == 0) return Came::for_nothing;
  if (slot.due.sequence != event.sequence) {
    event.at = slot.due.at;
    event.sequence = slot.due.sequence;
    return Came::too_early;
  }
  slot.awaited = {};
  return Came::when_due;
}

std::optional<TimerId> TimerTable::fire(Event const& event) {
  auto const slot = static_cast<std::uint32_t>(event.detail);
  if (slot >= slots_.size() || slots_[slot].due.sequence != event.sequence) return std::nullopt;
  TimerId const timer = slots_[slot].timer;
  std::size_t place = home_of(timer);
  while (places_[place] != slot) place = next(place);
  remove(place);
  return timer;
}

void TimerTable::clear() {
  slots_.clear();
  free_.clear();
  places_.assign(8, nobody);
}

}  // namespace drydock::simulator
