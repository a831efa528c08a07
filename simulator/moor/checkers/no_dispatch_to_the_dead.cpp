#include "simulator/moor/checkers/no_dispatch_to_the_dead.hpp"

#include <fmt/format.h>

namespace drydock::simulator {
namespace {

/// Within which a daemon has to notice that a worker's time is over.
constexpr Duration tolerance = std::chrono::seconds{1};

}  // namespace

void NoDispatchToTheDead::on_control(VirtualTime now, NodeId, Uuid const& worker,
                                     moor::WorkerToDaemonUnion const& message) {
  asked_by_ = worker;
  bool const is_detach = std::holds_alternative<moor::DetachWorker>(message);
  bool const is_life = std::holds_alternative<moor::AttachWorker>(message) ||
                       std::holds_alternative<moor::WorkerPong>(message);
  asked_ = is_detach ? Asked::to_detach : is_life ? Asked::to_live : Asked::nothing;
  // A daemon may count any valid message of a live worker (DW-20).
  if (auto const place = heard_.find(worker); place != heard_.end()) place->second = now;
}

void NoDispatchToTheDead::on_control_reply(VirtualTime now, NodeId,
                                           moor::DaemonToWorkerReplyUnion const& reply) {
  bool const is_accepted = std::holds_alternative<moor::WorkerAck>(reply) ||
                           std::holds_alternative<moor::WorkerAttached>(reply);
  if (is_accepted && asked_ == Asked::to_live) heard_[asked_by_] = now;
  if (is_accepted && asked_ == Asked::to_detach) heard_.erase(asked_by_);
  asked_ = Asked::nothing;
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
