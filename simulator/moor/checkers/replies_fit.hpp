#pragma once

#include <cstddef>
#include <map>
#include <tuple>

#include "simulator/moor/checkers/pace.hpp"
#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// Each request of a client is answered with the kind of reply that belongs to it, or a Failure;
/// and within a second, unless its answer waits for a task, by a daemon that runs at full speed.
/// Source: hosts 3.3 and 3.5, DC-01, DC-13, HQ-01, HQ-02.
class RepliesFit final : public ClientChecker {
 public:
  using ClientChecker::ClientChecker;
  std::string_view name() const override { return "replies_fit"; }

  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_tick(VirtualTime now) override;
  void on_daemon(VirtualTime now, NodeEvent event) override;

 private:
  /// When, of whom, and which message by its place in the union.
  using Key = std::tuple<VirtualTime, Uuid, std::size_t>;
  static Key key_of(ClientCall const& call) { return {call.at, call.client, call.message.index()}; }

  Pace pace_;                      // Of the daemon.
  std::multimap<Key, bool> open_;  // Whether its answer waits for a task.
};

}  // namespace drydock::simulator
