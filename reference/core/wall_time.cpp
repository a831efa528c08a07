#include "reference/core/wall_time.hpp"

#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <optional>

namespace drydock {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t seconds_min = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t seconds_max = 253'402'300'799;  // 9999-12-31T23:59:59Z

/// Reads a text from its front; every member says whether it found what it looked for.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : left_(text) {}
  bool done() const { return left_.empty(); }
  bool take(char expected) {
    if (left_.empty() || left_[0] != expected) return false;
    left_.remove_prefix(1);
    return true;
  }
  std::optional<int> digit() {
    if (left_.empty() || left_[0] < '0' || left_[0] > '9') return std::nullopt;
    int const value = left_[0] - '0';
    left_.remove_prefix(1);
    return value;
  }
  bool number(int digits, int& value) {
    value = 0;
    for (int k = 0; k < digits; ++k) {
      auto const next = digit();
      if (!next) return false;
      value = value * 10 + *next;
    }
    return true;
  }

 private:
  std::string_view left_;
};

struct Fields {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::int64_t nanosecond = 0;  // Up to and with a whole second, after rounding up.
  int offset_minutes = 0;
};

bool read_fraction(Cursor& cursor, std::int64_t& nanosecond) {
  if (!cursor.take('.')) return true;
  auto digit = cursor.digit();
  if (!digit) return false;
  bool finer = false;
  for (std::int64_t unit = second / 10; digit; digit = cursor.digit(), unit /= 10) {
    nanosecond += *digit * unit;
    finer = finer || (unit == 0 && *digit != 0);
  }
  if (finer) ++nanosecond;
  return true;
}

bool read_offset(Cursor& cursor, int& minutes) {
  if (cursor.take('Z')) return true;
  bool const west = cursor.take('-');
  if (!west && !cursor.take('+')) return false;
  int hour = 0;
  int minute = 0;
  if (!cursor.number(2, hour) || !cursor.take(':') || !cursor.number(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  minutes = (west ? -1 : 1) * (hour * 60 + minute);
  return true;
}

bool read_fields(std::string_view text, Fields& fields) {
  Cursor cursor{text};
  return cursor.number(4, fields.year) && cursor.take('-') && cursor.number(2, fields.month) &&
         cursor.take('-') && cursor.number(2, fields.day) && cursor.take('T') &&
         cursor.number(2, fields.hour) && cursor.take(':') && cursor.number(2, fields.minute) &&
         cursor.take(':') && cursor.number(2, fields.second) &&
         read_fraction(cursor, fields.nanosecond) && read_offset(cursor, fields.offset_minutes) &&
         cursor.done();
}

std::chrono::sys_days day_of(std::int64_t seconds) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds{std::chrono::seconds{seconds}});
}

/// Leap seconds are put before the first of January or July, UTC. Source: RFC 3339, appendix D.
bool may_follow_a_leap_second(std::int64_t seconds) {
  std::chrono::sys_days const day = day_of(seconds);
  std::chrono::year_month_day const date{day};
  bool const half_year = date.month() == std::chrono::January || date.month() == std::chrono::July;
  return half_year && date.day() == std::chrono::day{1} &&
         day.time_since_epoch() / std::chrono::seconds{1} == seconds;
}

std::optional<std::int64_t> seconds_of_fields(Fields const& fields) {
  std::chrono::year_month_day const date{std::chrono::year{fields.year},
                                         std::chrono::month{static_cast<unsigned>(fields.month)},
                                         std::chrono::day{static_cast<unsigned>(fields.day)}};
  if (fields.year < 1 || !date.ok()) return std::nullopt;
  if (fields.hour > 23 || fields.minute > 59 || fields.second > 60) return std::nullopt;
  std::int64_t const days = std::chrono::sys_days{date}.time_since_epoch().count();
  std::int64_t const seconds = days * 86'400 + fields.hour * 3'600 + fields.minute * 60 +
                               fields.second - fields.offset_minutes * 60;
  if (fields.second == 60 && !may_follow_a_leap_second(seconds)) return std::nullopt;
  return seconds;
}

std::string fraction_text(std::uint32_t nanosecond) {
  if (nanosecond == 0) return "";
  if (nanosecond % 1'000'000 == 0) return fmt::format(".{:03}", nanosecond / 1'000'000);
  if (nanosecond % 1'000 == 0) return fmt::format(".{:06}", nanosecond / 1'000);
  return fmt::format(".{:09}", nanosecond);
}

}  // namespace

WallTime WallTime::from_unix(Duration since_epoch) { return WallTime{} + since_epoch; }

WallTime WallTime::min() { return {seconds_min, 0}; }

WallTime WallTime::max() { return {seconds_max, second - 1}; }

Result<WallTime> WallTime::parse(std::string_view text) {
  Fields fields;
  auto const seconds =
      read_fields(text, fields) ? seconds_of_fields(fields) : std::optional<std::int64_t>{};
  if (!seconds) return fail("'" + std::string(text) + "' is no RFC 3339 time");
  std::int64_t const carried = *seconds + fields.nanosecond / second;
  if (carried < seconds_min || carried > seconds_max) {
    return fail("'" + std::string(text) + "' is not in the years 1 to 9999 UTC");
  }
  return WallTime{carried, static_cast<std::uint32_t>(fields.nanosecond % second)};
}

std::string WallTime::text() const {
  std::chrono::sys_days const day = day_of(seconds_);
  std::chrono::year_month_day const date{day};
  std::int64_t const of_day = seconds_ - day.time_since_epoch() / std::chrono::seconds{1};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     of_day / 3'600, of_day / 60 % 60, of_day % 60, fraction_text(nanosecond_));
}

WallTime WallTime::whole_seconds() const { return {seconds_, 0}; }

WallTime operator+(WallTime from, Duration duration) {
  std::int64_t seconds = from.seconds_ + duration.count() / second;
  std::int64_t nanosecond = from.nanosecond_ + duration.count() % second;
  if (nanosecond < 0) {
    --seconds;
    nanosecond += second;
  } else if (nanosecond >= second) {
    ++seconds;
    nanosecond -= second;
  }
  if (seconds < seconds_min) return WallTime::min();
  if (seconds > seconds_max) return WallTime::max();
  return {seconds, static_cast<std::uint32_t>(nanosecond)};
}

WallTime operator-(WallTime from, Duration duration) {
  if (duration == Duration::min()) return from + Duration::max() + Duration{1};
  return from + -duration;
}

Duration operator-(WallTime later, WallTime earlier) {
  std::int64_t const seconds = later.seconds_ - earlier.seconds_;
  std::int64_t const nanoseconds =
      static_cast<std::int64_t>(later.nanosecond_) - static_cast<std::int64_t>(earlier.nanosecond_);
  // One second short of the ends, so that the sum below cannot overflow.
  constexpr std::int64_t whole_max = std::numeric_limits<std::int64_t>::max() / second - 1;
  if (seconds > whole_max) return Duration::max();
  if (seconds < -whole_max) return Duration::min();
  return Duration{seconds * second + nanoseconds};
}

}  // namespace drydock
