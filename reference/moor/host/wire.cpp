#include "reference/moor/host/wire.hpp"

#include <utility>

#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::host {
namespace {

template <class Message>
Result<Frames> request(MessageType const& envelope, Message const& body) {
  Result<Bytes> first = encode(envelope);
  if (!first) return fail(std::move(first.error().message));
  Result<Bytes> second = encode(body);
  if (!second) return fail(std::move(second.error().message));
  Frames frames;
  frames.reserve(2);
  frames.push_back(*std::move(first));
  frames.push_back(*std::move(second));
  return frames;
}

}  // namespace

Result<Frames> host_request(Uuid const& host_id, HostToDaemonMessageUnion const& message,
                            std::optional<std::string> const& token) {
  HostToDaemonMessage const body{message};
  return request(MessageType{HostToDaemonMsg{host_id, body, token}}, body);
}

Result<Frames> client_request(Uuid const& client_id,
                              HostClientToDaemonMessageUnion const& message) {
  HostClientToDaemonMessage const body{message};
  return request(MessageType{HostClientToDaemonMsg{client_id, body}}, body);
}

Result<Reply> read_reply(Frames const& frames) {
  if (frames.empty()) return fail("a reply without frames");
  auto decoded = decode_reply_result(frames.front());
  if (!decoded) return fail(decoded.error().text());
  if (auto* host = std::get_if<HostSuccess>(&decoded->result)) return Reply{std::move(host->reply)};
  if (auto* client = std::get_if<ClientSuccess>(&decoded->result)) {
    return Reply{std::move(client->reply)};
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
