#pragma once

#include <map>
#include <optional>

#include "simulator/moor/people/known_clients.hpp"

namespace drydock::simulator {

/// Every task that the daemon accepted and of which somebody waits for the end has exactly one end,
/// also where it was killed or the daemon started anew, and is not heard of afterwards; no id is
/// given twice. Where who asked is gone nothing is owed, nor while a task waits for an answer.
/// Where a daemon died behind the commit in which it noted an end as told, in the same step or
/// while it held what it told for a client's subscription (EV-18), that end may be lost: nobody
/// hears of one twice, and a host waits within limits (H-15). Source: EV-02 to EV-04, HQ-40, HQ-42,
/// HQ-43, HQ-50; hosts 13.2.
class EndsOnce final : public ClientChecker {
 public:
  EndsOnce(Verdict& verdict, KnownClients const& clients, DaemonStore const& store)
      : ClientChecker(verdict), clients_(clients), store_(store) {}
  std::string_view name() const override { return "ends_once"; }
  /// Whether no end is owed.
  bool is_settled() const { return !owed(); }
  void at_end(VirtualTime now, bool settled) override;

  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  struct Task {
    std::optional<Uuid> accepted_for;
    bool ended = false;
    bool is_lost = false;
  };
  void on_end(std::uint64_t id);
  std::optional<std::uint64_t> owed() const;

  KnownClients const& clients_;
  DaemonStore const& store_;
  std::map<std::uint64_t, Task> tasks_;
  std::map<Uuid, std::size_t> asked_for_input_;  // Requests for input that are open.
};

}  // namespace drydock::simulator
