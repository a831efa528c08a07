#include "simulator/moor/checkers/kept_while_heard.hpp"

#include <fmt/format.h>

#include <utility>

namespace drydock::simulator {

void KeptWhileHeard::on_control_reply(VirtualTime now, NodeId,
                                      std::optional<ControlMessage> const& asked,
                                      moor::DaemonToWorkerReplyUnion const& reply) {
  if (!asked || !is_accepted(reply)) return;
  bool const is_attach = asked->as<moor::AttachWorker>() != nullptr;
  if (asked->as<moor::DetachWorker>() != nullptr) heard_.erase(asked->worker);
  if (!is_attach && asked->as<moor::WorkerPong>() == nullptr) return;
  auto const [place, is_new] = heard_.try_emplace(asked->worker, now);
  Duration const silent = now - std::exchange(place->second, now);
  bool const was_forgotten = std::holds_alternative<moor::WorkerAttached>(reply);
  if (is_new || is_attach || !was_forgotten || silent > roles().promises.silence_max) return;
  fail(fmt::format("a worker that was silent for {:.1f} s had been forgotten", seconds_of(silent)));
}

void KeptWhileHeard::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (!roles().is(node, Role::daemon)) return;
  if (event == NodeEvent::crashed || event == NodeEvent::exited) heard_.clear();
}

}  // namespace drydock::simulator
