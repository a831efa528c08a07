#pragma once

#include <string>

#include "reference/core/bytes.hpp"

namespace drydock::moor {

/// The roots that a buffer can be read as; payloads do not say which they are (workers 2.1).
enum class Root : std::uint8_t {
  worker_to_daemon,
  daemon_to_worker,
  daemon_to_worker_reply,
  caller_request,
  caller_reply,
  message_type,
  host_to_daemon,
  client_to_daemon,
  reply_result,
  client_event,
  clients_broadcast,
  host_broadcast,
  narrative_event,
  presentation,
};

/// One line for people: `RequestResult(worker 00112233, request 8899aabb, {"echo_response", 1})`,
/// or what is wrong with the bytes and where. Long values are cut to about `text_max` characters.
/// Tokens are not in it, at most the first digits of their digests, and nothing that was typed to
/// log in beyond a name (ST-12).
std::string describe(Root root, ByteView buffer, std::size_t text_max = 200);

}  // namespace drydock::moor
