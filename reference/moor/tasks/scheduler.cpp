#include "reference/moor/tasks/scheduler.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/caller/moo_error.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/sessions/event_channel.hpp"
#include "reference/moor/tasks/ends.hpp"

namespace drydock::moor::tasks {
namespace {

/// Ticks after which Defect::output_before_commit looks whether there is output.
constexpr std::int64_t eager_slice = 50;

moo::Value raised_by(WorkerError const& error) {
  auto const raised = caller::raised_by(error);
  return moo::raised(raised.code, raised.message);
}

ClientEventUnion end_of(std::uint64_t id, moo::Outcome const& end) {
  if (auto const* returned = std::get_if<moo::Returned>(&end))
    return TaskSuccessEvent{id, returned->value};
  return TaskErrorEvent{id, *error_of(end)};
}

/// Whether people see it even if what the step did is taken back.
bool is_output(moo::Effect const& effect) {
  return std::holds_alternative<moo::Notify>(effect) ||
         std::holds_alternative<moo::Present>(effect) ||
         std::holds_alternative<moo::Unpresent>(effect);
}

}  // namespace

Scheduler::Scheduler(Settings const& settings, Surroundings around, Answers& answers,
                     Rng const& rng)
    : settings_(settings),
      around_(around),
      answers_(answers),
      records_(around.store),
      delivery_(around.desk, around.clock, rng),
      host_(around.desk, around.workers, table_, around.clock),
      moo_rng_(rng.fork("programs")),
      request_rng_(rng.fork("task_requests")) {}

std::optional<std::uint64_t> Scheduler::take_id(Outbox& out) {
  if (table_.size() >= settings_.tasks_max) {
    out.emplace_back(Log{LogLevel::warning, "no room for another task"});
    return std::nullopt;
  }
  auto id = records_.take_id();
  while (id && table_.find(*id) != nullptr) id = records_.take_id();  // Defect::task_ids_restart.
  if (id) return *id;
  out.emplace_back(Log{LogLevel::error, "no task can start: " + id.error().message});
  return std::nullopt;
}

void Scheduler::submit(Entry entry) {
  ++counts_.submitted.count;
  if (entry.monitored && entry.client) fresh_.push_back(entry.task.id());
  table_.add(std::move(entry));
}

void Scheduler::wake(VirtualTime now, Outbox& out) {
  if (tell_again_at_ && *tell_again_at_ <= now) tell_again_at_.reset();
  if (cut_off_told_at_ && *cut_off_told_at_ <= now) {
    cut_off_told_at_.reset();
    auto cut_off = std::exchange(cut_off_, {});
    for (auto const& [task, one] : cut_off) records_.forget(task);
    bool const is_stored = store_ends();
    for (auto& [task, one] : cut_off) tell_end(one.client, std::move(one.end), is_stored, out);
  }
  for (std::uint64_t const id : table_.due(now)) {
    Entry* const entry = table_.find(id);
    if (entry->unbegun) {
      table_.move(id, Ready{});
    } else {
      go_on(id, std::exchange(entry->wakes_with, Var(0)));
    }
  }
}

/// What a restart would bring once more waits until it is stored that it was told.
void Scheduler::tell_end(Uuid const& client, ClientEventUnion end, bool is_stored, Outbox& out) {
  if (is_gone(client)) return;
  if (!is_stored) return held_back_.push_back({client, std::move(end)});
  around_.desk.publish(client, std::move(end), out);
}

void Scheduler::go_on(std::uint64_t id, moo::Value value) {
  Entry* const entry = table_.find(id);
  entry->woke_with = value;
  entry->task.resume(std::move(value));
  table_.move(id, Ready{});
}

std::optional<VirtualTime> Scheduler::next(VirtualTime now) const {
  if (table_.next()) return now;
  std::optional<VirtualTime> first;
  for (auto const& at : {table_.next_wake(), cut_off_told_at_, store_again_at_}) {
    if (at && (!first || *at < *first)) first = at;
  }
  if (first) first = std::max(now, *first);
  return first;
}

moo::Limits Scheduler::limits_of(Entry const& entry) const {
  moo::Limits limits;
  limits.ticks = entry.has_begun ? settings_.background_ticks : settings_.foreground_ticks;
  limits.time = entry.has_begun ? settings_.background_time : settings_.foreground_time;
  limits.frames = settings_.frames;
  limits.slice = has(Defect::output_before_commit) ? eager_slice : settings_.slice;
  return limits;
}

/// And has not come back as a new one.
bool Scheduler::is_gone(Uuid const& client) const {
  return around_.desk.connections().find(client) == nullptr;
}

bool Scheduler::step(VirtualTime now, Outbox& out) {
  auto const id = table_.next();
  if (!id) return false;
  Entry& entry = *table_.find(*id);
  if (entry.unbegun && tell_again_at_) {  // After those that came before it.
    table_.move(*id, Sleeping{tell_again_at_});
    return true;
  }
  if (!entry.begun_at) entry.begun_at = now;
  host_.enter(now, entry.client);
  moo::Surroundings around{.world = around_.world,
                           .host = host_,
                           .rng = moo_rng_,
                           .now = now,
                           .seconds_since_1970 = around_.clock.wall_time(now).unix_seconds(),
                           .limits = limits_of(entry),
                           .effects = effects_,
                           .calls = &counts_.calls,
                           .stopwatch = around_.stopwatch};
  if (entry.unbegun && entry.tells_of_arrival)
    around.also.push_back(sessions::Connections::told(*entry.client));
  if (entry.unbegun && entry.ends_connection && is_gone(*entry.client))
    around.also = sessions::Connections::erasure(*entry.client);
  // So that after a restart nobody hears that he who has done all was cut off.
  if (entry.is_noted) {
    around.with_end = [this, id = *id, client = *entry.client](moo::Outcome const& end) {
      std::string trouble;
      return records_.ended(id, client, *sessions::payload_of(end_of(id, end), trouble));
    };
  }
  Duration const begun = elapsed(around_.stopwatch);
  moo::Step step = moo::take_step(entry.task, around);
  ++counts_.steps.count;
  counts_.steps.time += elapsed(around_.stopwatch) - begun;
  if (!std::holds_alternative<moo::Interrupted>(step.outcome)) {
    settle(now, *id, std::move(step), out);
    return true;
  }
  if (!is_busy()) table_.move(*id, Interrupted{});
  if (has(Defect::output_before_commit)) {
    for (auto const& effect : std::exchange(effects_, {}))
      delivery_.deliver(now, entry, effect, out);
  }
  return true;
}

void Scheduler::settle(VirtualTime now, std::uint64_t id, moo::Step step, Outbox& out) {
  Entry& entry = *table_.find(id);
  if (is_busy()) table_.move(id, Ready{});
  if (step.is_refused) records_.not_ended(id);
  if (step.is_refused && try_again(now, entry)) return;
  entry.unbegun.reset();
  entry.has_begun = true;
  entry.is_saved = std::holds_alternative<moo::Sleeping>(step.outcome) ||
                   std::holds_alternative<moo::AskingWorker>(step.outcome);
  if (has(Defect::abort_overtakes_output)) tell_of_abort(entry, step.outcome, out);
  if (std::holds_alternative<moo::OutOfLimit>(step.outcome)) {
    // What it did is undone; what it said is not.
    std::erase_if(step.effects, [this](moo::Effect const& effect) {
      bool const bypasses =
          has(Defect::switch_bypasses) && std::holds_alternative<moo::SwitchPlayer>(effect);
      return !is_output(effect) && !bypasses;
    });
  }
  release(now, id, step, out);
  Entry* const left = table_.find(id);
  if (left == nullptr) return;  // It ended itself on the way.
  if (is_end(step.outcome)) {
    conclude(now, id, step.outcome, out);
  } else {
    wait(now, *left, step.outcome, out);
  }
}

/// Ends nobody can be told twice, and what the world has to hear of, are not lost to a store that
/// fails: as in a conflict, the step is taken again.
bool Scheduler::try_again(VirtualTime now, Entry& entry) {
  VirtualTime const again = now + settings_.store_again;
  if (entry.unbegun) {
    entry.task = *entry.unbegun;
    if (!tell_again_at_) tell_again_at_ = again;
    table_.move(entry.task.id(), Sleeping{tell_again_at_});
    return true;
  }
  if (!entry.is_saved) return false;
  auto task = moo::stored_task(around_.store, entry.task.id());
  if (!task) return false;
  entry.task = *std::move(task);
  entry.wakes_with = std::exchange(entry.woke_with, Var(0));
  table_.move(entry.task.id(), Sleeping{again});
  return true;
}

void Scheduler::release(VirtualTime now, std::uint64_t id, moo::Step& step, Outbox& out) {
  auto& effects = step.effects;
  if (has(Defect::switch_bypasses)) {
    for (auto const& effect : effects) {
      if (std::holds_alternative<moo::SwitchPlayer>(effect))
        delivery_.deliver(now, *table_.find(id), effect, out);
    }
    std::erase_if(effects, [](moo::Effect const& effect) {
      return std::holds_alternative<moo::SwitchPlayer>(effect);
    });
  }
  std::optional<Entry> ended;  // Its session stays until all that it said is said.
  for (auto const& effect : effects) {
    Entry* entry = table_.find(id);
    if (entry == nullptr) entry = &*ended;
    if (auto const* kill = std::get_if<moo::KillTask>(&effect)) {
      cancel(now, kill->task, out);
    } else if (auto const* booted = std::get_if<moo::BootPlayer>(&effect)) {
      if (!ended) ended = *entry;
      boot(now, id, booted->player, step.outcome, out);
    } else {
      delivery_.deliver(now, *entry, effect, out);
    }
  }
}

void Scheduler::boot(VirtualTime now, std::uint64_t id, Obj const& target,
                     moo::Outcome const& outcome, Outbox& out) {
  auto const clients = around_.desk.connections().clients_of(target);
  bool const inverted = has(Defect::boot_cancels_others);
  std::vector<std::uint64_t> ending;
  for (auto const& [task, entry] : table_.all()) {
    if (!entry.client) continue;
    bool const theirs = std::find(clients.begin(), clients.end(), *entry.client) != clients.end();
    if (entry.unbegun) continue;  // The world hears of it even if he is gone.
    if (theirs != inverted || (theirs && task == id)) ending.push_back(task);
  }
  for (std::uint64_t const task : ending) {
    bool const is_over = task == id && is_end(outcome);
    if (task == id && inverted && !is_over) continue;
    if (is_over) {
      conclude(now, id, outcome, out);  // Before the DisconnectEvent, after which nothing comes.
    } else {
      cancel(now, task, out);
    }
  }
  std::erase_if(cut_off_, [&](auto const& of_task) {
    auto const& [ended, one] = of_task;
    bool const theirs = std::find(clients.begin(), clients.end(), one.client) != clients.end();
    if (theirs) tell_end(one.client, one.end, records_.forget(ended) || store_ends(), out);
    return theirs;
  });
  around_.desk.boot(now, target, out);
}

void Scheduler::wait(VirtualTime now, Entry& entry, moo::Outcome const& outcome, Outbox& out) {
  std::uint64_t const id = entry.task.id();
  if (auto const* reading = std::get_if<moo::Reading>(&outcome)) return read(entry, *reading, out);
  auto const* sleeping = std::get_if<moo::Sleeping>(&outcome);
  if (sleeping != nullptr && sleeping->time == Duration::zero()) {
    table_.move(id, Sleeping{now + settings_.pause});
    return;
  }
  ++counts_.suspended.count;
  if (entry.monitored) delivery_.tell(entry, TaskSuspendedEvent{id}, out);
  if (sleeping == nullptr) return ask(now, entry, std::get<moo::AskingWorker>(outcome), out);
  Sleeping state;
  if (sleeping->time) state.wakes_at = now + *sleeping->time;
  table_.move(id, state);
}

void Scheduler::read(Entry& entry, moo::Reading const& reading, Outbox& out) {
  if (!entry.client || around_.desk.connections().find(*entry.client) == nullptr)
    return go_on(entry.task.id(), moo::raised(ErrorCode::e_invarg, "There is nobody to read from"));
  ++counts_.inputs_requested.count;
  Uuid const request = Uuid::random(request_rng_);
  table_.move(entry.task.id(), Reading{request});  // Before anybody can answer (HQ-46).
  RequestInputEvent event{request, std::nullopt};
  if (!reading.metadata.empty()) {
    auto& metadata = event.metadata.emplace();
    for (auto const& [key, value] : reading.metadata) metadata.push_back({key, value});
  }
  delivery_.tell(entry, std::move(event), out);
}

void Scheduler::ask(VirtualTime now, Entry& entry, moo::AskingWorker const& asking, Outbox& out) {
  ++counts_.workers_asked.count;
  Uuid const request = Uuid::random(request_rng_);
  CallerRequest asked{asking.worker_type, asking.arguments, Obj(entry.task.permissions()),
                      std::nullopt};
  if (asking.timeout) asked.timeout_seconds = seconds_of(*asking.timeout);
  table_.move(entry.task.id(), AskingWorker{request});
  around_.workers.ask(now, request, asked, out);
}

bool Scheduler::on_input(sessions::Asker const& asker, Uuid const& request, Var input) {
  auto const id = table_.reader(request);
  if (!id) return false;
  Entry const& entry = *table_.find(*id);
  bool const theirs = entry.client == asker.client_id || asker.player == Obj(entry.task.player());
  if (!theirs && !has(Defect::input_from_anybody)) return false;
  go_on(*id, std::move(input));
  return true;
}

void Scheduler::on_answer(Uuid const& request, WorkerOutcome outcome, Outbox& out) {
  auto const id = table_.asker(request);
  if (!id) {
    out.emplace_back(Log{LogLevel::debug, "a worker's answer for a task that is gone"});
    return;
  }
  if (auto const* error = std::get_if<WorkerError>(&outcome)) return go_on(*id, raised_by(*error));
  go_on(*id, std::get<Var>(std::move(outcome)));
}

void Scheduler::on_client_gone(VirtualTime now, Uuid const& client, Outbox& out) {
  std::vector<std::uint64_t> readers;
  for (auto const& [id, entry] : table_.all()) {
    if (entry.client == client && std::holds_alternative<Reading>(entry.state))
      readers.push_back(id);
  }
  for (std::uint64_t const id : readers) cancel(now, id, out);
}

void Scheduler::cancel(VirtualTime now, std::uint64_t id, Outbox& out) {
  Entry const* const entry = table_.find(id);
  if (entry == nullptr) return;  // It ended meanwhile.
  if (entry->is_saved) {
    ENSURE(!is_busy());
    if (auto const forgotten = moo::forget(around_.world, id); !forgotten) {
      out.emplace_back(
          Log{LogLevel::error, "a killed task stays stored: " + forgotten.error().message});
      unforgotten_.push_back(id);
    }
  }
  conclude(now, id, moo::Killed{}, out);
}

void Scheduler::tell_of_abort(Entry const& entry, moo::Outcome const& end, Outbox& out) {
  auto message = abort_message_of(end);
  if (!message) return;
  delivery_.tell(entry, SystemMessageEvent{Obj(entry.task.player()), *std::move(message)}, out);
}

void Scheduler::conclude(VirtualTime now, std::uint64_t id, moo::Outcome const& end, Outbox& out) {
  Entry entry = *table_.take(id);
  ++counts_.ended.count;
  if (entry.begun_at) counts_.ended.time += now - *entry.begun_at;
  bool const is_stored = !entry.is_noted || records_.forget(id) || store_ends();
  bool const told =
      has(Defect::abort_overtakes_output) && std::holds_alternative<moo::OutOfLimit>(end);
  if (!told) tell_of_abort(entry, end, out);
  auto const* failed = std::get_if<moo::Failed>(&end);
  bool const in_reply = entry.purpose == Purpose::login || entry.collects;
  if (failed != nullptr && !in_reply) delivery_.trace(now, entry, exception_of(*failed), out);
  if (entry.monitored) publish_end(entry, end, is_stored, out);
  if (entry.reply) answers_.answer(now, entry, end, out);
  if (std::holds_alternative<moo::OutOfLimit>(end)) start_timeout_handler(entry, end, out);
}

/// A core may want to know which tasks run out of their limits (hosts 5.5).
void Scheduler::start_timeout_handler(Entry const& entry, moo::Outcome const& end, Outbox& out) {
  constexpr std::string_view verb = "handle_task_timeout";
  auto const& limit = std::get<moo::OutOfLimit>(end);
  if (limit.verb == verb || !around_.world.find_verb(ObjId{0}, verb)) return;
  auto const id = take_id(out);
  if (!id) return;
  moo::VerbCall call;
  call.where = ObjId{0};
  call.verb = verb;
  call.args = {limit.limit == moo::OutOfLimit::Limit::ticks ? "ticks" : "seconds",
               list_of({list_of({limit.this_, limit.verb, int(limit.line)})}), List{}};
  call.player = entry.task.player();
  submit(Entry{.task = moo::Task::call(*id, std::move(call)), .client = entry.client});
}

void Scheduler::publish_end(Entry const& entry, moo::Outcome const& end, bool is_stored,
                            Outbox& out) {
  if (has(Defect::end_lost_when_killed) && std::holds_alternative<moo::Killed>(end)) return;
  ClientEventUnion event = end_of(entry.task.id(), end);
  if (has(Defect::end_lost_for_lambda) && !can_be_sent(event)) return;
  if (!is_stored && entry.client) return held_back_.push_back({*entry.client, std::move(event)});
  delivery_.tell(entry, event, out);
  if (has(Defect::ends_twice)) delivery_.tell(entry, std::move(event), out);
}

/// Whether the store knows of all ends now.
bool Scheduler::store_ends() {
  std::erase_if(unforgotten_, [&](std::uint64_t id) {
    return !is_busy() && moo::forget(around_.world, id).has_value();
  });
  return records_.store().has_value() && unforgotten_.empty();
}

void Scheduler::store(VirtualTime now, Outbox& out) {
  around_.desk.store_kept(out);
  for (std::uint64_t const id : std::exchange(fresh_, {})) {
    Entry* const entry = table_.find(id);
    if (entry == nullptr) continue;  // Over within the step in which it began.
    records_.note(id, *entry->client);
    entry->is_noted = true;
  }
  if (!store_ends()) {
    if (!store_again_at_)
      out.emplace_back(Log{LogLevel::error, "who waits for which task's end is not stored yet"});
    if (!store_again_at_ || *store_again_at_ <= now) store_again_at_ = now + settings_.store_again;
    return;
  }
  store_again_at_.reset();
  for (HeldBack& one : std::exchange(held_back_, {})) {
    if (!is_gone(one.client)) around_.desk.publish(one.client, std::move(one.end), out);
  }
}

Result<void> Scheduler::load(VirtualTime now, Outbox& out) {
  auto notes = records_.load();
  if (!notes) return tl::make_unexpected(notes.error());
  std::vector<Error> refused;
  auto tasks = moo::load_tasks(around_.store, refused);
  if (!tasks) return tl::make_unexpected(tasks.error());
  for (Error const& error : refused)
    out.emplace_back(Log{LogLevel::warning, "a task cannot go on: " + error.message});
  VirtualTime const again = now + settings_.restart_delay;
  auto const wall = around_.clock.wall_time(now).unix_seconds();
  for (moo::WaitingTask& waiting : *tasks) {
    std::uint64_t const id = waiting.task.id();
    records_.skip(id);
    Entry entry{.task = std::move(waiting.task)};
    entry.has_begun = entry.is_saved = true;
    entry.begun_at = now;
    Sleeping sleeping;
    if (waiting.asks_worker) {
      entry.wakes_with = raised_by(WorkerDetached{"the daemon restarted"});
      sleeping.wakes_at = again;
    } else if (waiting.wakes_at) {
      auto const left = std::max<std::int64_t>(*waiting.wakes_at - wall, 0);
      sleeping.wakes_at = std::max(again, now + std::chrono::seconds{left});
    }
    entry.state = sleeping;
    if (auto const note = notes->find(id); note != notes->end()) {
      entry.client = note->second.client;
      entry.monitored = entry.is_noted = true;
      notes->erase(note);
    }
    table_.add(std::move(entry));
  }
  for (auto const& [task, note] : *notes) {
    CutOff one{note.client, TaskErrorEvent{task, TaskAbortedCancelled{}}};
    if (note.end) {
      auto end = decode_client_event(*note.end);
      if (end) one.end = std::move(end->event);
      if (!end) out.emplace_back(Log{LogLevel::warning, "how a task ended: " + end.error().text()});
    }
    cut_off_.emplace(task, std::move(one));
  }
  if (!cut_off_.empty()) cut_off_told_at_ = again;
  if (has(Defect::task_ids_restart)) records_.restart_ids();
  return {};
}

void Scheduler::stop(VirtualTime now, Outbox& out) {
  around_.world.rollback();
  effects_.clear();
  std::vector<std::uint64_t> ending;
  for (auto const& [id, entry] : table_.all()) {
    if (!entry.is_saved) {
      ending.push_back(id);
    } else if (entry.reply) {
      answers_.answer(now, entry, moo::Killed{}, out);  // The task goes on, its asker does not.
    }
  }
  for (std::uint64_t const id : ending) {
    delivery_.tell(
        *table_.find(id),
        SystemMessageEvent{Obj(table_.find(id)->task.player()), "** Server is shutting down ** "},
        out);
    conclude(now, id, moo::Killed{}, out);
  }
  store(now, out);
}

}  // namespace drydock::moor::tasks
