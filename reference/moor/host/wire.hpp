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

// What is in the frames of replies and events. Source: hosts 1.5, H-01, H-02.

namespace drydock::moor::host {

using Reply = std::variant<DaemonToHostReply, DaemonToClientReply, RpcMessageError>;

/// What the daemon answers. Only the first frame is looked at. Fails in the decoder's words.
Result<Reply> read_reply(Frames const& frames);

/// What was published under a topic, whose second frame `payload` is. Fails likewise.
Result<HostBroadcastEventUnion> read_host_broadcast(ByteView payload);
Result<ClientsBroadcastEventUnion> read_clients_broadcast(ByteView payload);
Result<ClientEventUnion> read_client_event(ByteView payload);

}  // namespace drydock::moor::host
