#include "reference/moor/tasks/event_ids.hpp"

#include <algorithm>

namespace drydock::moor::tasks {
namespace {

constexpr std::uint64_t low_limit = std::uint64_t{1} << 62;
constexpr std::uint64_t step_limit = std::uint64_t{1} << 20;

std::uint64_t milliseconds_of(WallTime time) {
  auto const seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(time.unix_seconds(), 0));
  return seconds * 1000 + time.nanosecond() / 1'000'000;
}

/// The `count` lowest bytes of `value`, the highest first.
void put(Uuid& uuid, std::size_t at, std::uint64_t value, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    uuid.bytes.at(at + i) = static_cast<std::uint8_t>(value >> (8 * (count - 1 - i)));
  }
}

}  // namespace

void EventIds::renew() {
  high_ = rng_.below(std::uint64_t{1} << 12);
  low_ = rng_.below(low_limit / 2);  // Room to grow.
}

Uuid EventIds::next(WallTime now) {
  std::uint64_t const milliseconds = milliseconds_of(now);
  if (milliseconds > milliseconds_) {
    milliseconds_ = milliseconds;
    renew();
  } else {
    low_ += 1 + rng_.below(step_limit);
    if (low_ >= low_limit) {
      ++milliseconds_;
      renew();
    }
  }
  Uuid uuid;
  put(uuid, 0, milliseconds_, 6);
  put(uuid, 6, (std::uint64_t{7} << 12) | high_, 2);
  put(uuid, 8, (std::uint64_t{2} << 62) | low_, 8);
  return uuid;
}

}  // namespace drydock::moor::tasks
