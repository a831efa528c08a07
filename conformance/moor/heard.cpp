#include "conformance/moor/heard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"

namespace drydock::conformance {
namespace {

constexpr std::size_t described_bytes_max = std::size_t{64} << 10;

void decode(Heard& heard) {
  if (heard.frames.size() != 2) {
    heard.problem = fmt::format("{} frames", heard.frames.size());
    return;
  }
  if (heard.frames[0].size() != Uuid{}.bytes.size()) {
    heard.problem = fmt::format("a first frame of {} bytes", heard.frames[0].size());
    return;
  }
  auto decoded = moor::decode_worker_to_daemon(heard.frames[1], generous_limits());
  if (decoded) {
    heard.message = *std::move(decoded);
  } else {
    heard.problem = decoded.error().text();
  }
}

}  // namespace

moor::Limits generous_limits() {
  moor::Limits limits;
  limits.message_bytes = std::size_t{256} << 20;
  limits.values = 20'000'000;
  limits.expanded_bytes = std::size_t{1} << 30;
  return limits;
}

bool Heard::answers(Uuid const& request_id) const {
  if (auto const* result = as<moor::RequestResult>()) return result->request_id == request_id;
  if (auto const* error = as<moor::RequestError>()) return error->request_id == request_id;
  if (message || frames.size() < 2) return false;
  auto const ids = moor::peek_answer_ids(frames[1], generous_limits());
  return ids && ids->request_id == request_id;
}

std::optional<Uuid> Heard::worker() const {
  if (frames.empty()) return std::nullopt;
  auto const id = Uuid::from_bytes(frames.front());
  return id ? std::optional{*id} : std::nullopt;
}

ByteView Heard::payload() const {
  if (frames.empty()) return {};
  return frames.size() > 1 ? frames[1] : frames[0];
}

std::optional<Heard> hear(VirtualTime at, Received const& received) {
  auto const is_empty = [](Frame const& frame) { return frame.empty(); };
  auto const delimiter = std::find_if(received.frames.begin(), received.frames.end(), is_empty);
  if (delimiter == received.frames.end() || delimiter + 1 == received.frames.end()) {
    return std::nullopt;
  }
  Heard heard{at,
              received.from,
              {received.frames.begin(), delimiter + 1},
              {delimiter + 1, received.frames.end()},
              std::nullopt,
              {}};
  decode(heard);
  return heard;
}

std::string text_for(moor::Root root, ByteView bytes) {
  if (bytes.size() > described_bytes_max) return fmt::format("{} bytes", bytes.size());
  return moor::describe(root, bytes);
}

std::string describe(Heard const& heard) {
  ByteView const payload = heard.payload();
  if (heard.frames.size() != 2) return fmt::format("a message of {}", heard.problem);
  return text_for(moor::Root::worker_to_daemon, payload);
}

}  // namespace drydock::conformance
