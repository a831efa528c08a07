#include "reference/moor/worker/broadcast.hpp"

#include <utility>

#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::worker {
namespace {

constexpr std::size_t shallow_nesting = 32;

Limits limits_of(Settings const& settings) {
  Limits limits;
  limits.message_bytes = settings.request_bytes_max;
  if (settings.defects.has(Defect::shallow_nesting)) limits.nesting = shallow_nesting;
  return limits;
}

/// What can be said of a payload that does not decode: a request of ours deserves an answer.
Broadcast read_broken(ByteView payload, DecodeError const& error, Uuid const& self,
                      Settings const& settings) {
  Limits anything;
  anything.message_bytes = payload.size();
  bool const too_large = payload.size() > settings.request_bytes_max;
  std::optional<RequestIds> const ids = peek_request_ids(payload, anything);
  if (ids && ids->worker_id == self) {
    if (too_large && settings.defects.has(Defect::dies_on_large_request)) {
      return Unreadable{Unreadable::Why::size, "a request above the limit"};
    }
    if (!settings.defects.has(Defect::silent_on_undecodable)) {
      return RefusedRequest{ids->request_id, WorkerInvalidRequest{error.text()}};
    }
  }
  switch (error.stage) {
    case DecodeError::Stage::unopenable:
      return Unreadable{Unreadable::Why::shape, error.text()};
    case DecodeError::Stage::no_union:
      return Unreadable{Unreadable::Why::union_member, error.text()};
    case DecodeError::Stage::field:
      break;
  }
  if (settings.defects.has(Defect::answers_without_id)) {
    return RefusedRequest{Uuid{}, WorkerInvalidRequest{error.text()}};
  }
  return Unreadable{Unreadable::Why::field, error.text()};
}

Broadcast addressed(DaemonToWorkerUnion&& message, Uuid const& self, Settings const& settings) {
  if (auto* const request = std::get_if<WorkerRequest>(&message)) {
    bool const ours =
        request->worker_id == self || settings.defects.has(Defect::answers_for_others);
    if (!ours) return ForOthers{};
    return std::move(*request);
  }
  if (auto const* const die = std::get_if<PleaseDie>(&message)) {
    bool const ours = die->worker_id == self || settings.defects.has(Defect::obeys_any_please_die);
    if (!ours) return ForOthers{};
    return *die;
  }
  return PingWorkers{};
}

/// A request of which the ids alone show that it is another worker's: so are most, where there are
/// several, and what is wrong with the rest of it is not ours to say.
bool is_anothers(ByteView payload, Uuid const& self, Settings const& settings) {
  if (settings.defects.has(Defect::answers_for_others)) return false;
  auto const ids = peek_request_ids(payload, limits_of(settings));
  return ids && ids->worker_id != self;
}

}  // namespace

Broadcast read_broadcast(Frames const& frames, Uuid const& self, Settings const& settings) {
  if (frames.size() != 2) {
    return Unreadable{Unreadable::Why::shape,
                      "2 frames expected, " + std::to_string(frames.size()) + " came"};
  }
  if (drydock::text_of(ByteView{frames[0]}) != dispatch_topic) {
    return Unreadable{Unreadable::Why::shape, "the topic is not 'workers'"};
  }
  if (is_anothers(frames[1], self, settings)) return ForOthers{};
  Decoded<DaemonToWorkerMessage> message = decode_daemon_to_worker(frames[1], limits_of(settings));
  if (!message) return read_broken(frames[1], message.error(), self, settings);
  return addressed(std::move(message->message), self, settings);
}

}  // namespace drydock::moor::worker
