#include "reference/moor/sessions/rpc_port.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::sessions {

void RpcPort::open(Security const& security, Outbox& out) const {
  SocketSpec spec;
  spec.type = SocketType::router;
  spec.bind = {settings_.listen};
  spec.security = security;
  spec.frame_bytes_max = static_cast<std::int64_t>(settings_.message_bytes_max);
  out.emplace_back(OpenSocket{socket, std::move(spec)});
}

RequestRules RpcPort::rules() const {
  RequestRules rules;
  rules.limits.message_bytes = settings_.message_bytes_max;
  return rules;
}

std::optional<ReplyAddress> RpcPort::read(Received const& received, RequestReader& requests,
                                          Outbox& out) const {
  std::optional<ReplyAddress> from;
  Frames const& frames = received.frames;
  auto delimiter = frames.begin();
  while (delimiter != frames.end() && !delimiter->empty()) ++delimiter;
  if (delimiter == frames.end() || delimiter + 1 == frames.end()) {
    out.emplace_back(Log{LogLevel::debug, "a message without delimiter on the RPC socket"});
    return from;
  }
  from.emplace().peer = received.from;
  Frames& envelope = from->envelope;
  envelope.reserve(static_cast<std::size_t>(delimiter - frames.begin()) + 2);  // And the reply.
  for (auto one = frames.begin(); one != delimiter; ++one) envelope.push_back(*one);
  envelope.emplace_back();
  if (auto refusal = requests.read({delimiter + 1, frames.end()})) {
    reply(*std::move(from), ReplyResult{Failure{*std::move(refusal)}}, out);
    from.reset();
  }
  return from;
}

void RpcPort::reply(ReplyAddress&& to, ReplyResult const& result, Outbox& out) const {
  Result<Bytes> payload = encode(result);
  if (!payload) {  // A lambda, or a value beyond a limit: the asker is told all the same.
    RpcMessageError const why{RpcMessageErrorCode::internal_error,
                              "Failed to encode var: " + payload.error().message, std::nullopt};
    payload = encode(ReplyResult{Failure{why}});
  }
  ENSURE(payload.has_value());
  to.envelope.push_back(*std::move(payload));
  out.emplace_back(Send{to.peer, std::move(to.envelope)});
}

void RpcPort::accept(ReplyAddress to, DaemonToHostReply&& answer, Outbox& out) const {
  reply(std::move(to),
        ReplyResult{ReplyResultUnion(std::in_place_type<HostSuccess>, std::move(answer))}, out);
}

void RpcPort::accept(ReplyAddress to, DaemonToClientReply&& answer, Outbox& out) const {
  reply(std::move(to),
        ReplyResult{ReplyResultUnion(std::in_place_type<ClientSuccess>, std::move(answer))}, out);
}

void RpcPort::refuse(ReplyAddress to, RpcMessageErrorCode code, std::string message,
                     Outbox& out) const {
  reply(std::move(to), ReplyResult{Failure{{code, std::move(message), std::nullopt}}}, out);
}

void RpcPort::refuse(ReplyAddress to, SchedulerError error, Outbox& out) const {
  reply(std::move(to),
        ReplyResult{Failure{{RpcMessageErrorCode::task_error, std::nullopt, std::move(error)}}},
        out);
}

}  // namespace drydock::moor::sessions
