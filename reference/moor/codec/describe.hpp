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
};

/// One line for people: `RequestResult(worker 00112233, request 8899aabb, {"echo_response", 1})`,
/// or what is wrong with the bytes and where. Long values are cut to about `text_max` characters.
std::string describe(Root root, ByteView buffer, std::size_t text_max = 200);

}  // namespace drydock::moor
