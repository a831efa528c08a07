#include "reference/moor/host/wire.hpp"

#include <utility>

#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::host {

std::optional<Error> read_reply(ReplyReader& reader, Frames const& frames) {
  if (frames.empty()) return Error{"a reply without frames"};
  if (auto const refusal = reader.read(frames.front())) {
    return Error{refusal->text()};
  }
  return std::nullopt;
}

Result<HostBroadcastEventUnion> read_host_broadcast(ByteView payload) {
  auto decoded = decode_host_broadcast(payload);
  if (!decoded) return fail(decoded.error().text());
  return std::move(decoded->event);
}

Result<ClientsBroadcastEventUnion> read_clients_broadcast(ByteView payload) {
  auto decoded = decode_clients_broadcast(payload);
  if (!decoded) return fail(decoded.error().text());
  return std::move(decoded->event);
}

Result<ClientEventUnion> read_client_event(ByteView payload) {
  auto decoded = decode_client_event(payload);
  if (!decoded) return fail(decoded.error().text());
  return std::move(decoded->event);
}

}  // namespace drydock::moor::host
