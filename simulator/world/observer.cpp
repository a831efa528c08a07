#include "simulator/world/observer.hpp"

#include <array>

namespace drydock::simulator {

std::string_view word_of(NodeEvent event) {
  constexpr std::array<std::string_view, 8> words = {"start",  "crash", "restart",    "pause",
                                                     "resume", "slow",  "full speed", "exit"};
  return words[static_cast<std::size_t>(event)];
}

std::string_view word_of(NetworkEvent::Kind kind) {
  constexpr std::array<std::string_view, 11> words = {
      "bind", "steal",   "bind failed", "up",        "down",       "delivered",
      "lost", "unheard", "refused",     "discarded", "turned away"};
  return words[static_cast<std::size_t>(kind)];
}

}  // namespace drydock::simulator
