#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/counted_store.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/thorough.hpp"
#include "reference/moor/daemon/caller_port.hpp"
#include "reference/moor/daemon/control_front.hpp"
#include "reference/moor/daemon/dispatcher.hpp"
#include "reference/moor/daemon/gatekeeper.hpp"
#include "reference/moor/daemon/settings.hpp"
#include "reference/moor/daemon/task_workers.hpp"
#include "reference/moor/daemon/worker_registry.hpp"
#include "reference/moor/sessions/sessions.hpp"

namespace drydock::moor::daemon {

/// What a daemon lends to those who run programs in it; all of it outlives them.
struct TaskSurroundings {
  sessions::RpcPort const& port;
  sessions::ConnectionDesk& desk;
  sessions::WorkerDesk& workers;
  WallClock const& clock;
  Rng rng;
  /// The store of its clients, which counts what it does; and what times that.
  CountedStore& store;
  Stopwatch const* stopwatch;
};

/// What a daemon needs to serve hosts and clients: where connections are kept, and what runs the
/// programs.
struct Clients {
  RecordStore* store = nullptr;
  std::function<std::unique_ptr<sessions::TaskDesk>(TaskSurroundings const&)> make_tasks = {};
  /// For the performance counters; without it their times are 0.
  Stopwatch const* stopwatch = nullptr;
  /// What the event log encrypts with, where that is on.
  age::Entropy entropy = {};
};

/// A daemon: it only joins the small machines beside it. Source: workers 3.1 and 5, DW-01 to DW-50;
/// hosts 1 to 7; tokens.
class Daemon : public Machine, public Thorough {
 public:
  /// Request ids are drawn from `rng`, so each start of a daemon needs one of its own. Without
  /// `trust`, which the strict profile needs, its tcp endpoints are in the clear, which the world
  /// has to allow. Without `clients`, who need a `trust` with signing keys too, it has a worker
  /// side only. Exits with code 2 at its start where the keys that sign tokens are not fit for use,
  /// or what was stored of clients is not.
  Daemon(Settings settings, Rng rng, std::optional<Trust> trust = std::nullopt,
         std::optional<Clients> clients = std::nullopt);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;
  void check_everything() const override;

 private:
  void start(VirtualTime now, Outbox& out);
  void ping(VirtualTime now, Outbox& out) const;
  void on_received(VirtualTime now, Received const& received, Outbox& out);
  void on_timer(VirtualTime now, TimerId const& timer, Outbox& out);
  void stop(VirtualTime now, Outbox& out);
  void open_dispatch(Outbox& out) const;
  void bring_answers(VirtualTime now, Outbox& out);
  std::unique_ptr<sessions::Sessions> make_sessions(std::optional<Clients> const& clients,
                                                    WallClock const* clock, Rng const& rng);
  Security security_of(std::string const& endpoint) const;
  void refuse(Error const& why, Outbox& out);
  void take_back(VirtualTime now, Gatekeeper::TakenBack const& taken_back, Outbox& out);
  void end_sessions_of(std::vector<std::string> const& users, Outbox& out);

  Settings const settings_;
  WorkerRegistry registry_;
  CallerPort callers_;
  Dispatcher dispatcher_;
  std::unique_ptr<Gatekeeper> gatekeeper_;
  ControlFront control_;
  TaskWorkers task_workers_;
  std::optional<CountedStore> store_;
  std::unique_ptr<sessions::Sessions> sessions_;  // Null where there are no clients.
  bool ended_ = false;
};

}  // namespace drydock::moor::daemon
