#include "simulator/moor/checkers/kept_while_heard.hpp"

#include <fmt/format.h>

#include <utility>

namespace drydock::simulator {

void KeptWhileHeard::on_control(VirtualTime, NodeId, Uuid const& worker,
                                moor::WorkerToDaemonUnion const& message) {
  asked_by_ = worker;
  asked_ = std::holds_alternative<moor::AttachWorker>(message)   ? Asked::attach
           : std::holds_alternative<moor::WorkerPong>(message)   ? Asked::pong
           : std::holds_alternative<moor::DetachWorker>(message) ? Asked::detach
                                                                 : Asked::nothing;
}

void KeptWhileHeard::on_control_reply(VirtualTime now, NodeId,
                                      moor::DaemonToWorkerReplyUnion const& reply) {
  Asked const asked = std::exchange(asked_, Asked::nothing);
  bool const attached = std::holds_alternative<moor::WorkerAttached>(reply);
  if (!attached && !std::holds_alternative<moor::WorkerAck>(reply)) return;
  if (asked == Asked::detach) heard_.erase(asked_by_);
  if (asked != Asked::attach && asked != Asked::pong) return;
  auto const [place, is_new] = heard_.try_emplace(asked_by_, now);
  Duration const silent = now - std::exchange(place->second, now);
  if (is_new || asked == Asked::attach || !attached || silent > roles().promises.silence_max) {
    return;
  }
  fail(fmt::format("a worker that was silent for {:.1f} s had been forgotten", seconds_of(silent)));
}

void KeptWhileHeard::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (!roles().is(node, Role::daemon)) return;
  if (event == NodeEvent::crashed || event == NodeEvent::exited) heard_.clear();
}

}  // namespace drydock::simulator
