#include "reference/transport/system_clock.hpp"

#include <chrono>

namespace drydock::transport {

WallTime SystemClock::wall_time(VirtualTime) const {
  auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return WallTime::from_unix(std::chrono::duration_cast<Duration>(since_epoch));
}

}  // namespace drydock::transport
