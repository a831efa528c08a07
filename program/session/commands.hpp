#pragma once

#include <string>
#include <vector>

#include "reference/transport/transport_testing.hpp"

// For tests: our own parts as processes that meet in a directory.

namespace drydock::program {

/// A daemon for hosts, clients and workers.
std::vector<std::string> daemon_command(transport::TemporaryDirectory const& directory);
/// One that pings workers often, and soon notices that one is gone.
std::vector<std::string> watchful_daemon_command(transport::TemporaryDirectory const& directory);
/// A worker of type `echo`, with the test service.
std::vector<std::string> worker_command(transport::TemporaryDirectory const& directory);
std::vector<std::string> host_command(transport::TemporaryDirectory const& directory,
                                      std::uint16_t telnet_port);

}  // namespace drydock::program
