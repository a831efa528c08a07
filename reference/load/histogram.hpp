#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "reference/core/time.hpp"

namespace drydock::load {

/// How often which duration was seen, to within 1/128 of it, in a space that does not grow. Its
/// least and its greatest are exact; negative durations count as 0.
class Histogram {
 public:
  void add(Duration duration);

  std::uint64_t count() const { return count_; }
  /// A duration that at least `per_mille` of 1000 did not exceed: 999 is the 99.9th percentile, and
  /// 1000 the greatest. Never too short, and too long by at most 1/128. 0 where nothing was seen.
  Duration at_per_mille(std::uint64_t per_mille) const;
  Duration max() const { return max_; }

 private:
  static constexpr unsigned bits = 7;
  static constexpr std::size_t half = std::size_t{1} << bits;
  static std::size_t place_of(std::uint64_t value);
  static std::uint64_t greatest_at(std::size_t place);

  // Values below 128 each for itself; above, 128 places to each power of two.
  std::array<std::uint64_t, (64 - bits + 1) * half> counts_{};
  std::uint64_t count_ = 0;
  Duration max_{0};
};

}  // namespace drydock::load
