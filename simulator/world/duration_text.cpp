#include "simulator/world/duration_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <optional>

namespace drydock::simulator {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
/// Longer names before those that end them.
constexpr Unit units[] = {{"ns", 1},
                          {"us", 1'000},
                          {"ms", 1'000'000},
                          {"s", 1'000'000'000},
                          {"m", 60'000'000'000},
                          {"h", 3'600'000'000'000}};

Unit const* unit_of(std::string_view text) {
  for (Unit const& unit : units) {
    if (text.ends_with(unit.name)) return &unit;
  }
  return nullptr;
}

/// The digits of `number` and then of its fraction, as nanoseconds of `unit` each; exact or absent.
std::optional<std::int64_t> scale(std::string_view number, std::int64_t unit) {
  std::int64_t total = 0;
  std::int64_t place = unit;
  bool in_fraction = false;
  bool any_digit = false;
  for (char const character : number) {
    if (character == '.' && !in_fraction && any_digit) {
      in_fraction = true;
      continue;
    }
    if (character < '0' || character > '9') return std::nullopt;
    std::int64_t const digit = character - '0';
    any_digit = true;
    if (in_fraction && place % 10 != 0 && digit != 0) return std::nullopt;
    if (in_fraction) place /= 10;
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (!in_fraction && total > most / 10) return std::nullopt;
    std::int64_t const base = in_fraction ? total : total * 10;
    std::int64_t const more = digit * place;
    if (base > most - more) return std::nullopt;
    total = base + more;
  }
  if (!any_digit || number.ends_with('.')) return std::nullopt;
  return total;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  Unit const* const unit = unit_of(text);
  if (unit != nullptr) {
    auto const nanoseconds =
        scale(text.substr(0, text.size() - unit->name.size()), unit->nanoseconds);
    if (nanoseconds) return Duration{*nanoseconds};
  }
  return fail("'" + std::string(text) + "' is no duration such as 10s, 12.5s or 100ms");
}

std::string to_text(Duration duration) {
  std::int64_t const count = duration.count();
  if (count == 0) return "0s";
  Unit const* best = &units[0];
  for (Unit const& unit : units) {
    if (unit.nanoseconds <= units[3].nanoseconds && count % unit.nanoseconds == 0) best = &unit;
  }
  if (count > units[3].nanoseconds && best == &units[2]) {
    std::string text = fmt::format("{}.{:03}", count / units[3].nanoseconds,
                                   count % units[3].nanoseconds / best->nanoseconds);
    while (text.ends_with('0')) text.pop_back();
    return text + "s";
  }
  return fmt::format("{}{}", count / best->nanoseconds, best->name);
}

std::string to_text(VirtualTime instant) {
  std::int64_t const milliseconds = instant.time_since_epoch().count() / 1'000'000;
  return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

}  // namespace drydock::simulator
