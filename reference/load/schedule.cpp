#include "reference/load/schedule.hpp"

#include "reference/core/ensure.hpp"

namespace drydock::load {
namespace {

constexpr std::uint64_t second = 1'000'000'000;

/// How many periods begin in less than `length`: all of its seconds, and the rest rounded up.
std::uint64_t periods_in(Duration length, std::uint64_t per_second) {
  auto const nanoseconds = static_cast<std::uint64_t>(length.count());
  std::uint64_t const rest = nanoseconds % second * per_second;
  return nanoseconds / second * per_second + (rest + second - 1) / second;
}

}  // namespace

Schedule::Schedule(VirtualTime begin, std::uint64_t per_second, Duration length)
    : begin_(begin), per_second_(per_second), count_(0) {
  ENSURE(per_second >= 1 && per_second <= second);
  ENSURE(length >= Duration{0});
  count_ = periods_in(length, per_second);
}

VirtualTime Schedule::at(std::uint64_t number) const {
  std::uint64_t const nanoseconds =
      number / per_second_ * second + number % per_second_ * second / per_second_;
  return begin_ + Duration{static_cast<std::int64_t>(nanoseconds)};
}

std::optional<VirtualTime> Schedule::next() const {
  if (taken_ == count_) return std::nullopt;
  return at(taken_);
}

std::optional<VirtualTime> Schedule::take_due(VirtualTime now) {
  auto const instant = next();
  if (!instant || *instant > now) return std::nullopt;
  ++taken_;
  return instant;
}

}  // namespace drydock::load
