#include "reference/transport/endpoint.hpp"

#include <fmt/format.h>
#include <sys/un.h>

#include <algorithm>
#include <charconv>

namespace drydock::transport {
namespace {

constexpr std::string_view ipc_prefix = "ipc://";
constexpr std::string_view tcp_prefix = "tcp://";
constexpr std::size_t path_bytes_max = sizeof(sockaddr_un::sun_path) - 1;

auto refuse(std::string_view text, std::string_view why) {
  return fail(fmt::format("endpoint \"{}\": {}", text, why));
}

Result<Endpoint> parse_ipc(std::string_view text, std::string_view path) {
  if (path.empty()) return refuse(text, "the path is missing");
  if (path == "*") return refuse(text, "a path of its own is needed, since nobody could find *");
  if (path.front() == '@') {
    return refuse(text, "abstract sockets are open to every user; name a file");
  }
  if (path.size() > path_bytes_max) {
    return refuse(text, fmt::format("the path has {} bytes, and a socket's path at most {}",
                                    path.size(), path_bytes_max));
  }
  if (path.find('\0') != std::string_view::npos) return refuse(text, "the path holds a zero byte");
  return IpcEndpoint{std::string(path)};
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

bool is_host(std::string_view host) {
  if (host == "*") return true;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    return std::ranges::all_of(host.substr(1, host.size() - 2),
                               [](char c) { return is_host_character(c) || c == ':' || c == '%'; });
  }
  return !host.empty() && std::ranges::all_of(host, is_host_character);
}

Result<Endpoint> parse_tcp(std::string_view text, std::string_view address) {
  auto const colon = address.rfind(':');
  if (colon == std::string_view::npos) return refuse(text, "the port is missing: tcp://HOST:PORT");
  auto const host = address.substr(0, colon);
  auto const port_text = address.substr(colon + 1);
  if (!is_host(host)) return refuse(text, fmt::format("\"{}\" is not a host", host));
  std::uint32_t port = 0;
  auto const end = port_text.data() + port_text.size();
  auto const [stop, error] = std::from_chars(port_text.data(), end, port);
  if (error != std::errc{} || stop != end || port < 1 || port > 65535) {
    return refuse(text, fmt::format("\"{}\" is not a port from 1 to 65535", port_text));
  }
  return TcpEndpoint{std::string(host), static_cast<std::uint16_t>(port)};
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  if (text.find(',') != std::string_view::npos) {
    return refuse(text, "one endpoint is wanted, and this is a list");
  }
  if (text.starts_with(ipc_prefix)) return parse_ipc(text, text.substr(ipc_prefix.size()));
  if (text.starts_with(tcp_prefix)) return parse_tcp(text, text.substr(tcp_prefix.size()));
  return refuse(text, "neither ipc://PATH nor tcp://HOST:PORT");
}

Result<void> check_security(std::string_view text, Endpoint const& endpoint, bool insecure) {
  if (insecure || std::holds_alternative<IpcEndpoint>(endpoint)) return {};
  return refuse(text,
                "tcp in the clear is refused, because whoever can reach the port could read, forge "
                "and attach; --insecure allows it");
}

Result<void> check_endpoint(std::string_view text, bool insecure) {
  return parse_endpoint(text).and_then(
      [&](Endpoint const& endpoint) { return check_security(text, endpoint, insecure); });
}

}  // namespace drydock::transport
