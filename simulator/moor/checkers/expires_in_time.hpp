#pragma once

#include <optional>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/people/known_clients.hpp"

namespace drydock::simulator {

/// A client of which the daemon heard a sign of life less than 30 s ago is there, unless it was
/// booted or left; one that was silent for a tick longer than that is told that it is not.
/// Source: hosts 6.2, DC-60, DC-61, HQ-28, HQ-34.
class ExpiresInTime final : public ClientChecker {
 public:
  ExpiresInTime(Verdict& verdict, KnownClients const& clients)
      : ClientChecker(verdict), clients_(clients) {}
  std::string_view name() const override { return "expires_in_time"; }

  /// Whether no client is silent that has yet to expire.
  bool is_settled(VirtualTime now) const;

  // Before whom `clients` is, so that it still says what was.
  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_tick(VirtualTime now) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  void on_gone(VirtualTime now, Uuid const& client, bool is_told);

  KnownClients const& clients_;
  Pace pace_;
  std::optional<VirtualTime> booting_;  // When somebody last was about to be booted.
};

}  // namespace drydock::simulator
