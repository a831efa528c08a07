#pragma once

#include <initializer_list>
#include <string_view>

#include "simulator/world/player.hpp"

// For the tests of this folder.

namespace drydock::simulator {

inline Frames frames_of(std::initializer_list<std::string_view> texts) {
  Frames frames;
  for (std::string_view const text : texts) frames.push_back(bytes_of(text));
  return frames;
}

/// Where those bind and connect who need only one place.
inline constexpr char service[] = "ipc:///tmp/service";

inline SocketSpec binding(SocketType type, std::string endpoint) {
  SocketSpec spec;
  spec.type = type;
  spec.bind = {std::move(endpoint)};
  return spec;
}

inline SocketSpec connecting(SocketType type, std::string endpoint) {
  SocketSpec spec;
  spec.type = type;
  spec.connect = {std::move(endpoint)};
  return spec;
}

inline SocketSpec subscribing(std::string endpoint, std::string topic) {
  SocketSpec spec = connecting(SocketType::sub, std::move(endpoint));
  spec.subscriptions = {std::move(topic)};
  return spec;
}

}  // namespace drydock::simulator
