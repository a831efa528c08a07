#include "reference/moor/codec/host_frames.hpp"

namespace drydock::moor {
namespace {

/// The envelope around a copy of `body`, and the body.
Result<Frames> both(Bytes body, MessageType const& envelope, Limits const& limits) {
  return encode(envelope, limits).map([&](Bytes&& first) {
    return Frames{std::move(first), std::move(body)};
  });
}

template <class Event>
Result<Frames> with_topic(Bytes topic, Event const& event, Limits const& limits) {
  return encode(event, limits).map([&](Bytes&& payload) {
    return Frames{std::move(topic), std::move(payload)};
  });
}

}  // namespace

Result<Frames> request_frames(Uuid const& host_id, HostToDaemonMessage message,
                              std::optional<std::string> token, Limits const& limits) {
  auto body = encode(message, limits);
  if (!body) return tl::make_unexpected(std::move(body).error());
  MessageType const envelope{HostToDaemonMsg{host_id, std::move(message), std::move(token)}};
  return both(*std::move(body), envelope, limits);
}

Result<Frames> request_frames(Uuid const& client_id, HostClientToDaemonMessage message,
                              Limits const& limits) {
  auto body = encode(message, limits);
  if (!body) return tl::make_unexpected(std::move(body).error());
  MessageType const envelope{HostClientToDaemonMsg{client_id, std::move(message)}};
  return both(*std::move(body), envelope, limits);
}

Result<Frames> reply_frames(ReplyResult const& reply, Limits const& limits) {
  return encode(reply, limits).map([](Bytes&& payload) { return Frames{std::move(payload)}; });
}

Result<Frames> event_frames(Uuid const& client_id, ClientEvent const& event, Limits const& limits) {
  return with_topic(client_id.to_bytes(), event, limits);
}

Result<Frames> event_frames(ClientsBroadcastEvent const& event, Limits const& limits) {
  return with_topic(bytes_of(broadcast_topic), event, limits);
}

Result<Frames> event_frames(HostBroadcastEvent const& event, Limits const& limits) {
  return with_topic(bytes_of(hosts_topic), event, limits);
}

std::optional<EventTopic> topic_of(ByteView frame) {
  auto const text = drydock::text_of(frame);
  if (text == hosts_topic) return EventTopic::hosts;
  if (text == broadcast_topic) return EventTopic::broadcast;
  if (frame.size() == Uuid{}.bytes.size()) return EventTopic::client;
  return std::nullopt;
}

}  // namespace drydock::moor
