#include "simulator/moor/checkers/leaves_in_order.hpp"

#include <fmt/format.h>

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {
namespace {

/// Where answers are many and ways are long, a worker may not get to its detach.
constexpr Duration hurry = std::chrono::seconds{7};

}  // namespace

void LeavesInOrder::on_told_to_die(VirtualTime now, NodeId node, bool is_meant) {
  if (is_meant) on_stop_requested(now, node);
}

void LeavesInOrder::on_stop_requested(VirtualTime now, NodeId node) {
  if (!is_disturbed_ && answers_.is_attached(node)) leaving_.emplace(node, now);
}

void LeavesInOrder::on_said(VirtualTime, NodeId node, WorkerSaid const& said) {
  if (said.kind == WorkerSaid::Kind::detach) {
    detached_.insert(node);
  } else if (detached_.contains(node)) {
    fail("a worker spoke after its detach");
  }
}

/// Whose token is taken back has nobody left to answer to.
void LeavesInOrder::on_replied(VirtualTime, NodeId node, WorkerSaid const&,
                               std::optional<moor::DaemonToWorkerReplyUnion> const& reply) {
  if (reply && std::holds_alternative<moor::WorkerAuthFailed>(*reply)) leaving_.erase(node);
}

void LeavesInOrder::on_control_down(VirtualTime, NodeId node) { leaving_.erase(node); }

void LeavesInOrder::on_exit(VirtualTime now, NodeId node, Exit const&) {
  auto const leaving = leaving_.find(node);
  if (leaving == leaving_.end() || is_disturbed_ || now > leaving->second + hurry) return;
  std::size_t const owed = answers_.owes(node);
  if (owed > 0) {
    fail(fmt::format("a worker that was told to stop left {} requests unanswered", owed));
  } else if (!detached_.contains(node)) {
    fail("a worker that was told to stop ended without a detach");
  }
}

void LeavesInOrder::on_worker(VirtualTime, NodeId node, NodeEvent event) {
  bool const goes_on = event != NodeEvent::started && event != NodeEvent::restarted &&
                       event != NodeEvent::crashed && event != NodeEvent::exited;
  if (!goes_on) {
    leaving_.erase(node);
    detached_.erase(node);
  }
  if (event != NodeEvent::started && event != NodeEvent::exited) is_disturbed_ = true;
}

void LeavesInOrder::on_note(VirtualTime, NodeId, std::string_view word, std::string_view text) {
  if (word != "do") return;
  std::string_view const verb = text.substr(0, text.find(' '));
  if (verb != "stop" && verb != "say" && find_fault(verb) != nullptr) is_disturbed_ = true;
}

}  // namespace drydock::simulator
