#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/moor/codec/host_codec.hpp"

// Messages of hosts and clients as ZeroMQ carries them (hosts 1.4, 1.5), without the delimiter that
// REQ and REP put before them.

namespace drydock::moor {

inline constexpr std::string_view hosts_topic = "hosts";
inline constexpr std::string_view broadcast_topic = "broadcast";

/// `[MessageType][body]`, the envelope with its copy of the body.
Result<Frames> request_frames(Uuid const& host_id, HostToDaemonMessageUnion const& message,
                              std::optional<std::string> const& token = {},
                              Limits const& limits = {});
Result<Frames> request_frames(Uuid const& client_id, HostClientToDaemonMessageUnion const& message,
                              Limits const& limits = {});
inline Result<Frames> request_frames(Uuid const& host_id, HostToDaemonMessage const& message,
                                     std::optional<std::string> const& token = {},
                                     Limits const& limits = {}) {
  return request_frames(host_id, message.message, token, limits);
}
inline Result<Frames> request_frames(Uuid const& client_id,
                                     HostClientToDaemonMessage const& message,
                                     Limits const& limits = {}) {
  return request_frames(client_id, message.message, limits);
}

/// `[ReplyResult]`.
Result<Frames> reply_frames(ReplyResult const& reply, Limits const& limits = {});

/// `[topic][event]`; of one client's events the topic is its id, the bare 16 bytes.
Result<Frames> event_frames(Uuid const& client_id, ClientEvent const& event,
                            Limits const& limits = {});
Result<Frames> event_frames(ClientsBroadcastEvent const& event, Limits const& limits = {});
Result<Frames> event_frames(HostBroadcastEvent const& event, Limits const& limits = {});

enum class EventTopic : std::uint8_t { hosts, broadcast, client };

/// Whose topic `frame` is, whole: subscriptions match by prefix, so that a subscriber to `hosts`
/// hears a client whose id begins like that (HQ-12). Absent where it is nobody's.
std::optional<EventTopic> topic_of(ByteView frame);

}  // namespace drydock::moor
