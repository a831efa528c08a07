#include "simulator/moor/checkers/no_dispatch_to_the_dead.hpp"

#include <fmt/format.h>

#include "simulator/moor/checkers/patience.hpp"

namespace drydock::simulator {

void NoDispatchToTheDead::on_control(VirtualTime now, NodeId, ControlMessage const& message) {
  // A daemon may count any valid message of a live worker (DW-20).
  if (auto const place = heard_.find(message.worker); place != heard_.end()) place->second = now;
}

void NoDispatchToTheDead::on_control_reply(VirtualTime now, NodeId,
                                           std::optional<ControlMessage> const& asked,
                                           moor::DaemonToWorkerReplyUnion const& reply) {
  if (!asked || !is_accepted(reply)) return;
  if (asked->as<moor::DetachWorker>() != nullptr) heard_.erase(asked->worker);
  bool const is_there =
      asked->as<moor::AttachWorker>() != nullptr || asked->as<moor::WorkerPong>() != nullptr;
  if (is_there) heard_[asked->worker] = now;
}

void NoDispatchToTheDead::on_dispatch(VirtualTime now, NodeId, moor::WorkerRequest const& request) {
  auto const place = heard_.find(request.worker_id);
  std::string const what = fmt::format("request {} was published for worker {}", request.id.text(),
                                       request.worker_id.text());
  if (place == heard_.end()) return fail(what + ", which is not attached");
  bool const was_hampered = pace_.is_hampered() || pace_.at_full_speed_since() > place->second;
  if (!was_hampered && now > place->second + roles().promises.silence_max + tolerance) {
    fail(fmt::format("{}, which has been silent for {:.1f} s", what,
                     seconds_of(now - place->second)));
  }
}

void NoDispatchToTheDead::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (!roles().is(node, Role::daemon)) return;
  pace_.on_node(now, event);
  if (event == NodeEvent::crashed || event == NodeEvent::exited) heard_.clear();
}

}  // namespace drydock::simulator
