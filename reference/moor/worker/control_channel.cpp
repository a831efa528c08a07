#include "reference/moor/worker/control_channel.hpp"

#include <algorithm>
#include <utility>

#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::worker {
namespace {

constexpr std::size_t pongs_waiting_max = 16;  // More are of pings long past.

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

void ControlChannel::open(Outbox& out) const {
  SocketSpec spec;
  spec.type = loose() ? SocketType::dealer : SocketType::req;
  spec.connect = {settings_.response_address};
  spec.security = settings_.security_of(settings_.response_address);
  spec.reconnect_max = std::chrono::seconds{5};
  out.emplace_back(OpenSocket{control_socket, std::move(spec)});
}

void ControlChannel::reopen(Outbox& out) {
  connected_ = false;
  out.emplace_back(CloseSocket{control_socket});
  open(out);
}

Result<void> ControlChannel::post(VirtualTime now, Kind kind, Uuid const& request_id,
                                  WorkerToDaemonUnion const& message, Outbox& out) {
  Result<Bytes> payload = encode(WorkerToDaemonMessage{message, std::nullopt});
  if (!payload) return fail(payload.error().message);
  Defects const& defects = settings_.defects;
  if (defects.has(Defect::size_prefix)) *payload = with_size_prefix(*payload);
  Frames frames{worker_id_.to_bytes(), *std::move(payload)};
  if (defects.has(Defect::extra_frame)) frames.emplace_back(Frame{0});
  if (loose()) frames.insert(frames.begin(), Frame{});
  if (kind == Kind::pong && queue_of(kind).size() >= pongs_waiting_max) return {};
  queue_of(kind).push_back({kind, request_id, std::move(frames)});
  send_next(now, out);
  return {};
}

void ControlChannel::send_next(VirtualTime now, Outbox& out) {
  if (!connected_ || flying_) return;
  for (std::deque<Posted>& queue : queues_) {
    if (queue.empty()) continue;
    flying_ = std::move(queue.front());
    queue.pop_front();
    out.emplace_back(Send{{control_socket}, flying_->frames});
    if (!settings_.defects.has(Defect::waits_for_ever)) {
      out.emplace_back(SetTimer{deadline, now + settings_.reply_wait_max});
    }
    return;
  }
}

void ControlChannel::on_up(VirtualTime now, Outbox& out) {
  connected_ = true;
  refusal_backoff_.reset();
  send_next(now, out);
}

std::optional<Exchanged> ControlChannel::on_down(VirtualTime, Outbox& out) {
  connected_ = false;
  if (settings_.defects.has(Defect::drops_answers_when_away)) {
    queue_of(Kind::result).clear();
    queue_of(Kind::error).clear();
  }
  if (!flying_ || settings_.defects.has(Defect::waits_for_ever)) return std::nullopt;
  Posted broken = *std::exchange(flying_, std::nullopt);
  out.emplace_back(CancelTimer{deadline});
  reopen(out);  // A REQ that lost its peer would wait for its reply for ever.
  if (broken.sent_before || broken.kind == Kind::pong) {
    return Exchanged{broken.kind, broken.request_id, std::nullopt};
  }
  broken.sent_before = true;
  queue_of(broken.kind).push_front(std::move(broken));
  return std::nullopt;
}

void ControlChannel::on_refused(VirtualTime now, Outbox& out) {
  out.emplace_back(Log{LogLevel::error, "the daemon refuses our key on its control socket"});
  connected_ = false;
  out.emplace_back(CloseSocket{control_socket});
  if (settings_.defects.has(Defect::gives_up_when_refused)) return;
  out.emplace_back(SetTimer{reopen_timer, now + refusal_backoff_.next()});
}

std::optional<Exchanged> ControlChannel::on_reply(VirtualTime now, Frames const& frames,
                                                  Outbox& out) {
  if (!flying_) return std::nullopt;
  Posted const answered = *std::exchange(flying_, std::nullopt);
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
  send_next(now, out);
  return exchanged;
}

std::optional<Exchanged> ControlChannel::on_deadline(VirtualTime now, Outbox& out) {
  if (!flying_) return std::nullopt;
  Posted const given_up = *std::exchange(flying_, std::nullopt);
  out.emplace_back(Log{LogLevel::warning, "no reply to a control message in time"});
  if (loose()) {
    send_next(now, out);
  } else {
    reopen(out);
  }
  return Exchanged{given_up.kind, given_up.request_id, std::nullopt};
}

}  // namespace drydock::moor::worker
