#include "reference/load/histogram.hpp"

#include <algorithm>
#include <bit>

#include "reference/core/ensure.hpp"

namespace drydock::load {

std::size_t Histogram::place_of(std::uint64_t value) {
  if (value < half) return static_cast<std::size_t>(value);
  auto const shift = static_cast<unsigned>(std::bit_width(value)) - bits - 1;
  return (shift + 1) * half + static_cast<std::size_t>(value >> shift) - half;
}

std::uint64_t Histogram::greatest_at(std::size_t place) {
  if (place < half) return place;
  std::size_t const shift = place / half - 1;
  return ((place % half + half + 1) << shift) - 1;
}

void Histogram::add(Duration duration) {
  Duration const seen = std::max(duration, Duration{0});
  ++counts_.at(place_of(static_cast<std::uint64_t>(seen.count())));
  ++count_;
  max_ = std::max(max_, seen);
}

Duration Histogram::at_per_mille(std::uint64_t per_mille) const {
  ENSURE(per_mille <= 1000);
  std::uint64_t const wanted = std::max<std::uint64_t>(
      (count_ / 1000 * per_mille) + (count_ % 1000 * per_mille + 999) / 1000, 1);
  std::uint64_t seen = 0;
  for (std::size_t place = 0; place < counts_.size(); ++place) {
    seen += counts_[place];
    if (seen >= wanted)
      return std::min(max_, Duration{static_cast<std::int64_t>(greatest_at(place))});
  }
  return max_;
}

}  // namespace drydock::load
