#pragma once

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/message_reader.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

// The protocol of hosts and clients, encoded and decoded. All that codec.hpp promises of the
// workers' messages holds here too.

namespace drydock::moor {

/// One valid layout of the message. Fails, naming the place, where a value cannot cross this
/// protocol, or an enumerator is none of the schema's.
Result<Bytes> encode(MessageType const& message, Limits const& limits = {});
Result<Bytes> encode(HostToDaemonMessage const& message, Limits const& limits = {});
Result<Bytes> encode(HostClientToDaemonMessage const& message, Limits const& limits = {});
Result<Bytes> encode(ReplyResult const& message, Limits const& limits = {});
Result<Bytes> encode(ClientEvent const& message, Limits const& limits = {});
Result<Bytes> encode(ClientsBroadcastEvent const& message, Limits const& limits = {});
Result<Bytes> encode(HostBroadcastEvent const& message, Limits const& limits = {});
/// What the blobs of the event log hold, before they are encrypted.
Result<Bytes> encode(NarrativeEvent const& message, Limits const& limits = {});
Result<Bytes> encode(Presentation const& message, Limits const& limits = {});

/// The message in `buffer`, all of it: an element that is broken is refused, where stock daemons
/// drop some (hosts 1.7), and so is an optional field that is there and broken. Elements of
/// vectors count as values.
Decoded<MessageType> decode_message_type(ByteView buffer, Limits const& limits = {});
Decoded<HostToDaemonMessage> decode_host_to_daemon(ByteView buffer, Limits const& limits = {});
Decoded<HostClientToDaemonMessage> decode_client_to_daemon(ByteView buffer,
                                                           Limits const& limits = {});
Decoded<ReplyResult> decode_reply_result(ByteView buffer, Limits const& limits = {});
Decoded<ClientEvent> decode_client_event(ByteView buffer, Limits const& limits = {});
Decoded<ClientsBroadcastEvent> decode_clients_broadcast(ByteView buffer, Limits const& limits = {});
Decoded<HostBroadcastEvent> decode_host_broadcast(ByteView buffer, Limits const& limits = {});
Decoded<NarrativeEvent> decode_narrative_event(ByteView buffer, Limits const& limits = {});
Decoded<Presentation> decode_presentation(ByteView buffer, Limits const& limits = {});

/// Replies, each read over the one before.
using ReplyReader = MessageReader<ReplyResult>;
extern template class MessageReader<ReplyResult>;

}  // namespace drydock::moor
