#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/host_messages.hpp"

namespace drydock::moor::sessions {

/// An address at which a host listens: `1.2.3.4:7777` or `[::1]:7777`.
struct ListenAddress {
  std::string address;  // Without brackets.
  std::uint16_t port = 0;
  friend bool operator==(ListenAddress const&, ListenAddress const&) = default;
};
/// Nothing where the text is none. Source: hosts 3.2.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

/// The hosts that said that they are there, and where they listen. Nothing depends on a host being
/// registered but what MOO code is told. Source: hosts 3.2, 6.2, DH-01 to DH-11.
class Hosts {
 public:
  struct Host {
    HostType type{};
    std::vector<Listener> listeners;
    VirtualTime last_seen{};
  };

  /// A host silent for longer than `silence_max` has expired.
  explicit Hosts(Duration silence_max = std::chrono::seconds{10}) : silence_max_(silence_max) {}

  /// Replaces all that was known of it; listeners whose address cannot be parsed are left out.
  /// True if the host was not known before.
  bool saw(VirtualTime now, Uuid const& host, HostType type, std::vector<Listener> listeners);
  void forget(Uuid const& host) { hosts_.erase(host); }
  /// Forgets the hosts that have been silent for too long, and gives them back.
  std::vector<Uuid> expire(VirtualTime now);

  std::map<Uuid, Host> const& all() const { return hosts_; }
  /// Of all hosts, by host id.
  std::vector<Listener> listeners() const;

 private:
  Duration silence_max_;
  std::map<Uuid, Host> hosts_;
};

}  // namespace drydock::moor::sessions
