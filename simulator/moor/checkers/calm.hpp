#pragma once

#include <string_view>

#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// Whether nothing has gone wrong yet: no fault, no end of a process, no operator's doing, no
/// prank.
class Calm {
 public:
  void on_node(NodeEvent event) {
    if (event != NodeEvent::started) is_over_ = true;
  }
  void on_note(std::string_view word, std::string_view text);
  bool is_over() const { return is_over_; }

 private:
  bool is_over_ = false;
};

}  // namespace drydock::simulator
