#include "reference/moor/codec/host_frames.hpp"

#include "reference/moor/codec/root_encode.hpp"
#include "reference/moor/codec/shared_tables.hpp"

namespace drydock::moor {
namespace {

using AnyOffset = flatbuffers::Offset<void>;

/// What the request consists of: `message` is written once, taken out as the body, and then wrapped
/// by `wrap`, which is given its offset and returns the root's. What `wrap` adds is the token.
template <class Message, class Wrap>
Result<Frames> both(Message const& message, std::optional<std::string> const& token,
                    Limits const& limits, Wrap const& wrap) {
  static thread_local KeptBuilder kept;
  auto const finished = [&](auto& out) {
    auto const offset = write_value(out, message);
    Frame body = out.finished(offset);
    Frame envelope = out.finished(wrap(out, offset));
    return frames_of(std::move(envelope), std::move(body));
  };
  // The body is the smaller one.
  Frames frames = kept.fill(limits, finished);
  if (!frames.empty() && frames[0].size() <= limits.message_bytes) return frames;
  auto refusal = refusal_to_encode(limits, [&]<class Where>(EncodeCheck<Where>& check) {
    return (!token || check.text(*token, Where{nullptr, "token"})) &&
           check_value(check, message, Where{nullptr, "message"});
  });
  if (refusal) return tl::make_unexpected(*std::move(refusal));
  frames = kept.write(limits, finished);
  if (frames[1].size() > limits.message_bytes) return too_long(frames[1], limits);
  if (frames[0].size() > limits.message_bytes) return too_long(frames[0], limits);
  return frames;
}

// Of `MessageTypeUnion`.
constexpr std::uint8_t host_member = 1;
constexpr std::uint8_t client_member = 2;

template <class Event>
Result<Frames> with_topic(Bytes topic, Event const& event, Limits const& limits) {
  Result<Bytes> payload = encode(event, limits);
  if (!payload) return tl::make_unexpected(std::move(payload).error());
  return frames_of(std::move(topic), *std::move(payload));
}

}  // namespace

Result<Frames> request_frames(Uuid const& host_id, HostToDaemonMessageUnion const& message,
                              std::optional<std::string> const& token, Limits const& limits) {
  return both(message, token, limits, [&](auto& out, AnyOffset body) {
    auto const id = write_uuid_table(out, host_id);
    auto const shown = token ? out.write_string(*token) : 0;
    auto const sender =
        out.template write<sure_reference, sure_reference, Slot{4, true}>({id.o, body.o, shown.o});
    return out.write_union(host_member, sender);
  });
}

Result<Frames> request_frames(Uuid const& client_id, HostClientToDaemonMessageUnion const& message,
                              Limits const& limits) {
  return both(message, std::nullopt, limits, [&](auto& out, AnyOffset body) {
    auto const id = out.write_bytes(client_id.bytes);
    return out.write_union(client_member, out.write_references(id, body));
  });
}

Result<Frames> reply_frames(ReplyResult const& reply, Limits const& limits) {
  Result<Bytes> payload = encode(reply, limits);
  if (!payload) return tl::make_unexpected(std::move(payload).error());
  return frames_of(*std::move(payload));
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
