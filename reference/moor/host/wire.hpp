#pragma once

#include <optional>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

// What is in the frames of replies and events. Source: hosts 1.5, H-01, H-02.

namespace drydock::moor::host {

/// What the daemon answers goes to `reader`, over the reply before; or why it cannot be read, in
/// the decoder's words. Only the first frame is looked at.
std::optional<Error> read_reply(ReplyReader& reader, Frames const& frames);

/// What was published under a topic, whose second frame `payload` is. Fails in the decoder's words.
Result<HostBroadcastEventUnion> read_host_broadcast(ByteView payload);
Result<ClientsBroadcastEventUnion> read_clients_broadcast(ByteView payload);
Result<ClientEventUnion> read_client_event(ByteView payload);

}  // namespace drydock::moor::host
