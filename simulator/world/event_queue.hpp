#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "reference/core/time.hpp"

namespace drydock::simulator {

/// What an event is about; `Event::subject` and `Event::detail` mean something else for each.
enum class EventKind : std::uint8_t {
  timer,      // A node's timer: node, and the serial of the setting that may be stale by now.
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
  std::uint64_t sequence = 0;
  std::uint64_t detail = 0;
  std::uint32_t subject = 0;
  EventKind kind = EventKind::wake;
};

/// What is to come, in the order of `(at, sequence)`: of two events at one instant, the one that
/// was scheduled first comes first.
class EventQueue {
 public:
  void push(VirtualTime at, EventKind kind, std::uint32_t subject, std::uint64_t detail = 0);
  /// The next event, taken out. There is one.
  Event pop();
  /// When the next event is due. There is one.
  VirtualTime next_at() const { return heap_.front().at; }
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  /// Takes out every event of which that holds.
  void remove_if(std::function<bool(Event const&)> const& is_stale);

 private:
  void sift_up(std::size_t at, Event const& event);
  void sift_down(std::size_t at, Event const& event);

  std::vector<Event> heap_;  // Four children to a node: shallower, and they share cache lines.
  std::uint64_t sequence_ = 0;
};

}  // namespace drydock::simulator
