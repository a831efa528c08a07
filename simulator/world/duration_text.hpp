#pragma once

#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/core/time.hpp"

namespace drydock::simulator {

/// `10s`, `12.5s`, `100ms`, `3m`, `1h`, `20us`, `7ns`; not negative. Exact, and fails quoting
/// `text` where a nanosecond is not small enough to be, or 64 bits are not large enough.
Result<Duration> parse_duration(std::string_view text);
/// Such a text that gives the same back: `12.5s` from a second on, else in the largest unit that
/// fits.
std::string to_text(Duration duration);

/// An instant as traces show it: seconds with three digits, cut off.
std::string to_text(VirtualTime instant);

}  // namespace drydock::simulator
