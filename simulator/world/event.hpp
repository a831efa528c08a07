#pragma once

#include <cstdint>

#include "reference/core/time.hpp"

namespace drydock::simulator {

/// What an event is about; `Event::subject` and `Event::detail` mean something else for each.
enum class EventKind : std::uint32_t {
  timer,      // A node's timer: node, and the timer's slot, which may be another's by now.
  lane,       // Something arrives: connection, and which of its two directions.
  connect,    // A connector makes an attempt: connector.
  handshake,  // A connector's handshake comes to its next stage: connector, serial of the attempt.
  patience,   // A handshake has taken too long: connector, and the serial of the attempt.
  wake,       // A node that had to wait may have something to do: node.
  action,     // Something that was asked for from outside, such as a fault: slot of the action.
};

/// Plain data, so that a queue of them never allocates but to grow.
struct Event {
  VirtualTime at;
  std::uint64_t sequence = 0;  // From 1 on, if it is in a queue or was.
  std::uint64_t detail = 0;
  std::uint32_t subject = 0;
  EventKind kind = EventKind::wake;
};
static_assert(sizeof(Event) == 32, "two to a cache line");

/// Whether `a` comes first: by time, and then by sequence. No time is below 0, and no branch has to
/// be guessed.
inline bool before(Event const& a, Event const& b) {
  auto const time = [](Event const& event) {
    return static_cast<std::uint64_t>(event.at.time_since_epoch().count());
  };
  return time(a) < time(b) + static_cast<std::uint64_t>(a.sequence < b.sequence);
}

}  // namespace drydock::simulator
