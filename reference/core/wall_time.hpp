#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/core/time.hpp"

namespace drydock {

/// An instant of the calendar, to the nanosecond, in the years 1 to 9999. Nobody here asks a clock
/// for it: it is handed in, so that the simulator can skew and step it.
/// Nanoseconds of that span do not fit 64 bits, hence the two parts.
class WallTime {
 public:
  /// 1970-01-01T00:00:00Z.
  constexpr WallTime() = default;
  /// The instant that many nanoseconds after 1970-01-01T00:00:00Z.
  static WallTime from_unix(Duration since_epoch);
  /// Reads RFC 3339 5.6 with `T` and `Z` in capitals, any offset, any number of fractional digits.
  /// What is finer than a nanosecond counts as a whole one, so that comparing with an instant in
  /// whole nanoseconds gives what the exact instant would. A leap second, where there can be one,
  /// is the second that follows it. Fails quoting what it read.
  /// Source: PASETO, "Registered Claims"; RFC 3339 5.6 and 5.7.
  static Result<WallTime> parse(std::string_view text);
  static WallTime min();
  static WallTime max();

  /// RFC 3339 in UTC with `Z`; 3, 6 or 9 fractional digits, or none where none are needed.
  std::string text() const;
  /// The same instant without its fraction of a second.
  WallTime whole_seconds() const;

  std::int64_t unix_seconds() const { return seconds_; }
  std::uint32_t nanosecond() const { return nanosecond_; }

  /// Stops at the ends of the calendar.
  friend WallTime operator+(WallTime from, Duration duration);
  friend WallTime operator-(WallTime from, Duration duration);
  /// From `earlier` to `later`; stops at the ends of what a Duration holds, 292 years.
  friend Duration operator-(WallTime later, WallTime earlier);
  friend constexpr auto operator<=>(WallTime const&, WallTime const&) = default;

 private:
  constexpr WallTime(std::int64_t seconds, std::uint32_t nanosecond)
      : seconds_(seconds), nanosecond_(nanosecond) {}

  std::int64_t seconds_ = 0;  // Since 1970, of UTC without leap seconds.
  std::uint32_t nanosecond_ = 0;
};

}  // namespace drydock
