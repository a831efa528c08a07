#include "reference/moor/daemon/caller_port.hpp"

#include <string>
#include <utility>

#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr std::size_t frame_count = 3;  // Delimiter, the caller's request id, the request.

Limits caller_limits(Settings const& settings) {
  Limits limits;
  limits.message_bytes = settings.message_bytes_max;
  limits.lambdas = true;  // Callers may hold one; it is refused where it would go to a worker.
  return limits;
}

}  // namespace

void CallerPort::open(Outbox& out) const {
  SocketSpec spec;
  spec.type = SocketType::router;
  spec.bind = {settings_.callers_listen};
  spec.linger = std::chrono::seconds{1};  // The last words of a daemon that stops.
  spec.frame_bytes_max = static_cast<std::int64_t>(settings_.message_bytes_max);
  out.emplace_back(OpenSocket{callers_socket, std::move(spec)});
}

std::optional<CallerPort::Asked> CallerPort::read(PeerId const& from, Frames const& frames,
                                                  Outbox& out) const {
  if (frames.size() != frame_count || !frames[0].empty()) {
    out.emplace_back(Log{LogLevel::warning, "a caller's message is not [empty][id][request]"});
    return std::nullopt;
  }
  Result<Uuid> const id = Uuid::from_bytes(frames[1]);
  if (!id) {
    out.emplace_back(Log{LogLevel::warning, "a caller's request id: " + id.error().message});
    return std::nullopt;
  }
  Caller const caller{from, *id};
  Decoded<CallerRequest> request = decode_caller_request(frames[2], caller_limits(settings_));
  if (!request) {
    tell(caller, WorkerError{WorkerInvalidRequest{request.error().text()}}, out);
    return std::nullopt;
  }
  return Asked{caller, *std::move(request)};
}

void CallerPort::tell(Caller const& caller, Outcome outcome, Outbox& out) const {
  Result<Bytes> payload = encode(CallerReply{std::move(outcome)}, caller_limits(settings_));
  if (!payload) {
    WorkerError const why{
        WorkerInternalError{"the answer cannot be passed on: " + payload.error().message}};
    payload = encode(CallerReply{why}, caller_limits(settings_));
    if (!payload) return;
  }
  out.emplace_back(
      Send{caller.peer, frames_of(Frame{}, caller.request_id.to_bytes(), *std::move(payload))});
}

}  // namespace drydock::moor::daemon
