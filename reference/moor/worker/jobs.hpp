#pragma once

#include <tsl/robin_map.h>

#include <deque>
#include <map>
#include <vector>

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "reference/moor/worker/service.hpp"
#include "reference/moor/worker/settings.hpp"

namespace drydock::moor::worker {

/// A request that has its answer.
struct Finished {
  Uuid request_id;
  Answer answer;
};

/// The requests of one worker, from their arrival to their one answer: a bounded number runs at
/// once, a bounded number waits, each with its timeout; repeats are recognised.
class Jobs {
 public:
  Jobs(Settings const& settings, Service& service) : settings_(settings), service_(service) {}

  /// Takes a request; appends to `done` what has its answer at once. A repeat of a request that
  /// runs, waits or finished a while ago changes nothing (W-25).
  void accept(VirtualTime now, WorkerRequest const& request, std::vector<Finished>& done,
              Outbox& out);
  /// A `job_done` or `job_timeout` timer fired.
  void on_timer(VirtualTime now, TimerId const& timer, std::vector<Finished>& done, Outbox& out);
  /// Fails what waits, and from now on whatever comes.
  void stop(VirtualTime now, std::vector<Finished>& done, Outbox& out);
  /// Fails what still runs.
  void abandon(VirtualTime now, std::vector<Finished>& done, Outbox& out);

  bool idle() const { return running_.empty() && waiting_.empty(); }

  static constexpr std::string_view done_timer = "job_done";
  static constexpr std::string_view timeout_timer = "job_timeout";

 private:
  bool is_repeat(VirtualTime now, Uuid const& id);
  void start(VirtualTime now, WorkerRequest const& request, std::vector<Finished>& done,
             Outbox& out);
  void start_waiting(VirtualTime now, std::vector<Finished>& done, Outbox& out);
  void finish(VirtualTime now, Uuid const& id, Answer answer, std::vector<Finished>& done,
              Outbox& out);
  void on_timeout(VirtualTime now, Uuid const& id, std::vector<Finished>& done, Outbox& out);

  Settings const& settings_;
  Service& service_;
  bool stopping_ = false;
  std::map<Uuid, Answer> running_;  // Each with the answer that its work will have had.
  std::map<Uuid, WorkerRequest> waiting_;
  std::deque<Uuid> waiting_order_;                          // May name some that no longer wait.
  tsl::robin_map<Uuid, VirtualTime, Uuid::Hash> finished_;  // Many, and never gone through.
  std::deque<std::pair<VirtualTime, Uuid>> finished_order_;
};

}  // namespace drydock::moor::worker
