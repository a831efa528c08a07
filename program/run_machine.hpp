#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/command_line.hpp"
#include "reference/machine/machine.hpp"
#include "reference/transport/local_stream.hpp"

namespace drydock::program {

/// The flags that every verb with sockets has.
struct MachineFlags {
  LogLevel log_level = LogLevel::info;
  bool insecure = false;
};
void add_machine_flags(CommandLine& line, MachineFlags& flags);

/// Whether each value, beside the name of its flag, can be used as an endpoint. Fails naming the
/// flag.
Result<void> check_endpoints(std::vector<std::pair<std::string, std::string>> const& endpoints,
                             bool insecure);

/// Runs the machine until it ends, SIGTERM and SIGINT telling it to stop. The exit code is its own,
/// or 2 if a socket could not be had. `streams` are sockets of the machine as well.
int run_machine(std::string_view verb, Machine& machine, MachineFlags const& flags,
                std::vector<transport::LocalStream> streams = {});

}  // namespace drydock::program
