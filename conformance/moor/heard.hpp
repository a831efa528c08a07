#pragma once

#include <optional>
#include <string>
#include <variant>

#include "conformance/judge/finding.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/worker_messages.hpp"

namespace drydock::conformance {

/// What the suite reads and writes at most: more than what any case is about.
moor::Limits generous_limits();

/// What the bytes say; how many there are, where that would be too much to show.
std::string text_for(moor::Root root, ByteView bytes);

/// One message of a worker, as it came on the control socket.
struct Heard {
  VirtualTime at;
  PeerId from;
  Frames envelope;  // What a REP would hide: all up to the delimiter, and that.
  Frames frames;    // What a REP would show.
  /// What the frames say, where they are the two that the protocol has and decode.
  std::optional<moor::WorkerToDaemonMessage> message;
  std::string problem;  // Why there is no `message`.

  template <class T>
  T const* as() const {
    return message ? std::get_if<T>(&message->message) : nullptr;
  }
  /// Whether it is a result or an error for that request.
  bool answers(Uuid const& request_id) const;
  /// The id that the daemon goes by: that of the first frame.
  std::optional<Uuid> worker() const;
  /// The payload, or what there is instead.
  ByteView payload() const;
};

/// What the frames of a ROUTER's message say; absent for one without a delimiter, which a REP would
/// drop unseen.
std::optional<Heard> hear(VirtualTime at, Received const& received);

/// `WorkerPong(...)`, or what is wrong with it.
std::string describe(Heard const& heard);

}  // namespace drydock::conformance
