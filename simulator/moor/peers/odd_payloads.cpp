#include "simulator/moor/peers/odd_payloads.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/moor/raw/raw_broadcasts.hpp"
#include "reference/moor/raw/raw_unions.hpp"
#include "reference/moor/raw/raw_worker_messages.hpp"

namespace drydock::simulator {
namespace {

constexpr std::uint8_t unknown_tag = 200;
constexpr std::size_t huge_bytes = std::size_t{17} << 20;

Bytes surely(Result<Bytes> payload) {
  ENSURE(payload.has_value());
  return *std::move(payload);
}

Frames surely(Result<Frames> frames) {
  ENSURE(frames.has_value());
  return *std::move(frames);
}

/// The tag of a message with a field that is required.
std::optional<std::uint8_t> tag_of_demanding(Place place) {
  switch (place) {
    case Place::control:
      return 1;  // AttachWorker.
    case Place::rpc:
      return 1;  // HostToDaemonMsg.
    case Place::events:
      return 1;  // HostBroadcastListen.
    case Place::control_reply:
      return 5;  // WorkerInvalidPayload.
    case Place::rpc_reply:
      return 3;  // Failure.
    case Place::callers:
    case Place::enrollment:
    case Place::enrollment_reply:
    case Place::dispatch:
      break;
  }
  return std::nullopt;
}

bool has_union(Place place) {
  return place != Place::callers && place != Place::enrollment && place != Place::enrollment_reply;
}

}  // namespace

Bytes usual_payload(Place place) {
  Uuid const nobody{};
  switch (place) {
    case Place::control:
      return surely(moor::encode(moor::WorkerToDaemonMessage{
          moor::AttachWorker{nobody, moor::Symbol{"echo"}}, std::nullopt}));
    case Place::callers:
      return surely(moor::encode(moor::CallerRequest{
          moor::Symbol{"echo"}, {moor::Var{"odd"}}, moor::ObjId{2}, std::nullopt}));
    case Place::rpc:
      return surely(moor::request_frames(nobody, moor::HostClientToDaemonMessage{moor::Detach{
                                                     moor::ClientToken{"none"}, false}}))
          .front();
    case Place::enrollment:
      return surely(
          moor::enrollment::encode(moor::enrollment::EnrollmentRequest{"none", "none", "x", "y"}));
    case Place::dispatch:
      return surely(moor::encode(moor::DaemonToWorkerMessage{
          moor::WorkerRequest{nobody, nobody, moor::ObjId{2}, {moor::Var{"odd"}}, 0}}));
    case Place::enrollment_reply:
      return surely(moor::enrollment::encode(moor::enrollment::EnrollmentResponse{}));
    case Place::events:
      return surely(moor::encode(moor::HostBroadcastEvent{moor::HostBroadcastUnlisten{{}, 7777}}));
    case Place::control_reply:
      return surely(
          moor::encode(moor::DaemonToWorkerReply{moor::WorkerInvalidPayload{"no such thing"}}));
    case Place::rpc_reply:
      break;
  }
  return surely(moor::reply_frames(
                    moor::ReplyResult{moor::HostSuccess{moor::DaemonToHostReject{"not you"}}}))
      .front();
}

Bytes truncated_payload(Place place) {
  Bytes payload = usual_payload(place);
  payload.resize(payload.size() / 2);
  return payload;
}

Bytes misplaced_payload(Place place) {
  Bytes payload = usual_payload(place);
  std::fill_n(payload.begin(), 4, std::uint8_t{0x7f});
  return payload;
}

std::optional<Bytes> hollow_payload(Place place, Uuid const& request) {
  if (place == Place::dispatch) return moor::raw::request_without_worker(request);
  // These have no union: the root itself lacks all that it should have.
  if (!has_union(place)) return moor::raw::message_without_union();
  auto const tag = tag_of_demanding(place);
  if (!tag) return std::nullopt;
  return moor::raw::message_with_tag(*tag);
}

std::optional<Bytes> unknown_payload(Place place) {
  if (!has_union(place)) return std::nullopt;
  return moor::raw::message_with_tag(unknown_tag);
}

std::optional<Bytes> unionless_payload(Place place) {
  if (!has_union(place)) return std::nullopt;
  return moor::raw::message_without_union();
}

Bytes huge_request(Uuid const& worker, Uuid const& request) {
  return surely(moor::encode(moor::DaemonToWorkerMessage{moor::WorkerRequest{
      worker, request, moor::ObjId{2}, {moor::Var{std::string(huge_bytes, 'x')}}, 0}}));
}

Frames frames_at(Place place, Uuid const& id, Bytes payload) {
  Frames frames;
  switch (place) {
    case Place::dispatch:
      frames.push_back(bytes_of("workers"));
      break;
    case Place::events:
      frames.push_back(bytes_of(moor::hosts_topic));
      break;
    case Place::control:
    case Place::callers:
      frames = {Frame{}, id.to_bytes()};
      break;
    case Place::rpc: {
      Frames const usual = surely(moor::request_frames(
          id, moor::HostClientToDaemonMessage{moor::Detach{moor::ClientToken{"none"}, false}}));
      return {Frame{}, std::move(payload), usual.back()};
    }
    case Place::enrollment:
    case Place::control_reply:
    case Place::rpc_reply:
    case Place::enrollment_reply:
      frames.emplace_back();
      break;
  }
  frames.push_back(std::move(payload));
  return frames;
}

}  // namespace drydock::simulator
