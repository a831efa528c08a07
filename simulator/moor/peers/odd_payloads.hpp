#pragma once

#include <cstdint>
#include <optional>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"

// Messages that no correct peer says, as bytes.

namespace drydock::simulator {

/// Where something is said in mooR's protocol, and so as what it would be read.
enum class Place : std::uint8_t {
  control,           // To the daemon, by workers;
  callers,           // by callers;
  rpc,               // by hosts;
  enrollment,        // by newcomers.
  dispatch,          // By the daemon, to all workers;
  events,            // to all hosts;
  control_reply,     // in reply to a worker,
  rpc_reply,         // to a host,
  enrollment_reply,  // or to a newcomer.
};

/// A message of that place that is well formed.
Bytes usual_payload(Place place);

// The same, or another of that place, broken.

Bytes truncated_payload(Place place);
/// Whose root would stand far outside.
Bytes misplaced_payload(Place place);
/// Something that the schema requires is left out; nothing where nothing can be.
std::optional<Bytes> hollow_payload(Place place, Uuid const& request);
/// A union with a tag that nobody knows, and without one. Nothing where there is no union.
std::optional<Bytes> unknown_payload(Place place);
std::optional<Bytes> unionless_payload(Place place);

/// A request of more bytes than a worker takes.
Bytes huge_request(Uuid const& worker, Uuid const& request);

/// All frames that carry the payload there, with the delimiter where there is one. `id` stands in
/// the frame before it where the place has one.
Frames frames_at(Place place, Uuid const& id, Bytes payload);

}  // namespace drydock::simulator
