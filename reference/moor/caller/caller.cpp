#include "reference/moor/caller/caller.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::caller {
namespace {

constexpr SocketName callers_socket = "callers";
constexpr std::string_view answer_timer = "answer";

Limits limits() {
  Limits limits;
  limits.lambdas = true;
  return limits;
}

}  // namespace

Caller::Caller(Settings settings, Rng rng)
    : settings_(std::move(settings)), rng_(rng.fork("caller_request_ids")) {}

void Caller::step(VirtualTime now, Input const& input, Outbox& out) {
  if (ended_) return;
  if (std::holds_alternative<Started>(input)) {
    SocketSpec spec;
    spec.type = SocketType::dealer;
    spec.connect = {settings_.callers_address};
    out.emplace_back(OpenSocket{callers_socket, std::move(spec)});
    for (CallerRequest const& request : settings_.requests) ask(now, request, out);
  } else if (std::holds_alternative<PeerUp>(input)) {
    on_up(now, out);
  } else if (std::holds_alternative<PeerDown>(input)) {
    on_down(now, out);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    on_reply(now, received->frames, out);
  } else if (auto const* fired = std::get_if<TimerFired>(&input)) {
    on_timer(now, fired->timer, out);
  } else if (std::holds_alternative<StopRequested>(input)) {
    stop(now, out);
  }
}

Uuid Caller::ask(VirtualTime now, CallerRequest request, Outbox& out) {
  Uuid const id = Uuid::random(rng_);
  Waiting& waiting = waiting_[id];
  waiting = {std::move(request), now};
  if (connected_) {
    send(now, id, waiting, out);
  } else {
    out.emplace_back(SetTimer{{answer_timer, id}, now + settings_.daemon_wait_max});
  }
  return id;
}

Duration Caller::wait_max(CallerRequest const& request) const {
  if (!request.timeout_seconds) return settings_.no_timeout_wait_max;
  double const seconds = *request.timeout_seconds;
  if (!std::isfinite(seconds) || seconds <= 0) return settings_.answer_wait_max;
  // Whoever names a longer time than a year waits for a year.
  double const bounded = std::min(seconds, 365.0 * 86'400);
  return Duration{std::llround(bounded * 1e9)} + settings_.answer_wait_max;
}

void Caller::send(VirtualTime now, Uuid const& id, Waiting& waiting, Outbox& out) {
  waiting.sent = true;
  Result<Bytes> payload = encode(waiting.request, limits());
  if (!payload) {
    settle(now, id, WorkerError{WorkerInvalidRequest{payload.error().message}}, out);
    return;
  }
  out.emplace_back(Send{{callers_socket}, frames_of(Frame{}, id.to_bytes(), *std::move(payload))});
  out.emplace_back(SetTimer{{answer_timer, id}, now + wait_max(waiting.request)});
}

void Caller::on_up(VirtualTime now, Outbox& out) {
  connected_ = true;
  std::vector<Uuid> unsent;
  for (auto const& [id, waiting] : waiting_) {
    if (!waiting.sent) unsent.push_back(id);
  }
  for (Uuid const& id : unsent) send(now, id, waiting_.at(id), out);
}

void Caller::on_down(VirtualTime now, Outbox& out) {
  connected_ = false;
  std::vector<Uuid> lost;
  for (auto const& [id, waiting] : waiting_) {
    if (waiting.sent) lost.push_back(id);
  }
  for (Uuid const& id : lost) settle(now, id, Unanswered{"the daemon went away"}, out);
}

void Caller::on_reply(VirtualTime now, Frames const& frames, Outbox& out) {
  if (frames.size() != 3) return;
  Result<Uuid> const id = Uuid::from_bytes(frames[1]);
  if (!id || !waiting_.contains(*id)) return;
  Decoded<CallerReply> reply = decode_caller_reply(frames[2], limits());
  if (!reply) {
    settle(now, *id, Unanswered{"the daemon's reply is unreadable: " + reply.error().text()}, out);
  } else if (Var* const value = std::get_if<Var>(&reply->outcome)) {
    settle(now, *id, std::move(*value), out);
  } else {
    settle(now, *id, std::get<WorkerError>(std::move(reply->outcome)), out);
  }
}

void Caller::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  auto const found = waiting_.find(timer.about);
  if (found == waiting_.end()) return;
  char const* const why = found->second.sent ? "no answer in time" : "no daemon answers";
  settle(now, timer.about, Unanswered{why}, out);
}

void Caller::settle(VirtualTime now, Uuid const& id, Outcome outcome, Outbox& out) {
  auto node = waiting_.extract(id);
  out.emplace_back(CancelTimer{{answer_timer, id}});
  settled_.push_back(
      {id, std::move(node.mapped().request), node.mapped().asked_at, now, std::move(outcome)});
  if (waiting_.empty() && settings_.exit_when_settled && !ended_) {
    ended_ = true;
    out.emplace_back(Exit{0, "every request is settled"});
  }
}

void Caller::stop(VirtualTime now, Outbox& out) {
  while (!waiting_.empty()) {
    settle(now, waiting_.begin()->first, Unanswered{"the caller was stopped"}, out);
  }
  if (ended_) return;
  ended_ = true;
  out.emplace_back(Exit{0, "stopped"});
}

}  // namespace drydock::moor::caller
