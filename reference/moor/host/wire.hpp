#pragma once

#include <optional>
#include <string>
#include <variant>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/client_replies.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/host_messages.hpp"
#include "reference/moor/codec/rpc_errors.hpp"

// The frames of requests, replies and events, and what is in them. Source: hosts 1.5, H-01, H-02.

namespace drydock::moor::host {

/// A request of the host itself; `token` is its HostToken, if it has one. Fails where the message
/// cannot be encoded.
Result<Frames> host_request(Uuid const& host_id, HostToDaemonMessageUnion const& message,
                            std::optional<std::string> const& token);
/// A request for a connection.
Result<Frames> client_request(Uuid const& client_id, HostClientToDaemonMessageUnion const& message);

using Reply = std::variant<DaemonToHostReply, DaemonToClientReply, RpcMessageError>;

/// What the daemon answers. Only the first frame is looked at. Fails in the decoder's words.
Result<Reply> read_reply(Frames const& frames);

/// What was published under a topic, whose second frame `payload` is. Fails likewise.
Result<HostBroadcastEventUnion> read_host_broadcast(ByteView payload);
Result<ClientsBroadcastEventUnion> read_clients_broadcast(ByteView payload);
Result<ClientEventUnion> read_client_event(ByteView payload);

}  // namespace drydock::moor::host
