#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/moor/daemon/dispatcher.hpp"
#include "reference/moor/daemon/gatekeeper.hpp"
#include "reference/moor/sessions/worker_desk.hpp"

namespace drydock::moor::daemon {

/// What this daemon's tasks have of its workers.
class TaskWorkers final : public sessions::WorkerDesk {
 public:
  /// `gatekeeper` is null where nobody enrolls.
  TaskWorkers(Dispatcher& dispatcher, WorkerRegistry const& registry, Gatekeeper* gatekeeper)
      : dispatcher_(dispatcher), registry_(registry), gatekeeper_(gatekeeper) {}

  void ask(VirtualTime now, Uuid const& request, CallerRequest const& asked, Outbox& out) override;
  /// {type, workers, pending requests, average milliseconds of the answers that tasks got, seconds
  /// since the last sign of life of any of them}, a row for each type, in the order of their names.
  /// Source: workers 5.5, UQ-49.
  List workers(VirtualTime now) const override;
  std::optional<std::string> rotate_enrollment_token() override;

  bool has_answers() const { return dispatcher_.has_answers(); }
  /// What came of requests since this was last asked.
  std::vector<Dispatcher::Answer> take_answers(VirtualTime now);

 private:
  struct Asked {
    std::string folded_type;
    VirtualTime at;
  };
  struct Answered {
    std::int64_t count = 0;
    Duration total{};
  };

  Dispatcher& dispatcher_;
  WorkerRegistry const& registry_;
  Gatekeeper* gatekeeper_;
  std::map<Uuid, Asked> asked_;
  std::map<std::string, Answered> answered_;
};

}  // namespace drydock::moor::daemon
