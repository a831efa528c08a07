#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "reference/core/result.hpp"

namespace drydock::transport {

/// A socket file.
struct IpcEndpoint {
  std::string path;
  friend bool operator==(IpcEndpoint const&, IpcEndpoint const&) = default;
};
/// `host` is a name, an address (IPv6 in brackets), or `*` for every interface.
struct TcpEndpoint {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(TcpEndpoint const&, TcpEndpoint const&) = default;
};
using Endpoint = std::variant<IpcEndpoint, TcpEndpoint>;

/// One endpoint, as `ipc://PATH` or `tcp://HOST:PORT`. Fails quoting what it read and why that is
/// no endpoint: a list (UQ-24), a path that does not fit a socket address, a port out of range, a
/// scheme that is neither. Source: zmq_ipc(7), zmq_tcp(7), unix(7).
Result<Endpoint> parse_endpoint(std::string_view text);

/// Fails for a tcp endpoint unless `insecure`, saying what that flag would mean.
Result<void> check_security(std::string_view text, Endpoint const& endpoint, bool insecure);

/// Both of the above: what a flag's value has to pass before it can reach a machine.
Result<void> check_endpoint(std::string_view text, bool insecure);

}  // namespace drydock::transport
