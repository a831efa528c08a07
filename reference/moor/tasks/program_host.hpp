#pragma once

#include "reference/machine/wall_clock.hpp"
#include "reference/moo/host.hpp"
#include "reference/moor/sessions/desks.hpp"
#include "reference/moor/sessions/worker_desk.hpp"
#include "reference/moor/tasks/task_table.hpp"

namespace drydock::moor::tasks {

using sessions::WorkerDesk;
using sessions::WorkerOutcome;

/// What programs see of the daemon that runs them.
class ProgramHost final : public moo::Host {
 public:
  ProgramHost(sessions::ConnectionDesk const& desk, WorkerDesk& workers, TaskTable const& tasks,
              WallClock const& clock)
      : desk_(desk), workers_(workers), tasks_(tasks), clock_(clock) {}

  /// Who asks from now on: a step at `now` for a client's session.
  void enter(VirtualTime now, std::optional<Uuid> const& client) {
    now_ = now;
    client_ = client;
  }

  std::vector<Obj> connected_players(bool all) const override;
  std::optional<Duration> idle(Obj const& player) const override;
  std::optional<Duration> connected(Obj const& player) const override;
  std::optional<std::string> connection_name(Obj const& player) const override;
  std::optional<moo::Map> connection_options(Obj const& player) const override;
  /// {handler, port, address}.
  moo::List listeners() const override;
  moo::List workers() const override { return workers_.workers(now_); }
  /// {id, seconds since 1970 at which it wakes or -1, client or "", state, programmer}.
  moo::List queued_tasks() const override;
  std::optional<ObjId> owner_of_task(std::uint64_t task) const override;
  std::optional<std::string> rotate_enrollment_token() override {
    return workers_.rotate_enrollment_token();
  }

 private:
  sessions::ConnectionDesk const& desk_;
  WorkerDesk& workers_;
  TaskTable const& tasks_;
  WallClock const& clock_;
  VirtualTime now_{};
  std::optional<Uuid> client_;
};

}  // namespace drydock::moor::tasks
