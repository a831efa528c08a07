#include "simulator/moor/checkers/repeats_once.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void RepeatsOnce::on_said(VirtualTime, NodeId node, WorkerSaid const& said) {
  if (!said.is_answer()) return;
  auto const place = refused_.find({node, said.request});
  if (place == refused_.end() || place->second < 2) return;
  fail(fmt::format("a worker repeated an answer that was refused {} times", place->second));
}

void RepeatsOnce::on_replied(VirtualTime, NodeId node, WorkerSaid const& said,
                             std::optional<moor::DaemonToWorkerReplyUnion> const& reply) {
  auto const* refused = reply ? std::get_if<moor::WorkerAuthFailed>(&*reply) : nullptr;
  bool const has_expired =
      refused != nullptr && refused->reason.find("expired") != std::string::npos;
  if (said.is_answer() && has_expired) ++refused_[{node, said.request}];
}

void RepeatsOnce::on_worker(VirtualTime, NodeId node, NodeEvent event) {
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  std::erase_if(refused_, [&](auto const& entry) { return entry.first.first == node; });
}

}  // namespace drydock::simulator
