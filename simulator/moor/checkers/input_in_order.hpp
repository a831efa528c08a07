#pragma once

#include <deque>
#include <map>
#include <utility>

#include "simulator/moor/people/host_wire.hpp"
#include "simulator/moor/people/shown_watcher.hpp"

namespace drydock::simulator {

/// Of several requests for a line the one that came first is answered first, unless its answer got
/// stuck in the host and was given up. Source: H-24, H-09.
class InputInOrder final : public HostChecker, public ShownWatcher {
 public:
  using HostChecker::HostChecker;
  std::string_view name() const override { return "input_in_order"; }

  void on_heard(VirtualTime now, NodeId host, Uuid const& client,
                moor::ClientEventUnion const& event) override;
  void on_asked(VirtualTime now, NodeId host, ClientCall const& call) override;
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_shown(NodeId host, moor::host::Shown const& shown) override;
  void at_end(VirtualTime, bool) override { look(VirtualTime::max()); }

 private:
  /// Asked before older ones. What was given up is shown later than what follows, at that instant.
  struct OutOfTurn {
    VirtualTime at;
    std::size_t older;
  };
  void look(VirtualTime now);

  std::map<Uuid, std::deque<Uuid>> requests_;  // That a client has not answered.
  std::map<Uuid, OutOfTurn> out_of_turn_;
  std::map<std::pair<NodeId, moor::host::UserId>, Uuid> clients_;
};

}  // namespace drydock::simulator
