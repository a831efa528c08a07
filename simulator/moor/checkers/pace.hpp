#pragma once

#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// Since when a process has run at full speed: what it owes within a time is owed only from then
/// on.
class Pace {
 public:
  void on_node(VirtualTime now, NodeEvent event) {
    if (event == NodeEvent::paused) is_paused_ = true;
    if (event == NodeEvent::resumed) is_paused_ = false;
    if (event == NodeEvent::slowed) is_slow_ = true;
    if (event == NodeEvent::at_full_speed) is_slow_ = false;
    bool const is_new = event == NodeEvent::started || event == NodeEvent::restarted;
    if (is_new || event == NodeEvent::crashed || event == NodeEvent::exited) {
      is_paused_ = is_slow_ = false;
    }
    at_full_speed_since_ = now;
  }
  bool is_hampered() const { return is_paused_ || is_slow_; }
  VirtualTime at_full_speed_since() const { return at_full_speed_since_; }

 private:
  bool is_paused_ = false;
  bool is_slow_ = false;
  VirtualTime at_full_speed_since_{};
};

}  // namespace drydock::simulator
