#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulator/moor/daemon_wire.hpp"

namespace drydock::simulator {

/// Who could have had a request, and what each has to do, as far as the wire tells: a daemon counts
/// a request without a timeout for a while only, and gives one up at its deadline, which the wire
/// does not show. So there are bounds.
class Loads : public DaemonChecker {
 public:
  using DaemonChecker::DaemonChecker;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 protected:
  struct Load {
    std::size_t least = 0;
    std::size_t most = 0;
  };
  /// A request was published for `chosen`, as it was loaded then; `others` of its type were sure to
  /// be there.
  virtual void on_chosen(Uuid const& chosen, Load const& load,
                         std::vector<std::pair<Uuid, Load>> const& others) = 0;
  virtual void on_forgotten() {}

  void on_control_reply(VirtualTime now, NodeId daemon, std::optional<ControlMessage> const& asked,
                        moor::DaemonToWorkerReplyUnion const& reply) override;
  void on_dispatch(VirtualTime now, NodeId node, moor::WorkerRequest const& request) override;

 private:
  struct Pending {
    VirtualTime since;
    Duration timeout;  // 0 without.
  };
  struct Worker {
    std::string type;
    VirtualTime heard;
    std::map<Uuid, Pending> pending;
  };
  Load load_of(VirtualTime now, Worker const& worker) const;

  std::map<Uuid, Worker> workers_;
};

}  // namespace drydock::simulator
