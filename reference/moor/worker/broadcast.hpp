#pragma once

#include <string>
#include <variant>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "reference/moor/worker/settings.hpp"

namespace drydock::moor::worker {

/// The topic of every dispatch message; a longer one that begins so is not ours.
inline constexpr std::string_view dispatch_topic = "workers";

/// A request to this worker that it cannot work on, and why.
struct RefusedRequest {
  Uuid request_id;
  WorkerError error;
};
/// A message for another worker.
struct ForOthers {};
/// What is no message of this protocol, and why; to be ignored.
struct Unreadable {
  enum class Why : std::uint8_t { shape, union_member, size, field } why;
  std::string text;
};

using Broadcast =
    std::variant<PingWorkers, WorkerRequest, PleaseDie, RefusedRequest, ForOthers, Unreadable>;

/// What a message on the dispatch socket means to the worker of that id. Source: W-17, W-20, W-28
/// to W-31, W-43.
Broadcast read_broadcast(Frames const& frames, Uuid const& self, Settings const& settings);

}  // namespace drydock::moor::worker
