#include "simulator/network/link.hpp"

#include <algorithm>

namespace drydock::simulator {

Duration Link::travel_time() {
  auto const jitter_max = static_cast<std::uint64_t>(settings_.jitter.count());
  Duration const jitter{static_cast<std::int64_t>(rng_.below(jitter_max + 1))};
  return std::max(settings_.latency + jitter, Duration{1});
}

}  // namespace drydock::simulator
