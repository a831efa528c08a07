#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/machine/machine.hpp"

namespace drydock::transport {

/// Takes one line for people.
using LogSink = std::function<void(LogLevel, std::string_view)>;

/// Lines of `least` and above go to stderr as `HH:MM:SS.mmm level text`, in local time.
LogSink log_to_stderr(LogLevel least);

/// `debug`, `info`, `warning` or `error`. Fails quoting what it read.
Result<LogLevel> parse_log_level(std::string_view text);

/// `text` with control characters written as `\x0a`, so that no peer can forge a line of the log.
std::string one_line(std::string_view text);

}  // namespace drydock::transport
