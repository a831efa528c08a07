#include "reference/moor/tasks/task_front.hpp"

#include <fmt/format.h>

#include "reference/core/ensure.hpp"
#include "reference/moor/tasks/ends.hpp"
#include "reference/moor/tasks/world_view.hpp"

namespace drydock::moor::tasks {
namespace {

/// Players of this daemon's world have numbers.
ObjId player_of(sessions::Asker const& asker) {
  auto const* number = asker.player ? std::get_if<ObjId>(&*asker.player) : nullptr;
  return number == nullptr ? system_object : *number;
}

std::string joined_by_blanks(std::vector<std::string> const& words) {
  return moo::joined(words, " ");
}

moo::VerbCall system_call(std::string verb, std::vector<Var> args, ObjId player) {
  moo::VerbCall call;
  call.where = system_object;
  call.verb = std::move(verb);
  call.args = std::move(args);
  call.player = player;
  call.caller = player;
  return call;
}

char const* verb_for(ConnectType type) {
  switch (type) {
    case ConnectType::connected:
      return "user_connected";
    case ConnectType::reconnected:
      return "user_reconnected";
    case ConnectType::created:
      return "user_created";
    case ConnectType::no_connect:
      break;
  }
  return nullptr;
}

}  // namespace

TaskFront::TaskFront(Settings settings, Surroundings around, Rng const& rng)
    : settings_(settings), around_(around), rng_(rng.fork("tasks")) {}

Result<void> TaskFront::start(VirtualTime now, Outbox& out) {
  auto world = open_world(around_.store);
  if (!world) return tl::make_unexpected(world.error());
  world_.emplace(*std::move(world));
  scheduler_.emplace(settings_,
                     Scheduler::Surroundings{*world_, around_.store, around_.desk, around_.workers,
                                             around_.clock, around_.stopwatch},
                     static_cast<Scheduler::Answers&>(*this), rng_);
  if (auto const loaded = scheduler_->load(now, out); !loaded) return loaded;
  constexpr std::string_view verb = "server_started";
  if (world_->find_verb(system_object, verb))
    submit_unasked({std::nullopt, system_call(std::string(verb), {}, system_object)}, out);
  for (Uuid const& client : around_.desk.connections().all()) {
    if (auto const untold = around_.desk.connections().find(client)->untold)
      arrived(now, client, untold->type, untold->handler, out);
  }
  go_on(now, out);
  return {};
}

void TaskFront::take(VirtualTime now, Asker const& asker, Message message, Outbox& out) {
  ENSURE(scheduler_.has_value());
  waiting_.emplace_back(asker, std::move(message));
  go_on(now, out);
}

void TaskFront::go_on(VirtualTime now, Outbox& out) {
  if (going_on_) return;  // Asked by the other half, about what we asked of it.
  going_on_ = true;
  submit_what_waits();
  scheduler_->wake(now, out);
  for (std::size_t steps = 0; steps < settings_.transactions_per_step; ++steps) {
    serve(now, out);
    if (!scheduler_->step(now, out) || scheduler_->is_busy()) break;
  }
  serve(now, out);
  scheduler_->store(now, out);
  arrange_timer(now, out);
  going_on_ = false;
}

void TaskFront::serve(VirtualTime, Outbox& out) {
  while (!scheduler_->is_busy() && !waiting_.empty()) {
    auto const next = std::move(waiting_.front());
    waiting_.pop_front();
    std::visit([&](auto const& asked) { serve(next.first, asked, out); }, next.second);
  }
}

void TaskFront::arrange_timer(VirtualTime now, Outbox& out) {
  auto next = scheduler_->next(now);
  VirtualTime const again = now + settings_.store_again;
  if (!unsubmitted_.empty() && (!next || *next > again)) next = again;
  if (next == timer_at_ && (!next || *next > now)) return;
  timer_at_ = next;
  if (next) {
    out.emplace_back(SetTimer{timer, *next});
  } else {
    out.emplace_back(CancelTimer{timer});
  }
}

bool TaskFront::on_timer(VirtualTime now, TimerId const& fired, Outbox& out) {
  if (fired != timer) return false;
  timer_at_.reset();
  go_on(now, out);
  return true;
}

void TaskFront::stop(VirtualTime now, Outbox& out) {
  if (!scheduler_) return;
  going_on_ = true;  // Nothing starts any more.
  scheduler_->stop(now, out);
  for (auto const& [asker, message] : std::exchange(waiting_, {}))
    around_.rpc.refuse(asker.reply, TaskAbortedCancelled{}, out);
}

std::vector<Counter> TaskFront::counted(std::string_view category) const {
  if (!scheduler_) return {};
  return counters_of(category, scheduler_->counts(), around_.counted_store);
}

void TaskFront::on_answer(VirtualTime now, Uuid const& request, WorkerOutcome outcome,
                          Outbox& out) {
  scheduler_->on_answer(request, std::move(outcome), out);
  go_on(now, out);
}

void TaskFront::check_invariants() const {
  if (scheduler_) scheduler_->check_invariants();
}

bool TaskFront::is_player(Obj const& object) const {
  auto const* found = world_ ? world_->find_committed(object) : nullptr;
  return found != nullptr && found->player;
}

std::uint16_t TaskFront::flags_of(Obj const& object) const {
  auto const* found = world_ ? world_->find_committed(object) : nullptr;
  return found == nullptr ? std::uint16_t{0} : tasks::flags_of(*found);
}

void TaskFront::arrived(VirtualTime now, Uuid const& client_id, ConnectType type,
                        Obj const& handler, Outbox& out) {
  auto const* connection = around_.desk.connections().find(client_id);
  if (connection == nullptr || !connection->player) return;
  auto const arrival = sessions::arrival_of(type, handler, *connection->player);
  if (!arrival) return;
  around_.desk.announce(client_id);
  Obj const player = *connection->player;
  auto call = system_call(verb_for(type), {Var(player)}, std::get<ObjId>(player));
  call.where = handler;
  submit_unasked({client_id, std::move(call), true, false}, out);
  go_on(now, out);
}

bool TaskFront::gone(VirtualTime now, sessions::Connection const& connection, sessions::Gone,
                     bool last_of_player, Outbox& out) {
  scheduler_->on_client_gone(now, connection.client_id, out);
  auto const* player = connection.player ? std::get_if<ObjId>(&*connection.player) : nullptr;
  bool const is_told = last_of_player && player != nullptr;
  if (is_told) {
    auto call = system_call("user_disconnected", {Var(Obj(*player))}, *player);
    submit_unasked({connection.client_id, std::move(call), false, true}, out);
  }
  go_on(now, out);
  return is_told;
}

std::optional<std::uint64_t> TaskFront::take_id(Asker const& asker, Outbox& out) {
  auto const id = scheduler_->take_id(out);
  if (!id) around_.rpc.refuse(asker.reply, CouldNotStartTask{}, out);
  return id;
}

void TaskFront::submit_monitored(Asker const& asker, std::uint64_t id, moo::Task task,
                                 Outbox& out) {
  around_.rpc.accept(asker.reply, TaskSubmitted{id}, out);
  scheduler_->submit(Entry{.task = std::move(task), .client = asker.client_id, .monitored = true});
}

void TaskFront::submit_blocking(Asker const& asker, Purpose purpose, moo::Task task) {
  Entry entry{.task = std::move(task), .purpose = purpose};
  entry.client = asker.client_id;
  entry.reply = asker.reply;
  entry.collects = purpose == Purpose::system_verb;
  scheduler_->submit(std::move(entry));
}

void TaskFront::submit_unasked(Unasked unasked, Outbox& out) {
  bool const is_next = unsubmitted_.empty();
  if (!is_next || !try_to_submit(unasked, out)) unsubmitted_.push_back(std::move(unasked));
}

bool TaskFront::try_to_submit(Unasked const& unasked, Outbox& out) {
  auto const id = scheduler_->take_id(out);
  if (!id) return false;
  Entry entry{.task = moo::Task::call(*id, unasked.call), .client = unasked.client};
  entry.unbegun = entry.task;
  entry.tells_of_arrival = unasked.tells_of_arrival;
  entry.ends_connection = unasked.ends_connection;
  scheduler_->submit(std::move(entry));
  return true;
}

void TaskFront::submit_what_waits() {
  Outbox unheard;  // That there is no id was said when it was asked for first.
  while (!unsubmitted_.empty() && try_to_submit(unsubmitted_.front(), unheard)) {
    unsubmitted_.pop_front();
  }
}

void TaskFront::serve(Asker const& asker, LoginCommand const& asked, Outbox& out) {
  auto const* connection = around_.desk.connections().find(asker.client_id);
  if (connection == nullptr)
    return around_.rpc.refuse(asker.reply, RpcMessageErrorCode::no_connection,
                              "No connection for client", out);
  auto const id = take_id(asker, out);
  if (!id) return;
  moo::VerbCall call;
  call.where = asked.handler_object;
  call.verb = "do_login_command";
  call.args.assign(asked.connect_args.begin(), asked.connect_args.end());
  call.argstr = joined_by_blanks(asked.connect_args);
  call.player = connection->object;
  Entry entry{.task = moo::Task::call(*id, std::move(call)), .purpose = Purpose::login};
  entry.client = asker.client_id;
  entry.reply = asker.reply;
  entry.login = asked;
  scheduler_->submit(std::move(entry));
}

void TaskFront::serve(Asker const& asker, Command const& asked, Outbox& out) {
  auto const id = take_id(asker, out);
  if (!id) return;
  submit_monitored(asker, *id,
                   moo::Task::command(*id, player_of(asker), asked.handler_object, asked.command),
                   out);
}

void TaskFront::serve(Asker const& asker, InvokeVerb const& asked, Outbox& out) {
  Obj where = ObjId{};
  if (auto const* by_id = std::get_if<ObjectRefId>(&asked.object)) {
    where = by_id->obj;
  } else if (auto const found = resolve(*world_, system_object, asked.object)) {
    where = *found;
  } else {
    return around_.rpc.refuse(asker.reply, RpcMessageErrorCode::internal_error,
                              "Could not start command", out);
  }
  auto const id = take_id(asker, out);
  if (!id) return;
  auto call = system_call(asked.verb.text, asked.args, player_of(asker));
  call.where = where;
  submit_monitored(asker, *id, moo::Task::call(*id, std::move(call)), out);
}

void TaskFront::serve(Asker const& asker, RequestedInput const& asked, Outbox& out) {
  if (!scheduler_->on_input(asker, asked.request_id, asked.input))
    return around_.rpc.refuse(asker.reply, RpcMessageErrorCode::internal_error,
                              text_of(InputRequestNotFound{asked.request_id}), out);
  around_.rpc.accept(asker.reply, InputThanks{}, out);
}

void TaskFront::serve(Asker const& asker, OutOfBand const& asked, Outbox& out) {
  auto const id = take_id(asker, out);
  if (!id) return;
  auto const* list = asked.args.as<List>();
  auto call = system_call("do_out_of_band_command",
                          list != nullptr ? list->elements : std::vector<Var>{asked.args},
                          player_of(asker));
  call.where = asked.handler_object;
  call.argstr = asked.argstr;
  around_.rpc.accept(asker.reply, TaskSubmitted{*id}, out);
  Entry entry{.task = moo::Task::call(*id, std::move(call)), .client = asker.client_id};
  entry.monitored = !settings_.defects.has(Defect::oob_never_ends);
  scheduler_->submit(std::move(entry));
}

void TaskFront::serve(Asker const& asker, Eval const& asked, Outbox& out) {
  ObjId const player = player_of(asker);
  auto const* programmer = world_->find(player);
  if (programmer == nullptr || !(programmer->programmer || programmer->wizard))
    return around_.rpc.accept(asker.reply, EvalResult{Var(moo::raised(ErrorCode::e_perm).value())},
                              out);
  auto const id = take_id(asker, out);
  if (!id) return;
  auto task = moo::Task::eval(*id, player, asked.expression);
  if (!task)
    return around_.rpc.refuse(asker.reply, CompilationError{compile_error_of(task.error())}, out);
  submit_blocking(asker, Purpose::eval, *std::move(task));
}

void TaskFront::serve(Asker const& asker, InvokeSystemHandler const& asked, Outbox& out) {
  if (around_.desk.connections().find(asker.client_id) == nullptr)
    return around_.rpc.refuse(asker.reply, RpcMessageErrorCode::internal_error,
                              "Connection not found", out);
  auto const id = take_id(asker, out);
  if (!id) return;
  auto call = system_call(fmt::format("invoke_{}_handler", asked.handler_type), asked.args,
                          player_of(asker));
  submit_blocking(asker, Purpose::system_handler, moo::Task::call(*id, std::move(call)));
}

void TaskFront::serve(Asker const& asker, CallSystemVerb const& asked, Outbox& out) {
  auto const id = take_id(asker, out);
  if (!id) return;
  auto call = system_call(asked.verb.text, asked.args, player_of(asker));
  submit_blocking(asker, Purpose::system_verb, moo::Task::call(*id, std::move(call)));
}

template <class Other>
void TaskFront::serve(Asker const&, Other const&, Outbox&) {
  ENSURE(false);
}

void TaskFront::answer(VirtualTime now, Entry const& entry, moo::Outcome const& end, Outbox& out) {
  switch (entry.purpose) {
    case Purpose::login:
      return answer_login(now, entry, end, out);
    case Purpose::eval:
      return answer_eval(entry, end, out);
    case Purpose::system_handler:
      return answer_handler(entry, end, out);
    case Purpose::system_verb:
      return answer_system_verb(entry, end, out);
    case Purpose::command:
    case Purpose::other:
      break;
  }
  ENSURE(false);
}

/// Whatever is wrong with who logs in is found before anything follows from it (HQ-23).
void TaskFront::answer_login(VirtualTime now, Entry const& entry, moo::Outcome const& end,
                             Outbox& out) {
  auto const& reply = *entry.reply;
  if (auto const error = error_of(end))
    return around_.rpc.refuse(reply, RpcMessageErrorCode::login_task_failed, text_of(*error), out);
  auto const* player = std::get<moo::Returned>(end).value.as<Obj>();
  if (player == nullptr) return around_.rpc.accept(reply, LoginResult{}, out);
  bool const good = is_player(*player);
  auto const refuse = [&] {
    around_.rpc.refuse(reply, RpcMessageErrorCode::permission_denied, "Permission denied", out);
  };
  if (!good && !settings_.defects.has(Defect::login_before_check)) return refuse();
  LoginCommand const& asked = *entry.login;
  bool const created = !asked.connect_args.empty() && asked.connect_args.front() == "create";
  ConnectType const type = created ? ConnectType::created : ConnectType::connected;
  std::optional<sessions::Arrival> arrival;
  if (asked.do_attach) arrival = sessions::arrival_of(type, asked.handler_object, *player);
  auto token = around_.desk.log_in(now, *entry.client, *player, arrival, out);
  if (!token) {
    out.emplace_back(Log{LogLevel::warning, "a login: " + token.error().message});
    return around_.rpc.refuse(reply, RpcMessageErrorCode::internal_error,
                              "Unable to update client connection", out);
  }
  if (asked.event_log_pubkey) around_.desk.set_event_log_key(*player, *asked.event_log_pubkey, out);
  if (asked.do_attach) arrived(now, *entry.client, type, asked.handler_object, out);
  if (!good) return refuse();
  LoginResult result;
  result.success = true;
  result.auth_token = AuthToken{*std::move(token)};
  result.connect_type = type;
  result.player = *player;
  result.player_flags = flags_of(*player);
  around_.rpc.accept(reply, std::move(result), out);
}

void TaskFront::answer_eval(Entry const& entry, moo::Outcome const& end, Outbox& out) {
  if (auto error = error_of(end)) return around_.rpc.refuse(*entry.reply, *std::move(error), out);
  around_.rpc.accept(*entry.reply, EvalResult{std::get<moo::Returned>(end).value}, out);
}

void TaskFront::answer_handler(Entry const& entry, moo::Outcome const& end, Outbox& out) {
  SystemHandlerResponseReply reply;
  if (auto error = error_of(end)) {
    reply.response = SystemHandlerError{*std::move(error)};
  } else {
    reply.response = SystemHandlerSuccess{std::get<moo::Returned>(end).value};
  }
  around_.rpc.accept(*entry.reply, std::move(reply), out);
}

void TaskFront::answer_system_verb(Entry const& entry, moo::Outcome const& end, Outbox& out) {
  VerbCallResponse reply;
  if (auto error = error_of(end)) {
    reply.response = VerbCallError{*std::move(error)};
  } else {
    reply.response = VerbCallSuccess{std::get<moo::Returned>(end).value, entry.output};
  }
  around_.rpc.accept(*entry.reply, std::move(reply), out);
}

}  // namespace drydock::moor::tasks
