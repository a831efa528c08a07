#include "reference/transport/free_ports.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "reference/transport/stop.hpp"

namespace drydock::transport {

std::string own_loopback_address() {
  auto const pid = static_cast<std::uint32_t>(getpid());
  return fmt::format("127.{}.{}.{}", 1 + (pid >> 16) % 254, (pid >> 8) & 255,
                     1 + (pid & 255) % 254);
}

Result<std::vector<std::uint16_t>> free_ports(std::string const& address, std::size_t count) {
  auto const none = [&](std::string_view why) {
    return fail(fmt::format("no port is free on \"{}\": {}", address, why));
  };
  sockaddr_in wanted{};
  wanted.sin_family = AF_INET;
  if (inet_pton(AF_INET, address.c_str(), &wanted.sin_addr) != 1) return none("no IPv4 address");
  std::vector<std::uint16_t> ports;
  std::vector<Descriptor> held;  // All at once: the kernel gives a port anew as soon as it can.
  while (ports.size() < count) {
    Descriptor const& probe = held.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in name = wanted;
    socklen_t size = sizeof name;
    auto* const generic = reinterpret_cast<sockaddr*>(&name);
    if (bind(probe.number(), generic, size) != 0) return none(std::strerror(errno));
    if (getsockname(probe.number(), generic, &size) != 0) return none(std::strerror(errno));
    ports.push_back(ntohs(name.sin_port));
  }
  return ports;
}

}  // namespace drydock::transport
