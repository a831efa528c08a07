#include "reference/moor/worker/control_channel.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/mark.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::worker {
namespace {

constexpr std::size_t pongs_waiting_max = 16;  // More are of pings long past.

bool mentions(WorkerAuthFailed const& refused, std::string_view word) {
  return refused.reason.find(word) != std::string::npos;
}

Bytes with_size_prefix(Bytes const& payload) {
  constexpr std::size_t prefix_size = 4;
  Bytes prefixed(prefix_size + payload.size());
  for (std::size_t at = 0; at < prefix_size; ++at) {
    prefixed[at] = static_cast<std::uint8_t>(payload.size() >> (8 * at));
  }
  std::copy(payload.begin(), payload.end(), prefixed.begin() + prefix_size);
  return prefixed;
}

}  // namespace

void ControlChannel::open(VirtualTime now, Outbox& out) const {
  SocketSpec spec;
  spec.type = loose() ? SocketType::dealer : SocketType::req;
  spec.connect = {settings_.response_address};
  spec.security = settings_.security_of(settings_.response_address);
  if (in_the_clear_) spec.security = Plain{.by_protocol = true};
  spec.reconnect_max = std::chrono::seconds{5};
  auto const* curve = std::get_if<CurveClient>(&spec.security);
  if (curve != nullptr && settings_.defects.has(Defect::logs_secret_key)) {
    out.emplace_back(
        Log{LogLevel::info, "connects with key " + z85_of_secret(curve->keys.secret_key)});
  }
  bool const may_fall_back = curve != nullptr && settings_.defects.has(Defect::falls_back_to_plain);
  out.emplace_back(OpenSocket{control_socket, std::move(spec)});
  if (may_fall_back) out.emplace_back(SetTimer{fall_back, now + fall_back_after});
}

void ControlChannel::reopen(VirtualTime now, Outbox& out) {
  connected_ = false;
  out.emplace_back(CloseSocket{control_socket});
  open(now, out);
}

void ControlChannel::on_fall_back(VirtualTime now, Outbox& out) {
  if (connected_) return;
  in_the_clear_ = true;
  reopen(now, out);
}

Result<void> ControlChannel::post(VirtualTime now, Kind kind, Uuid const& request_id,
                                  WorkerToDaemonUnion message, Outbox& out) {
  Result<Frames> frames = frames_of(message);
  if (!frames) return fail(frames.error().message);
  if (kind == Kind::pong && queue_of(kind).size() >= pongs_waiting_max) return {};
  Posted posted{kind, request_id, *std::move(frames)};
  posted.token_number = token_number_;
  if (settings_.profile == Profile::strict) posted.message = std::move(message);
  queue_of(kind).push_back(std::move(posted));
  send_next(now, out);
  return {};
}

Result<Frames> ControlChannel::frames_of(WorkerToDaemonUnion const& message) const {
  static std::optional<std::string> const made_up{"v4.public.bm8tdG9rZW4"};
  Defects const& defects = settings_.defects;
  bool const makes_up = !token_ && defects.has(Defect::token_for_everyone);
  Result<Bytes> payload = encode(message, makes_up ? made_up : token_);
  if (!payload) return fail(payload.error().message);
  if (defects.has(Defect::size_prefix)) *payload = with_size_prefix(*payload);
  Frames frames = drydock::frames_of(worker_id_.to_bytes(), *std::move(payload));
  if (defects.has(Defect::extra_frame)) frames.emplace_back(Frame{0});
  if (loose()) frames.insert(frames.begin(), Frame{});
  return frames;
}

void ControlChannel::renew_frames(Posted& posted) const {
  if (posted.token_number == token_number_ || !posted.message) return;
  // Only the token's length could bring it over a limit; then it has to do with the old one.
  if (Result<Frames> frames = frames_of(*posted.message)) posted.frames = *std::move(frames);
  posted.token_number = token_number_;
}

void ControlChannel::use_token(VirtualTime now, std::optional<std::string> token, Outbox& out) {
  token_ = std::move(token);
  ++token_number_;
  wants_token_ = false;
  held_ = false;
  send_next(now, out);
}

void ControlChannel::send_next(VirtualTime now, Outbox& out) {
  if (!connected_ || flying_ || held_) return;
  for (std::deque<Posted>& queue : queues_) {
    if (queue.empty()) continue;
    flying_ = std::move(queue.front());
    queue.pop_front();
    renew_frames(*flying_);
    Frames& frames = flying_->frames;
    bool const may_go_again = flying_->kind != Kind::pong || flying_->message;
    out.emplace_back(Send{{control_socket}, may_go_again ? Frames(frames) : std::move(frames)});
    if (!settings_.defects.has(Defect::waits_for_ever)) {
      out.emplace_back(SetTimer{deadline, now + settings_.reply_wait_max});
    }
    return;
  }
}

bool ControlChannel::holds_back(Kind kind) const {
  std::deque<Posted> const& queue = queues_[static_cast<std::size_t>(kind)];
  return !queue.empty() && !queue.front().sent_before && !queue.front().repeated;
}

void ControlChannel::on_up(VirtualTime now, Outbox& out) {
  connected_ = true;
  if (settings_.defects.has(Defect::falls_back_to_plain)) out.emplace_back(CancelTimer{fall_back});
  refusal_backoff_.reset();
  send_next(now, out);
}

std::optional<Exchanged> ControlChannel::on_down(VirtualTime now, Outbox& out) {
  connected_ = false;
  if (settings_.defects.has(Defect::drops_answers_when_away)) {
    queue_of(Kind::result).clear();
    queue_of(Kind::error).clear();
  }
  if (!flying_ || settings_.defects.has(Defect::waits_for_ever)) return std::nullopt;
  Posted broken = *std::exchange(flying_, std::nullopt);
  out.emplace_back(CancelTimer{deadline});
  reopen(now, out);  // A REQ that lost its peer would wait for its reply for ever.
  if (broken.sent_before || broken.kind == Kind::pong) {
    return Exchanged{broken.kind, broken.request_id, std::nullopt};
  }
  broken.sent_before = true;
  queue_of(broken.kind).push_front(std::move(broken));
  return std::nullopt;
}

void ControlChannel::on_refused(VirtualTime now, Outbox& out) {
  mark("worker.key-refused");
  out.emplace_back(Log{LogLevel::error, "the daemon refuses our key on its control socket"});
  connected_ = false;
  out.emplace_back(CloseSocket{control_socket});
  if (settings_.defects.has(Defect::gives_up_when_refused)) return;
  out.emplace_back(SetTimer{reopen_timer, now + refusal_backoff_.next()});
}

std::optional<Exchanged> ControlChannel::on_reply(VirtualTime now, Frames const& frames,
                                                  Outbox& out) {
  if (!flying_) return std::nullopt;
  Posted answered = *std::move(flying_);
  flying_.reset();
  out.emplace_back(CancelTimer{deadline});
  Exchanged exchanged{answered.kind, answered.request_id, std::nullopt};
  std::size_t const payload_at = loose() ? 1 : 0;
  if (frames.size() > payload_at) {
    if (auto reply = decode_reply(frames[payload_at])) {
      exchanged.reply = std::move(reply->reply);
    } else {
      out.emplace_back(
          Log{LogLevel::warning, "the daemon's reply is unreadable: " + reply.error().text()});
    }
  }
  bool const again = exchanged.reply && waits_for_token(answered, *exchanged.reply);
  if (again) queue_of(answered.kind).push_front(std::move(answered));
  send_next(now, out);
  if (again) return std::nullopt;
  return exchanged;
}

bool ControlChannel::heeds_tokens() const {
  return settings_.profile == Profile::strict && !settings_.defects.has(Defect::never_renews);
}

bool ControlChannel::waits_for_token(Posted& answered, DaemonToWorkerReplyUnion const& reply) {
  auto const* refused = std::get_if<WorkerAuthFailed>(&reply);
  // Other reasons, such as another identity's worker id, no token can mend.
  if (refused == nullptr || !heeds_tokens() || !mentions(*refused, "token")) return false;
  bool const has_newer = answered.token_number != token_number_;
  if (!has_newer) wants_token_ = true;
  bool const may_repeat = !answered.repeated || settings_.defects.has(Defect::repeats_without_end);
  mark("worker.token-refused");
  if (!mentions(*refused, "expired") || !may_repeat) return false;
  answered.repeated = true;
  held_ = !has_newer;
  return true;
}

std::optional<Exchanged> ControlChannel::on_deadline(VirtualTime now, Outbox& out) {
  if (!flying_) return std::nullopt;
  Posted const given_up = *std::exchange(flying_, std::nullopt);
  out.emplace_back(Log{LogLevel::warning, "no reply to a control message in time"});
  if (loose()) {
    send_next(now, out);
  } else {
    reopen(now, out);
  }
  return Exchanged{given_up.kind, given_up.request_id, std::nullopt};
}

}  // namespace drydock::moor::worker
