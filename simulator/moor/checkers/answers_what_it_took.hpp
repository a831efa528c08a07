#pragma once

#include <map>
#include <optional>

#include "simulator/moor/worker_wire.hpp"

namespace drydock::simulator {

/// A request that reached an attached worker, readable or not, is answered: once all faults are
/// over, within a minute. A result that was refused as invalid is none. And a worker answers
/// nothing that was not put to it. Source: W-13, W-16, W-20, W-26, W-30, W-39.
class AnswersWhatItTook final : public WorkerChecker {
 public:
  using WorkerChecker::WorkerChecker;
  std::string_view name() const override { return "answers_what_it_took"; }

  /// The healing has happened.
  void begin(VirtualTime now) { healed_ = now; }
  bool is_settled() const;
  bool is_attached(NodeId worker) const;
  /// How many requests it has to answer yet.
  std::size_t owes(NodeId worker) const;

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_put(VirtualTime now, NodeId node, Uuid const& request, bool is_its) override;
  void on_said(VirtualTime now, NodeId node, WorkerSaid const& said) override;
  void on_replied(VirtualTime now, NodeId node, WorkerSaid const& said,
                  std::optional<moor::DaemonToWorkerReplyUnion> const& reply) override;
  void on_worker(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  struct Request {
    VirtualTime since{};
    bool is_owed = false;
  };
  struct Worker {
    bool is_attached = false;
    std::map<Uuid, Request> heard;  // Those to others, too.
    std::size_t owed = 0;
  };
  void owe(VirtualTime now, Worker& worker, Request& request);
  void on_refused_result(VirtualTime now, NodeId node, Uuid const& request);

  std::optional<VirtualTime> healed_;
  std::map<NodeId, Worker> workers_;
  std::optional<VirtualTime> next_due_;  // Or earlier.
};

}  // namespace drydock::simulator
