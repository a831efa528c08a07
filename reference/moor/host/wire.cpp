#include "reference/moor/host/wire.hpp"

#include <utility>

#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::host {

Result<Reply> read_reply(Frames const& frames) {
  if (frames.empty()) return fail("a reply without frames");
  auto decoded = decode_reply_result(frames.front());
  if (!decoded) return fail(decoded.error().text());
  // In place: each move of a reply has to ask what it is.
  if (auto* host = std::get_if<HostSuccess>(&decoded->result)) {
    return Result<Reply>(tl::in_place, std::in_place_type<DaemonToHostReply>,
                         std::move(host->reply));
  }
  if (auto* client = std::get_if<ClientSuccess>(&decoded->result)) {
    return Result<Reply>(tl::in_place, std::in_place_type<DaemonToClientReply>,
                         std::move(client->reply));
  }
  return Reply{std::get<Failure>(std::move(decoded->result)).error};
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
