#pragma once

#include <string>
#include <vector>

#include "reference/transport/transport_testing.hpp"

namespace drydock::program {

/// The command of a daemon all of whose sockets and files are in `directory`: rpc, events,
/// dispatch, control and callers.
inline std::vector<std::string> daemon_in(transport::TemporaryDirectory const& directory) {
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

}  // namespace drydock::program
