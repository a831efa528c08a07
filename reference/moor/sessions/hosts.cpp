#include "reference/moor/sessions/hosts.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <utility>

namespace drydock::moor::sessions {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  char const* const end = text.data() + text.size();
  auto const [stopped, problem] = std::from_chars(text.data(), end, port);
  if (text.empty() || problem != std::errc{} || stopped != end) return std::nullopt;
  return port;
}

bool is_address(int family, std::string const& text) {
  std::array<std::uint8_t, sizeof(in6_addr)> parsed{};
  return inet_pton(family, text.c_str(), parsed.data()) == 1;
}

}  // namespace

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  std::size_t const colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto const port = parse_port(text.substr(colon + 1));
  if (!port) return std::nullopt;
  std::string_view address = text.substr(0, colon);
  bool const in_brackets = address.starts_with('[') && address.ends_with(']');
  if (in_brackets) address = address.substr(1, address.size() - 2);
  std::string const whole(address);
  if (!is_address(in_brackets ? AF_INET6 : AF_INET, whole)) return std::nullopt;
  return ListenAddress{whole, *port};
}

bool Hosts::saw(VirtualTime now, Uuid const& host, HostType type, std::vector<Listener> listeners) {
  std::erase_if(listeners,
                [](Listener const& one) { return !parse_listen_address(one.socket_addr); });
  return hosts_.insert_or_assign(host, Host{type, std::move(listeners), now}).second;
}

std::vector<Uuid> Hosts::expire(VirtualTime now) {
  std::vector<Uuid> expired;
  for (auto const& [id, host] : hosts_) {
    if (now - host.last_seen > silence_max_) expired.push_back(id);
  }
  for (Uuid const& id : expired) hosts_.erase(id);
  return expired;
}

std::vector<Listener> Hosts::listeners() const {
  std::vector<Listener> all;
  for (auto const& [id, host] : hosts_) {
    all.insert(all.end(), host.listeners.begin(), host.listeners.end());
  }
  return all;
}

}  // namespace drydock::moor::sessions
