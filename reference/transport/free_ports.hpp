#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reference/core/result.hpp"

namespace drydock::transport {

/// A loopback address for this process alone, so that others on this machine cannot take its ports;
/// nor can connections that somebody makes, as those begin at 127.0.0.1. Linux answers on all of
/// 127/8.
std::string own_loopback_address();

/// So many TCP ports that nobody has on `address`, an IPv4 one of this machine: no two of them the
/// same. They are free at this moment; nothing holds them. Fails naming the address and the reason.
Result<std::vector<std::uint16_t>> free_ports(std::string const& address, std::size_t count);

}  // namespace drydock::transport
