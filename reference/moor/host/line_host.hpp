#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/machine/machine.hpp"
#include "reference/moor/host/host.hpp"
#include "reference/moor/host/telnet_lines.hpp"

namespace drydock::moor::host {

/// A host for people with telnet or netcat: stream sockets where the host listens, lines in and
/// lines out. Source: hosts 9.
class LineHost : public HostFront {
 public:
  struct Lines {
    /// Longer ones are lost, with a word.
    std::size_t line_bytes_max = 64 * 1024;
    /// A connection whose reader is so many messages behind is closed.
    int unread_max = 256;
    /// Where anybody is told whether all is well; nowhere without it. Source: hosts 9.1.
    std::optional<std::uint16_t> health_port;
    Duration ping_age_max = std::chrono::seconds{30};
  };

  /// The listeners of `settings` are opened at `settings.listen_address`. `clock` outlives the
  /// host.
  LineHost(Settings settings, Lines lines, WallClock const& clock, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;
  void check_everything() const override { host_.check_everything(); }

  Host& host() override { return host_; }
  static constexpr std::size_t listeners_limit = 16;

 private:
  struct Door {
    ListeningAt at;
    bool open = false;
  };
  struct Person {
    PeerId peer;
    TelnetLines lines;
  };

  void on_stream(VirtualTime now, Received const& received, Outbox& out);
  void arrive(VirtualTime now, Received const& received, Door const& door, Outbox& out);
  void on_typed(VirtualTime now, UserId user, Typed const& typed, Outbox& out);
  void on_health_check(VirtualTime now, Received const& received, Outbox& out);
  void open_and_close_doors(Outbox& out);
  void open_door(std::size_t number, ListeningAt const& at, bool required, Outbox& out);
  void close_door(std::size_t number, Outbox& out);
  void show(Outbox& out);
  std::string address(std::uint16_t port) const;

  std::string const listen_address_;
  Lines const lines_;
  Host host_;
  std::array<Door, listeners_limit> doors_;
  std::map<PeerId, UserId> users_;
  std::map<UserId, Person> people_;
};

}  // namespace drydock::moor::host
