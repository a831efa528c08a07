#include "reference/moor/sessions/event_channel.hpp"

#include <string_view>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::sessions {
namespace {

constexpr std::string_view clients_topic = "broadcast";
constexpr std::string_view hosts_topic = "hosts";

/// The end of a task without the value that cannot be sent; absent for other events.
std::optional<ClientEventUnion> without_value(ClientEventUnion const& event,
                                              std::string const& why) {
  if (auto const* success = std::get_if<TaskSuccessEvent>(&event)) {
    return TaskSuccessEvent{success->task_id, ErrorValue{ErrorCode::e_type, why, {}, {}}};
  }
  if (auto const* error = std::get_if<TaskErrorEvent>(&event)) {
    return TaskErrorEvent{error->task_id, TaskAbortedError{}};
  }
  return std::nullopt;
}

}  // namespace

void EventChannel::open(Security const& security, Outbox& out) const {
  SocketSpec spec;
  spec.type = SocketType::xpub;
  spec.bind = {settings_.listen};
  spec.security = security;
  spec.send_high_water_mark = settings_.send_high_water_mark;
  out.emplace_back(OpenSocket{socket, std::move(spec)});
}

void EventChannel::close(Outbox& out) {
  topics_.clear();
  out.emplace_back(CloseSocket{socket});
}

void EventChannel::on_received(Received const& received, Outbox& out) {
  if (received.frames.size() != 1 || received.frames[0].empty()) return;
  Frame const& message = received.frames[0];
  ByteView const topic = ByteView{message}.subspan(1);
  if (message[0] == 0) topics_.erase(std::string(drydock::text_of(topic)));
  if (message[0] != 1) return;
  topics_.emplace(drydock::text_of(topic));
  if (Result<Uuid> const client = Uuid::from_bytes(topic)) {
    release(*client, out);
  } else if (topic.size() < sizeof(Uuid::bytes)) {
    std::vector<Uuid> heard;
    for (auto const& [id, events] : held_) {
      if (is_subscribed(id)) heard.push_back(id);
    }
    for (Uuid const& id : heard) release(id, out);
  }
}

bool EventChannel::is_subscribed(Uuid const& client_id) const {
  std::string_view const topic = drydock::text_of(ByteView{client_id.bytes});
  for (std::size_t length = 0; length <= topic.size(); ++length) {
    if (topics_.contains(topic.substr(0, length))) return true;
  }
  return false;
}

void EventChannel::client_arrived(VirtualTime now, Uuid const& client_id, Outbox& out) {
  hold(now, client_id, settings_.hold_max, out);
}

void EventChannel::client_returns(VirtualTime now, Uuid const& client_id, Outbox& out) {
  hold(now, client_id, settings_.return_hold_max, out);
}

void EventChannel::hold(VirtualTime now, Uuid const& client_id, Duration longest, Outbox& out) {
  if (longest <= Duration{0} || is_subscribed(client_id)) return;
  held_.try_emplace(client_id);
  out.emplace_back(SetTimer{{hold_timer, client_id}, now + longest});
}

void EventChannel::client_gone(Uuid const& client_id, Outbox& out) { release(client_id, out); }

void EventChannel::release(Uuid const& client_id, Outbox& out) {
  auto const place = held_.find(client_id);
  if (place == held_.end()) return;
  out.emplace_back(CancelTimer{{hold_timer, client_id}});
  for (Frames& frames : place->second) out.emplace_back(Send{{socket}, std::move(frames)});
  held_.erase(place);
}

std::optional<Bytes> payload_of(ClientEventUnion event, std::string& trouble) {
  ClientEvent const message{std::move(event)};
  Result<Bytes> payload = encode(message);
  if (payload) return *std::move(payload);
  trouble = payload.error().message;
  auto rest = without_value(message.event, trouble);
  if (!rest) return std::nullopt;
  payload = encode(ClientEvent{*std::move(rest)});
  ENSURE(payload.has_value());
  return *std::move(payload);
}

void EventChannel::publish(Uuid const& client_id, ClientEventUnion event, Outbox& out) {
  std::string trouble;
  auto payload = payload_of(std::move(event), trouble);
  if (!trouble.empty())
    out.emplace_back(Log{LogLevel::warning, "an event cannot be sent: " + trouble});
  if (!payload) return;
  Frames frames = frames_of(client_id.to_bytes(), *std::move(payload));
  auto const place = held_.find(client_id);
  if (place == held_.end()) {
    out.emplace_back(Send{{socket}, std::move(frames)});
    return;
  }
  place->second.push_back(std::move(frames));
  if (place->second.size() > settings_.held_events_max) release(client_id, out);
}

void EventChannel::to_clients(ClientsBroadcastEventUnion event, Outbox& out) const {
  Result<Bytes> payload = encode(ClientsBroadcastEvent{event});
  ENSURE(payload.has_value());
  out.emplace_back(Send{{socket}, frames_of(bytes_of(clients_topic), *std::move(payload))});
}

void EventChannel::to_hosts(HostBroadcastEventUnion event, Outbox& out) const {
  Result<Bytes> payload = encode(HostBroadcastEvent{std::move(event)});
  if (!payload) {
    out.emplace_back(Log{LogLevel::warning, "hosts cannot be told: " + payload.error().message});
    return;
  }
  out.emplace_back(Send{{socket}, frames_of(bytes_of(hosts_topic), *std::move(payload))});
}

}  // namespace drydock::moor::sessions
