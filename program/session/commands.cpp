#include "program/session/commands.hpp"

namespace drydock::program {

using transport::TemporaryDirectory;
using Command = std::vector<std::string>;

Command daemon_command(TemporaryDirectory const& directory) {
  return {DRYDOCK_PROGRAM,
          "daemon",
          "--rpc-listen",
          directory.ipc("rpc"),
          "--events-listen",
          directory.ipc("events"),
          "--workers-request-listen",
          directory.ipc("dispatch"),
          "--workers-response-listen",
          directory.ipc("control"),
          "--callers-listen",
          directory.ipc("callers"),
          "--data-dir",
          directory.path("data"),
          "--enrollment-token-file",
          directory.path("token"),
          "--private-key",
          directory.path("private.pem"),
          "--public-key",
          directory.path("public.pem")};
}

Command watchful_daemon_command(TemporaryDirectory const& directory) {
  Command command = daemon_command(directory);
  command.insert(command.end(), {"--ping-period", "0.5", "--silence-max", "6"});
  return command;
}

Command worker_command(TemporaryDirectory const& directory) {
  return {DRYDOCK_PROGRAM,
          "worker",
          "--type",
          "echo",
          "--concurrency",
          "10000",
          "--workers-request-address",
          directory.ipc("dispatch"),
          "--workers-response-address",
          directory.ipc("control")};
}

Command host_command(TemporaryDirectory const& directory, std::uint16_t telnet_port) {
  return {DRYDOCK_PROGRAM,       "host",
          "--rpc-address",       directory.ipc("rpc"),
          "--events-address",    directory.ipc("events"),
          "--telnet-address",    "127.0.0.1",
          "--telnet-port",       std::to_string(telnet_port),
          "--health-check-port", "0"};
}

}  // namespace drydock::program
