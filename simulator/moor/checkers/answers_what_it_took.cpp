#include "simulator/moor/checkers/answers_what_it_took.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::simulator {
namespace {

constexpr Duration answered_within = std::chrono::minutes{1};

}  // namespace

bool AnswersWhatItTook::is_settled() const {
  return std::all_of(workers_.begin(), workers_.end(),
                     [](auto const& entry) { return entry.second.owed == 0; });
}

bool AnswersWhatItTook::is_attached(NodeId node) const {
  auto const place = workers_.find(node);
  return place != workers_.end() && place->second.is_attached;
}

std::size_t AnswersWhatItTook::owes(NodeId node) const {
  auto const place = workers_.find(node);
  return place == workers_.end() ? 0 : place->second.owed;
}

void AnswersWhatItTook::owe(VirtualTime now, Worker& worker, Request& request) {
  request.since = now;
  request.is_owed = true;
  ++worker.owed;
  next_due_ = std::min(next_due_.value_or(VirtualTime::max()), now + answered_within);
}

void AnswersWhatItTook::on_put(VirtualTime now, NodeId node, Uuid const& request, bool is_its) {
  Worker& worker = workers_[node];
  auto const [place, is_new] = worker.heard.try_emplace(request);
  if (is_new && is_its && worker.is_attached) owe(now, worker, place->second);
}

void AnswersWhatItTook::on_said(VirtualTime, NodeId node, WorkerSaid const& said) {
  Worker& worker = workers_[node];
  if (said.kind == WorkerSaid::Kind::detach) worker.is_attached = false;
  if (!said.is_answer()) return;
  auto const place = worker.heard.find(said.request);
  if (place == worker.heard.end()) {
    return fail(
        fmt::format("a worker answered request {}, which nobody put to it", said.request.text()));
  }
  if (!place->second.is_owed) return;
  place->second.is_owed = false;
  --worker.owed;
}

void AnswersWhatItTook::on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                                   std::optional<moor::DaemonToWorkerReplyUnion> const& reply) {
  if (!reply) return;
  Worker& worker = workers_[node];
  if (said.is_answer()) {
    bool const is_invalid = std::holds_alternative<moor::WorkerInvalidPayload>(*reply);
    if (is_invalid && said.kind == WorkerSaid::Kind::result) {
      on_refused_result(now, node, said.request);
    }
    // Until it is attached again, it need not take anything.
    if (std::holds_alternative<moor::WorkerNotRegistered>(*reply)) worker.is_attached = false;
    return;
  }
  bool const is_attached = std::holds_alternative<moor::WorkerAttached>(*reply);
  bool const is_acknowledged = std::holds_alternative<moor::WorkerAck>(*reply);
  if (is_attached) worker.is_attached = true;
  if (!is_attached && !is_acknowledged) worker.is_attached = false;
}

/// It has to say so in another way, once.
void AnswersWhatItTook::on_refused_result(VirtualTime now, NodeId node, Uuid const& request) {
  Worker& worker = workers_[node];
  auto const place = worker.heard.find(request);
  if (place == worker.heard.end() || place->second.is_owed) return;
  owe(now, worker, place->second);
}

void AnswersWhatItTook::on_input(VirtualTime now, NodeId, Input const&) {
  if (!healed_ || !next_due_ || now <= std::max(*next_due_, *healed_ + answered_within)) return;
  next_due_.reset();
  for (auto const& [node, worker] : workers_) {
    for (auto const& [id, request] : worker.heard) {
      if (!request.is_owed) continue;
      VirtualTime const due = std::max(request.since, *healed_) + answered_within;
      if (now > due) {
        return fail(
            fmt::format("{:.0f} s after all was healed a worker has not answered request "
                        "{}",
                        seconds_of(now - *healed_), id.text()));
      }
      next_due_ = std::min(next_due_.value_or(VirtualTime::max()), due);
    }
  }
}

void AnswersWhatItTook::on_worker(VirtualTime, NodeId node, NodeEvent event) {
  if (event == NodeEvent::crashed || event == NodeEvent::exited) workers_.erase(node);
}

}  // namespace drydock::simulator
