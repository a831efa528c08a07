#pragma once

#include <vector>

#include "reference/core/result.hpp"
#include "reference/machine/machine.hpp"
#include "reference/transport/local_stream.hpp"
#include "reference/transport/log.hpp"

namespace drydock::transport {

struct RunOptions {
  /// Lets sockets use tcp in the clear.
  bool insecure = false;
  /// Readable once for each wish that the machine stop (stop.hpp); the second ends the run at once.
  int stop_descriptor = -1;
  LogSink log = log_to_stderr(LogLevel::info);
  std::vector<LocalStream> streams = {};
};

/// How the machine ended, or why the world could not give it a socket.
using RunResult = Result<Exit>;

/// Runs `machine` over libzmq until it exits, in this thread. Time 0 is now, by the monotonic
/// clock. What was sent lingers as each socket was asked to, and the call waits for that. Once
/// stopped twice it drops everything and ends with code 1.
RunResult run(Machine& machine, RunOptions const& options);

}  // namespace drydock::transport
