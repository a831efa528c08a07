#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/moor/sessions/desks.hpp"
#include "reference/moor/tasks/scheduler.hpp"

namespace drydock::moor::tasks {

/// The half of a daemon that runs programs: answers what asks for tasks and for the world, and
/// keeps both. What comes while a transaction is open waits for its end, which is near: replies are
/// never given from the middle of one. Source: hosts 3.3, 3.4, 4.3 to 4.8, 5.
class TaskFront final : public sessions::TaskDesk, private Scheduler::Answers {
 public:
  /// All of them outlive it.
  struct Surroundings {
    RecordStore& store;
    sessions::ConnectionDesk& desk;
    WorkerDesk& workers;
    WallClock const& clock;
    sessions::RpcPort const& rpc;
    /// Those who count for `counted`, if there are any.
    CountedStore const* counted_store = nullptr;
    Stopwatch const* stopwatch = nullptr;
  };

  TaskFront(Settings settings, Surroundings around, Rng const& rng);
  TaskFront(TaskFront const&) = delete;
  TaskFront& operator=(TaskFront const&) = delete;

  using Asker = sessions::Asker;
  // clang-format off
  void on(VirtualTime now, Asker const& asker, LoginCommand const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, Command const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, InvokeVerb const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, RequestedInput const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, OutOfBand const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, Eval const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, InvokeSystemHandler const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, CallSystemVerb const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, RequestSysProp const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, Verbs const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, Properties const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, Retrieve const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, Resolve const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, ListObjects const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, Program const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, UpdateProperty const& asked, Outbox& out) override { take(now, asker, asked, out); }
  void on(VirtualTime now, Asker const& asker, BatchWorldState const& asked, Outbox& out) override { take(now, asker, asked, out); }
  // clang-format on

  bool is_player(Obj const& object) const override;
  std::uint16_t flags_of(Obj const& object) const override;
  void arrived(VirtualTime now, Uuid const& client_id, ConnectType type, Obj const& handler,
               Outbox& out) override;
  bool gone(VirtualTime now, sessions::Connection const& connection, sessions::Gone why,
            bool last_of_player, Outbox& out) override;

  /// Loads the world and the tasks that waited; the starting core where there is no world yet.
  Result<void> start(VirtualTime now, Outbox& out) override;
  bool on_timer(VirtualTime now, TimerId const& timer, Outbox& out) override;
  void stop(VirtualTime now, Outbox& out) override;
  std::vector<Counter> counted(std::string_view category) const override;

  /// What came of a request that the WorkerDesk was asked for.
  void on_answer(VirtualTime now, Uuid const& request, WorkerOutcome outcome, Outbox& out) override;

  void check_invariants() const;
  static constexpr TimerId timer{"tasks"};

 private:
  /// What the world has to hear of. Its first step stores that it did: of an arrival, or, by
  /// erasing the record of the client's connection, of its end.
  struct Unasked {
    std::optional<Uuid> client;
    moo::VerbCall call;
    bool tells_of_arrival = false;
    bool ends_connection = false;
  };

  using Message = HostClientToDaemonMessageUnion;

  void take(VirtualTime now, Asker const& asker, Message message, Outbox& out);
  void go_on(VirtualTime now, Outbox& out);
  void serve(VirtualTime now, Outbox& out);
  void arrange_timer(VirtualTime now, Outbox& out);

  // One for each message. Those of the other half of the daemon never come here.
  void serve(Asker const& asker, LoginCommand const& asked, Outbox& out);
  void serve(Asker const& asker, Command const& asked, Outbox& out);
  void serve(Asker const& asker, InvokeVerb const& asked, Outbox& out);
  void serve(Asker const& asker, RequestedInput const& asked, Outbox& out);
  void serve(Asker const& asker, OutOfBand const& asked, Outbox& out);
  void serve(Asker const& asker, Eval const& asked, Outbox& out);
  void serve(Asker const& asker, InvokeSystemHandler const& asked, Outbox& out);
  void serve(Asker const& asker, CallSystemVerb const& asked, Outbox& out);
  void serve(Asker const& asker, RequestSysProp const& asked, Outbox& out);
  void serve(Asker const& asker, Verbs const& asked, Outbox& out);
  void serve(Asker const& asker, Properties const& asked, Outbox& out);
  void serve(Asker const& asker, Retrieve const& asked, Outbox& out);
  void serve(Asker const& asker, Resolve const& asked, Outbox& out);
  void serve(Asker const& asker, ListObjects const& asked, Outbox& out);
  void serve(Asker const& asker, Program const& asked, Outbox& out);
  void serve(Asker const& asker, UpdateProperty const& asked, Outbox& out);
  void serve(Asker const& asker, BatchWorldState const& asked, Outbox& out);
  template <class Other>
  void serve(Asker const& asker, Other const& asked, Outbox& out);

  /// Submits a task of `asker`'s whose end is an event, and answers with its id.
  void submit_monitored(Asker const& asker, std::uint64_t id, moo::Task task, Outbox& out);
  void submit_blocking(Asker const& asker, Purpose purpose, moo::Task task);
  void submit_unasked(Unasked unasked, Outbox& out);
  bool try_to_submit(Unasked const& unasked, Outbox& out);
  void submit_what_waits();
  /// An id, or the reply that there is none.
  std::optional<std::uint64_t> take_id(Asker const& asker, Outbox& out);

  void answer(VirtualTime now, Entry const& entry, moo::Outcome const& end, Outbox& out) override;
  void answer_login(VirtualTime now, Entry const& entry, moo::Outcome const& end, Outbox& out);
  void answer_eval(Entry const& entry, moo::Outcome const& end, Outbox& out);
  void answer_handler(Entry const& entry, moo::Outcome const& end, Outbox& out);
  void answer_system_verb(Entry const& entry, moo::Outcome const& end, Outbox& out);
  void not_retrieved(Asker const& asker, std::string_view what, Outbox& out);

  Settings const settings_;
  Surroundings around_;
  Rng rng_;
  std::optional<moo::World> world_;     // From the start on.
  std::optional<Scheduler> scheduler_;  // Likewise.
  std::deque<std::pair<Asker, Message>> waiting_;
  bool going_on_ = false;
  std::optional<VirtualTime> timer_at_;
  std::deque<Unasked> unsubmitted_;  // While the store gives no ids, or there is no room.
};

}  // namespace drydock::moor::tasks
