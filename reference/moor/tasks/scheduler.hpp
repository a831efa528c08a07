#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/record_store.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moo/step.hpp"
#include "reference/moor/sessions/desks.hpp"
#include "reference/moor/sessions/worker_desk.hpp"
#include "reference/moor/tasks/delivery.hpp"
#include "reference/moor/tasks/program_host.hpp"
#include "reference/moor/tasks/settings.hpp"
#include "reference/moor/tasks/task_counts.hpp"
#include "reference/moor/tasks/task_records.hpp"
#include "reference/moor/tasks/task_table.hpp"

namespace drydock::moor::tasks {

/// Runs tasks, one step after another, each a transaction whose output follows its commit; wakes
/// them, and ends them. Every monitored task has exactly one end. Source: hosts 5.
class Scheduler {
 public:
  /// Whoever answers the requests whose reply is the end of a task.
  class Answers {
   public:
    virtual ~Answers() = default;
    virtual void answer(VirtualTime now, Entry const& entry, moo::Outcome const& end,
                        Outbox& out) = 0;
  };
  /// All of them outlive the scheduler.
  struct Surroundings {
    moo::World& world;
    RecordStore& store;
    sessions::ConnectionDesk& desk;
    WorkerDesk& workers;
    WallClock const& clock;
    Stopwatch const* stopwatch = nullptr;
  };

  Scheduler(Settings const& settings, Surroundings around, Answers& answers, Rng const& rng);

  /// Takes over the tasks of before a restart: those that slept go on, those that asked a worker
  /// are given an error (UQ-06), and of the others it is told how they ended: as stored with their
  /// last step, or cut off.
  Result<void> load(VirtualTime now, Outbox& out);

  /// An id for a task to be submitted; absent, and logged, where there is no room or no store.
  std::optional<std::uint64_t> take_id(Outbox& out);
  void submit(Entry entry);

  /// Whether a transaction is open: until it is not, nobody else may touch the world.
  bool is_busy() const { return table_.interrupted().has_value(); }
  /// Wakes those whose sleep is over, and ends those that a restart cut off.
  void wake(VirtualTime now, Outbox& out);
  /// One step of one task; false where none is ready.
  bool step(VirtualTime now, Outbox& out);
  /// When there is something to do again: now if a task is ready.
  std::optional<VirtualTime> next(VirtualTime now) const;
  /// Stores what has changed in who waits for which end. Before anything leaves the daemon. Where
  /// the store fails it is tried again, and an end that a restart would bring once more is told
  /// only then.
  void store(VirtualTime now, Outbox& out);

  /// False if nobody reads, or another than who asks is read from.
  bool on_input(sessions::Asker const& asker, Uuid const& request, Var input);
  void on_answer(Uuid const& request, WorkerOutcome outcome, Outbox& out);
  /// What its tasks read from is not there any more.
  void on_client_gone(VirtualTime now, Uuid const& client, Outbox& out);
  /// Ends what cannot go on after a restart, and tells whoever waits for a reply.
  void stop(VirtualTime now, Outbox& out);

  TaskTable const& table() const { return table_; }
  TaskCounts const& counts() const { return counts_; }
  void check_invariants() const { table_.check_invariants(); }

 private:
  struct CutOff {
    Uuid client;
    ClientEventUnion end;
  };

  struct HeldBack {
    Uuid client;
    ClientEventUnion end;
  };

  bool try_again(VirtualTime now, Entry& entry);
  bool store_ends();
  bool is_gone(Uuid const& client) const;
  void tell_end(Uuid const& client, ClientEventUnion end, bool is_stored, Outbox& out);
  moo::Limits limits_of(Entry const& entry) const;
  void settle(VirtualTime now, std::uint64_t id, moo::Step step, Outbox& out);
  void release(VirtualTime now, std::uint64_t id, moo::Step& step, Outbox& out);
  void boot(VirtualTime now, std::uint64_t id, Obj const& target, moo::Outcome const& outcome,
            Outbox& out);
  void wait(VirtualTime now, Entry& entry, moo::Outcome const& outcome, Outbox& out);
  void read(Entry& entry, moo::Reading const& reading, Outbox& out);
  void ask(VirtualTime now, Entry& entry, moo::AskingWorker const& asking, Outbox& out);
  void go_on(std::uint64_t id, moo::Value value);
  /// Ends a task that waits or is ready, as if it was killed.
  void cancel(VirtualTime now, std::uint64_t id, Outbox& out);
  void conclude(VirtualTime now, std::uint64_t id, moo::Outcome const& end, Outbox& out);
  void publish_end(Entry const& entry, moo::Outcome const& end, bool is_stored, Outbox& out);
  void tell_of_abort(Entry const& entry, moo::Outcome const& end, Outbox& out);
  void start_timeout_handler(Entry const& entry, moo::Outcome const& end, Outbox& out);
  bool has(Defect defect) const { return settings_.defects.has(defect); }

  Settings const& settings_;
  Surroundings around_;
  Answers& answers_;
  TaskTable table_;
  TaskRecords records_;
  Delivery delivery_;
  ProgramHost host_;
  Rng moo_rng_;
  Rng request_rng_;
  std::vector<moo::Effect> effects_;  // Of the transaction that is open.
  std::vector<std::uint64_t> fresh_;  // Monitored, and not noted in the store yet.
  std::map<std::uint64_t, CutOff> cut_off_;
  std::optional<VirtualTime> cut_off_told_at_;
  std::vector<std::uint64_t> unforgotten_;     // Are over, and the store has them waiting.
  std::vector<HeldBack> held_back_;            // Until the store knows that they are over.
  std::optional<VirtualTime> store_again_at_;  // While the store owes us something.
  std::optional<VirtualTime> tell_again_at_;   // While there are tasks that it refused to begin.
  TaskCounts counts_;
};

}  // namespace drydock::moor::tasks
