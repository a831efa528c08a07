#pragma once

#include <map>
#include <optional>

#include "simulator/moor/people/known_clients.hpp"

namespace drydock::simulator {

/// Nobody is told what is another's: the events of a task go to the client that asked for it, and
/// what a player sees to the clients of that player, or of that connection. Source: EV-07 to EV-09,
/// EV-16, HQ-24.
class OwnEvents final : public ClientChecker {
 public:
  OwnEvents(Verdict& verdict, KnownClients const& clients)
      : ClientChecker(verdict), clients_(clients) {}
  std::string_view name() const override { return "own_events"; }

  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;

 private:
  void compare(std::uint64_t task, Uuid const& client);
  void check_player(VirtualTime now, Uuid const& client, moor::Obj const& player);

  KnownClients const& clients_;
  std::map<std::uint64_t, Uuid> owners_;  // By task: who asked for it, or was told of it first.
};

}  // namespace drydock::simulator
