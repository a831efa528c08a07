#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "simulator/moor/people/known_clients.hpp"

namespace drydock::simulator {

/// No client id has two connections at one time, no connection object comes twice, and the world is
/// told as often as it should be that a player came and went: never gone more often than come, and
/// in the end gone exactly where nobody is connected. Of players whom a connection became or ceased
/// to be meanwhile, which is told to nobody, that is not asked. And nobody comes who is no player.
/// What the world was told is asked for by `question`, which whoever is logged in evaluates.
/// Source: hosts 13.2; DC-16, DC-17, DC-35, DC-39, HQ-22, HQ-23, HQ-28, HQ-29.
class SessionsHold final : public ClientChecker {
 public:
  SessionsHold(Verdict& verdict, KnownClients const& clients, DaemonStore const& store)
      : ClientChecker(verdict), clients_(clients), store_(store) {}
  std::string_view name() const override { return "sessions_hold"; }

  static constexpr std::string_view question =
      "return {connected_players(), #0.watched, players()};";
  /// Whether the last answer agrees with itself: who was told to be gone is.
  bool is_settled() const { return !disagreement_; }
  /// That is expected from now on.
  void begin() { disagreement_ = "nobody has told who is connected"; }
  void at_end(VirtualTime now, bool settled) override;

  // Before whom `clients` is, so that it still says what was.
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  void on_made(Uuid const& client, moor::Obj const& object);
  void on_changed(Uuid const& client, moor::Obj const& player);
  void on_told(moor::Var const& answer);

  KnownClients const& clients_;
  DaemonStore const& store_;
  std::set<moor::Obj> objects_;
  std::set<moor::Obj> changed_;  // Players that came or went in the midst of a connection.
  std::optional<std::string> disagreement_;
};

}  // namespace drydock::simulator
