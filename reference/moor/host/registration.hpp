#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/host/exchanges.hpp"
#include "reference/moor/worker/backoff.hpp"

namespace drydock::moor::host {

/// Makes the daemon know the host: registers until that is acknowledged, answers pings with the
/// listeners as they are, and detaches at the end. Source: hosts 3.2, 9.1, H-04, H-05, H-31.
class Registration {
 public:
  enum class News : std::uint8_t { none, registered, rejected, detached };

  Registration(Settings const& settings, Exchanges& exchanges, WallClock const& clock, Uuid id,
               Rng rng);

  void begin(VirtualTime now, std::vector<Listener> listeners, Outbox& out);
  void pong(VirtualTime now, std::vector<Listener> listeners, Outbox& out);
  void detach(VirtualTime now, Outbox& out);
  News on_answered(VirtualTime now, Answered const& answered, Outbox& out);

  bool registered() const { return registered_; }
  bool begun() const { return begun_; }
  /// What a rejecting daemon said.
  std::string const& rejection() const { return rejection_; }

  /// The HostToken from now on. What was refused for the old one is said again, once, by the caller
  /// (ST-06), if this says so.
  bool use_token(std::optional<std::string> token);
  /// Whether the daemon refused the token, and another is needed.
  bool wants_token() const { return wants_token_; }

  static constexpr TimerId retry{"register_again"};

 private:
  void post(VirtualTime now, HostToDaemonMessageUnion const& message,
            std::optional<ExchangeId>& slot, Outbox& out);
  std::uint64_t wall(VirtualTime now) const;
  HostType told_type() const;
  News on_registered(VirtualTime now, Answered const& answered, Outbox& out);
  void on_ponged(Answered const& answered, Outbox& out);
  void note_refusal(RpcMessageError const& error, Outbox& out);

  Settings const& settings_;
  Exchanges& exchanges_;
  WallClock const& clock_;
  Uuid const id_;
  worker::Backoff backoff_;
  bool begun_ = false;
  bool registered_ = false;
  std::optional<ExchangeId> registering_;
  std::optional<ExchangeId> detaching_;
  std::set<ExchangeId> pongs_;
  std::optional<std::string> token_;
  bool wants_token_ = false;
  std::string rejection_;
};

}  // namespace drydock::moor::host
