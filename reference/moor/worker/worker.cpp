#include "reference/moor/worker/worker.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor::worker {
namespace {

constexpr TimerId attach_retry{"attach_retry"};
constexpr TimerId stop_grace{"stop_grace"};
constexpr TimerId stop_limit{"stop_limit"};
constexpr TimerId no_daemon{"no_daemon"};  // Of Defect::exits_without_daemon.
constexpr std::size_t lost_answer_every = 16;

Uuid choose_id(Settings const& settings, Rng& rng) {
  Uuid const drawn = Uuid::random(rng);  // In any case, to keep the stream's place.
  Uuid const fresh = settings.id.value_or(drawn);
  if (!settings.defects.has(Defect::fixed_id)) return fresh;
  return *Uuid::parse("00112233-4455-4677-8899-aabbccddeeff");
}

Rng id_stream(Rng const& rng) { return rng.fork("worker_id"); }

/// What a reply that is no success says, for the log and for the daemon.
std::string reason_of(DaemonToWorkerReplyUnion const& reply) {
  if (auto const* rejected = std::get_if<WorkerRejected>(&reply)) {
    return "WorkerRejected: " + rejected->reason.value_or("no reason given");
  }
  if (auto const* refused = std::get_if<WorkerAuthFailed>(&reply)) {
    return "WorkerAuthFailed: " + refused->reason;
  }
  if (auto const* invalid = std::get_if<WorkerInvalidPayload>(&reply)) {
    return "WorkerInvalidPayload: " + invalid->reason;
  }
  if (std::holds_alternative<WorkerNotRegistered>(reply)) return "WorkerNotRegistered";
  if (std::holds_alternative<WorkerUnknownRequest>(reply)) return "WorkerUnknownRequest";
  return "an unexpected reply";
}

bool accepts(DaemonToWorkerReplyUnion const& reply) {
  return std::holds_alternative<WorkerAttached>(reply) || std::holds_alternative<WorkerAck>(reply);
}

}  // namespace

Worker::Worker(Settings settings, std::unique_ptr<Service> service, Rng rng)
    : settings_(std::move(settings)),
      service_(std::move(service)),
      rng_(id_stream(rng)),
      id_(choose_id(settings_, rng_)),
      attach_backoff_(settings_.attach_retry_min, settings_.attach_retry_max,
                      rng.fork("attach_backoff"), !settings_.defects.has(Defect::no_jitter)),
      subscription_(settings_, rng.fork("subscription")),
      control_(settings_, id_, rng.fork("control")),
      jobs_(settings_, *service_) {}

void Worker::step(VirtualTime now, Input const& input, Outbox& out) {
  if (state_ == State::ended) return;
  std::visit([&](auto const& happened) { on(now, happened, out); }, input);
}

Uuid Worker::id_of(Settings const& settings, Rng const& rng) {
  Rng stream = id_stream(rng);
  return choose_id(settings, stream);
}

void Worker::use_token(VirtualTime now, std::optional<std::string> token, Outbox& out) {
  if (state_ != State::ended) control_.use_token(now, std::move(token), out);
}

void Worker::check_invariants() const {
  ENSURE(state_ != State::detaching || jobs_.idle());
  ENSURE(state_ != State::subscribing || !control_.in_flight(Kind::attach));
}

void Worker::on(VirtualTime now, Started const&, Outbox& out) {
  control_.open(now, out);
  if (has(Defect::exits_without_daemon)) {
    out.emplace_back(SetTimer{no_daemon, now + std::chrono::seconds{5}});
  }
  if (has(Defect::attach_before_subscribe)) {
    attach(now, out);
  } else {
    subscription_.open(now, out);
  }
}

void Worker::on(VirtualTime now, PeerUp const& up, Outbox& out) {
  if (up.peer.socket == dispatch_socket) {
    subscription_.on_up(now, out);
  } else {
    control_.on_up(now, out);
  }
}

void Worker::on(VirtualTime now, PeerDown const& down, Outbox& out) {
  if (down.refused) {
    on_refused(now, down.peer.socket, out);
  } else if (down.peer.socket == dispatch_socket) {
    subscription_.on_down(out);
    control_.drop_pongs();  // They would tell a new daemon that we can hear it.
  } else if (auto const exchanged = control_.on_down(now, out)) {
    on_exchanged(now, *exchanged, out);
  }
}

void Worker::on_refused(VirtualTime now, SocketName socket, Outbox& out) {
  if (socket == dispatch_socket) {
    subscription_.on_refused(now, out);
  } else {
    control_.on_refused(now, out);
  }
}

void Worker::on(VirtualTime now, Received const& received, Outbox& out) {
  if (received.from.socket == dispatch_socket) {
    subscription_.on_broadcast(now, out);
    attach_when_live(now, out);
    on_broadcast(now, read_broadcast(received.frames, id_, settings_), out);
  } else if (auto const exchanged = control_.on_reply(now, received.frames, out)) {
    on_exchanged(now, *exchanged, out);
  }
}

void Worker::on(VirtualTime now, TimerFired const& fired, Outbox& out) {
  TimerId const& timer = fired.timer;
  if (timer == Subscription::settles) {
    subscription_.on_settled();
    attach_when_live(now, out);
  } else if (timer == Subscription::silence) {
    subscription_.on_silence(now, out);
  } else if (timer == Subscription::reopen) {
    subscription_.open(now, out);
  } else if (timer == ControlChannel::reopen_timer) {
    control_.open(now, out);
  } else if (timer == ControlChannel::fall_back) {
    control_.on_fall_back(now, out);
  } else if (timer == Subscription::fall_back) {
    subscription_.on_fall_back(now, out);
  } else if (timer == ControlChannel::deadline) {
    if (auto const exchanged = control_.on_deadline(now, out)) on_exchanged(now, *exchanged, out);
  } else if (timer == attach_retry) {
    if (!waits_to_attach()) return;
    state_ = State::subscribing;
    attach_when_live(now, out);
  } else if (timer == stop_limit) {
    end(0, "stopped, though not everything could be said in time", out);
  } else if (timer == no_daemon) {
    if (!attached()) end(1, "no daemon", out);
  } else {
    std::vector<Finished> finished;
    if (timer == stop_grace) {
      jobs_.abandon(now, finished, out);
    } else {
      jobs_.on_timer(now, timer, finished, out);
    }
    answer(now, finished, out);
  }
}

void Worker::on(VirtualTime now, StopRequested const&, Outbox& out) { stop(now, out); }

void Worker::on_broadcast(VirtualTime now, Broadcast const& broadcast, Outbox& out) {
  if (std::holds_alternative<PingWorkers>(broadcast)) {
    on_ping(now, out);
  } else if (auto const* request = std::get_if<WorkerRequest>(&broadcast)) {
    on_request(now, *request, out);
  } else if (auto const* refused = std::get_if<RefusedRequest>(&broadcast)) {
    if (known_to_daemon()) post_error(now, refused->request_id, refused->error, out);
  } else if (std::holds_alternative<PleaseDie>(broadcast)) {
    if (!has(Defect::ignores_please_die)) stop(now, out);
  } else if (auto const* unreadable = std::get_if<Unreadable>(&broadcast)) {
    on_unreadable(*unreadable, out);
  }
}

void Worker::on_ping(VirtualTime now, Outbox& out) {
  if (!attached()) return;
  if (has(Defect::blocks_while_working) && !jobs_.idle()) return;
  pong(now, out);
  if (has(Defect::double_pong)) pong(now, out);
}

void Worker::on_request(VirtualTime now, WorkerRequest const& request, Outbox& out) {
  if (!known_to_daemon()) return;
  if (has(Defect::logs_arguments)) {
    out.emplace_back(Log{LogLevel::info, "request " + to_literal(list_of(request.request))});
  }
  std::vector<Finished> finished;
  jobs_.accept(now, request, finished, out);
  answer(now, finished, out);
}

void Worker::on_unreadable(Unreadable const& unreadable, Outbox& out) {
  using Why = Unreadable::Why;
  bool const fatal =
      (unreadable.why == Why::shape && has(Defect::dies_on_bad_broadcast)) ||
      (unreadable.why == Why::union_member && has(Defect::dies_on_unknown_message)) ||
      (unreadable.why == Why::size && has(Defect::dies_on_large_request));
  if (fatal) return end(1, unreadable.text, out);
  out.emplace_back(Log{LogLevel::warning, "broadcast ignored: " + unreadable.text});
}

void Worker::on_exchanged(VirtualTime now, Exchanged const& exchanged, Outbox& out) {
  switch (exchanged.kind) {
    case Kind::attach:
      on_attach_reply(now, exchanged, out);
      break;
    case Kind::pong:
      on_pong_reply(now, exchanged, out);
      break;
    case Kind::result:
    case Kind::error:
      on_answer_reply(now, exchanged, out);
      break;
    case Kind::detach:
      if (has(Defect::talks_after_detach) && control_.in_flight(Kind::detach)) return;
      end(0, "detached", out);
      return;
  }
  detach_when_done(now, out);
}

void Worker::on_attach_reply(VirtualTime now, Exchanged const& exchanged, Outbox& out) {
  if (state_ != State::attaching) return;
  bool const success =
      exchanged.reply && (accepts(*exchanged.reply) || has(Defect::rejected_is_attached));
  if (success) {
    state_ = State::ready;
    attach_backoff_.reset();
    out.emplace_back(Log{LogLevel::info, "attached as " + id_.text()});
    if (has(Defect::attach_before_subscribe)) subscription_.open(now, out);
    return;
  }
  state_ = exchanged.reply ? State::refused : State::unanswered;
  std::string const why = exchanged.reply ? reason_of(*exchanged.reply) : "no reply";
  out.emplace_back(Log{LogLevel::error, "not attached: " + why});
  if (has(Defect::gives_up_silently)) return;
  out.emplace_back(SetTimer{attach_retry, now + attach_backoff_.next()});
}

void Worker::on_pong_reply(VirtualTime now, Exchanged const& exchanged, Outbox& out) {
  if (!exchanged.reply) return;
  if (std::holds_alternative<WorkerAttached>(*exchanged.reply)) {
    if (has(Defect::reattached_is_fatal)) return end(1, "attached twice", out);
    out.emplace_back(Log{LogLevel::info, "the daemon had forgotten us, and knows us again"});
  } else if (std::holds_alternative<WorkerNotRegistered>(*exchanged.reply)) {
    if (state_ == State::ready && !has(Defect::ignores_not_registered)) attach(now, out);
  } else if (!accepts(*exchanged.reply)) {
    out.emplace_back(Log{LogLevel::warning, "pong refused: " + reason_of(*exchanged.reply)});
  }
}

void Worker::on_answer_reply(VirtualTime now, Exchanged const& exchanged, Outbox& out) {
  if (!exchanged.reply || accepts(*exchanged.reply)) return;
  out.emplace_back(Log{LogLevel::warning, "answer refused: " + reason_of(*exchanged.reply)});
  bool const invalid = std::holds_alternative<WorkerInvalidPayload>(*exchanged.reply) ||
                       std::holds_alternative<WorkerRejected>(*exchanged.reply);
  if (std::holds_alternative<WorkerNotRegistered>(*exchanged.reply)) {
    if (!has(Defect::ignores_not_registered)) register_again(now, out);
  } else if (invalid && exchanged.kind == Kind::result && !has(Defect::ignores_invalid_payload)) {
    post_error(now, exchanged.request_id,
               WorkerInternalError{"the result was refused: " + reason_of(*exchanged.reply)}, out);
  } else if (std::holds_alternative<WorkerUnknownRequest>(*exchanged.reply) &&
             has(Defect::resends_unknown)) {
    post_error(now, exchanged.request_id, WorkerInternalError{"once more"}, out);
  }
}

/// A pong makes a new record, and unlike an attach fails nothing where there is one by now. But as
/// long as we are deaf, what would be dispatched to that record would be lost. Where an attach had
/// no reply, the daemon's word ends the wait for the next (W-11); where it was refused, it does not
/// (W-15).
void Worker::register_again(VirtualTime now, Outbox& out) {
  if (state_ == State::unanswered) {
    out.emplace_back(CancelTimer{attach_retry});
    state_ = State::subscribing;
    return attach_when_live(now, out);
  }
  if (state_ != State::ready) return;
  if (subscription_.live() || has(Defect::attach_before_subscribe)) return pong(now, out);
  state_ = State::subscribing;
}

void Worker::attach_when_live(VirtualTime now, Outbox& out) {
  bool const may_be_deaf = has(Defect::attach_before_subscribe);
  if (state_ == State::subscribing && (subscription_.live() || may_be_deaf)) attach(now, out);
}

void Worker::attach(VirtualTime now, Outbox& out) {
  if (has(Defect::pong_before_attach)) pong(now, out);
  state_ = State::attaching;
  auto const posted = control_.post(now, Kind::attach, {}, AttachWorker{id_, settings_.type}, out);
  if (!posted) end(2, "the attach message cannot be encoded: " + posted.error().message, out);
}

void Worker::pong(VirtualTime now, Outbox& out) {
  Uuid const told = has(Defect::changing_id) ? Uuid::random(rng_) : id_;
  auto const posted = control_.post(now, Kind::pong, {}, WorkerPong{told, settings_.type}, out);
  ENSURE(posted.has_value());  // Its attach, with the same fields, was encoded.
}

void Worker::answer(VirtualTime now, std::vector<Finished> const& finished, Outbox& out) {
  for (Finished const& one : finished) {
    ++answers_;
    if (has(Defect::loses_answers) && answers_ % lost_answer_every == 0) continue;
    if (has(Defect::drops_answers_when_away) && !control_.connected()) continue;
    post_answer(now, one, out);
    if (has(Defect::answers_twice)) post_answer(now, one, out);
  }
  detach_when_done(now, out);
}

void Worker::post_answer(VirtualTime now, Finished const& finished, Outbox& out) {
  if (auto const* error = std::get_if<WorkerError>(&finished.answer)) {
    return post_error(now, finished.request_id, *error, out);
  }
  RequestResult result{id_, finished.request_id, std::get<Var>(finished.answer)};
  auto const posted = control_.post(now, Kind::result, finished.request_id, std::move(result), out);
  if (posted || has(Defect::silent_on_failure)) return;
  post_error(now, finished.request_id,
             WorkerInternalError{"the result cannot be sent: " + posted.error().message}, out);
}

void Worker::post_error(VirtualTime now, Uuid const& request_id, WorkerError error, Outbox& out) {
  auto const posted = control_.post(now, Kind::error, request_id,
                                    RequestError{id_, request_id, std::move(error)}, out);
  if (posted) return;
  WorkerInternalError const plain{"the error of the service cannot be sent"};
  auto const second =
      control_.post(now, Kind::error, request_id, RequestError{id_, request_id, plain}, out);
  ENSURE(second.has_value());
}

void Worker::stop(VirtualTime now, Outbox& out) {
  if (state_ == State::stopping || state_ == State::detaching) return;
  bool const unknown_to_daemon = state_ != State::ready && !control_.in_flight(Kind::attach);
  if (unknown_to_daemon || has(Defect::no_detach)) return end(0, "stopped", out);
  state_ = State::stopping;
  out.emplace_back(SetTimer{stop_grace, now + settings_.stop_grace});
  out.emplace_back(SetTimer{stop_limit, now + settings_.stop_max});
  std::vector<Finished> finished;
  jobs_.stop(now, finished, out);
  if (has(Defect::abandons_jobs)) {
    std::vector<Finished> lost;
    jobs_.abandon(now, lost, out);
  }
  answer(now, finished, out);
}

void Worker::detach_when_done(VirtualTime now, Outbox& out) {
  if (state_ != State::stopping || !jobs_.idle()) return;
  state_ = State::detaching;
  // The last in its order of urgency, so what was posted before goes before it.
  auto const posted = control_.post(now, Kind::detach, {}, DetachWorker{id_}, out);
  ENSURE(posted.has_value());
  if (has(Defect::talks_after_detach)) {
    std::ignore = control_.post(now, Kind::detach, {}, WorkerPong{id_, settings_.type}, out);
  }
}

void Worker::end(int code, std::string reason, Outbox& out) {
  state_ = State::ended;
  out.emplace_back(Exit{code, std::move(reason)});
}

}  // namespace drydock::moor::worker
