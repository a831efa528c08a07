#include "reference/moor/codec/host_frames.hpp"

#include "reference/moor/codec/root_encode.hpp"
#include "reference/moor/codec/shared_tables.hpp"

namespace drydock::moor {
namespace {

using Written = flatbuffers::Offset<void>;

/// What the request consists of: `message` is written once, taken out as the body, and then wrapped
/// by `wrap`, which is given its offset and returns the root's.
template <class Message, class Wrap>
Result<Frames> both(Message const& message, Limits const& limits, EncodeCheck& check,
                    Wrap const& wrap) {
  if (!check_value(check, message, Place{nullptr, "message"})) {
    return tl::make_unexpected(std::move(check).error());
  }
  SpareBuilder spare;
  Builder& out = spare.get();
  auto const offset = write_value(out, message);
  Result<Bytes> body = within(limits, out.finished(offset));
  if (!body) return tl::make_unexpected(std::move(body).error());
  Result<Bytes> envelope = within(limits, out.finished(wrap(out, offset)));
  if (!envelope) return tl::make_unexpected(std::move(envelope).error());
  Frames frames;
  frames.reserve(3);  // With room for the delimiter that goes before them.
  frames.push_back(*std::move(envelope));
  frames.push_back(*std::move(body));
  return frames;
}

// Of `MessageTypeUnion`.
constexpr std::uint8_t host_tag = 1;
constexpr std::uint8_t client_tag = 2;

template <class Event>
Result<Frames> with_topic(Bytes topic, Event const& event, Limits const& limits) {
  return encode(event, limits).map([&](Bytes&& payload) {
    return Frames{std::move(topic), std::move(payload)};
  });
}

}  // namespace

Result<Frames> request_frames(Uuid const& host_id, HostToDaemonMessageUnion const& message,
                              std::optional<std::string> const& token, Limits const& limits) {
  EncodeCheck check(limits);
  if (token && !check.text(*token, Place{nullptr, "token"})) {
    return tl::make_unexpected(std::move(check).error());
  }
  return both(message, limits, check, [&](Builder& out, Written body) {
    auto const id = write_uuid(out, host_id);
    auto const shown = token ? out.CreateString(*token) : 0;
    return out.write_union(host_tag, out.write_references(id, body, shown));
  });
}

Result<Frames> request_frames(Uuid const& client_id, HostClientToDaemonMessageUnion const& message,
                              Limits const& limits) {
  EncodeCheck check(limits);
  return both(message, limits, check, [&](Builder& out, Written body) {
    auto const id = out.CreateVector(client_id.bytes.data(), client_id.bytes.size());
    return out.write_union(client_tag, out.write_references(id, body));
  });
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
